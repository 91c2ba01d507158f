CREATE TABLE `holdings` (
	`organization_id` text NOT NULL,
	`place` text NOT NULL,
	`day` integer NOT NULL,
	`documents` integer NOT NULL,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `place`, `day`)
);
