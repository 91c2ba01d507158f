CREATE TABLE `refusals` (
	`organization_id` text NOT NULL,
	`caller` text NOT NULL,
	`status` integer NOT NULL,
	`minute` integer NOT NULL,
	`count` integer NOT NULL,
	`route` text NOT NULL,
	PRIMARY KEY(`organization_id`, `caller`, `status`, `minute`)
);
--> statement-breakpoint
CREATE TABLE `usage` (
	`organization_id` text NOT NULL,
	`key_id` text NOT NULL,
	`place` text NOT NULL,
	`route` text NOT NULL,
	`day` integer NOT NULL,
	`requests` integer NOT NULL,
	`failed` integer NOT NULL,
	`rate_limited` integer NOT NULL,
	`bytes` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `key_id`, `place`, `route`, `day`)
);
--> statement-breakpoint
CREATE INDEX `usage_of_place` ON `usage` (`place`,`last_at`);--> statement-breakpoint
DROP INDEX `keys_name`;--> statement-breakpoint
CREATE UNIQUE INDEX `keys_name` ON `keys` (`organization_id`,`user_id`,`name`) WHERE type = 'standard' AND namespace_id IS NULL AND revoked_at IS NULL AND replaced_by IS NULL;--> statement-breakpoint
ALTER TABLE `namespaces` ADD `parent_id` text;--> statement-breakpoint
ALTER TABLE `namespaces` ADD `metadata` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `namespaces` ADD `dimension` integer;--> statement-breakpoint
ALTER TABLE `namespaces` ADD `distance` text;--> statement-breakpoint
CREATE INDEX `namespaces_tree` ON `namespaces` (`organization_id`,`parent_id`);