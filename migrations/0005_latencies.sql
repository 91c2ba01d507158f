CREATE TABLE `latencies` (
	`organization_id` text NOT NULL,
	`place` text NOT NULL,
	`day` integer NOT NULL,
	`bucket` integer NOT NULL,
	`requests` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `place`, `day`, `bucket`)
);
