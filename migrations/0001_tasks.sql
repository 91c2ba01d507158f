CREATE TABLE `signing_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`public_key` text NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE TABLE `sweeps` (
	`name` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`report` text,
	`error` text
);
--> statement-breakpoint
CREATE TABLE `tasks` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`namespace_id` text NOT NULL,
	`key_id` text,
	`kind` text NOT NULL,
	`status` text DEFAULT 'PENDING' NOT NULL,
	`input` text DEFAULT '{}' NOT NULL,
	`state` text,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer,
	`result` text,
	`error` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`leased_until` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`organization_id`, `id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `tasks_of_namespace` ON `tasks` (`organization_id`,`namespace_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `tasks_due` ON `tasks` (`due_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_deletion` ON `tasks` (`organization_id`,`namespace_id`) WHERE kind = 'namespace_delete' AND due_at IS NOT NULL;