CREATE TABLE `alert_runs` (
	`namespace_id` text NOT NULL,
	`id` text NOT NULL,
	`alert_id` text NOT NULL,
	`matches` text NOT NULL,
	`document_ids` text NOT NULL,
	`executed_at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`error` text,
	PRIMARY KEY(`namespace_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `alert_runs_of_alert` ON `alert_runs` (`namespace_id`,`alert_id`,`executed_at`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`namespace_id` text NOT NULL,
	`id` text NOT NULL,
	`organization_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`retriever_id` text NOT NULL,
	`mode` text NOT NULL,
	`inputs` text NOT NULL,
	`every_ms` integer,
	`due_at` integer,
	`notification` text NOT NULL,
	`enabled` integer NOT NULL,
	`metadata` text NOT NULL,
	`key_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`namespace_id`, `id`),
	FOREIGN KEY (`namespace_id`) REFERENCES `namespaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_name` ON `alerts` (`namespace_id`,`name`);--> statement-breakpoint
CREATE INDEX `alerts_due` ON `alerts` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `deliveries` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`event_id` text NOT NULL,
	`webhook_id` text NOT NULL,
	`channel` integer NOT NULL,
	`namespace_id` text,
	`event_type` text NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`claims` integer DEFAULT 0 NOT NULL,
	`attempts` text DEFAULT '[]' NOT NULL,
	`due_at` integer,
	`leased_until` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`organization_id`, `id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`event_id`,`webhook_id`,`channel`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_of_webhook` ON `deliveries` (`webhook_id`,`due_at`);--> statement-breakpoint
CREATE INDEX `deliveries_of_namespace` ON `deliveries` (`namespace_id`);--> statement-breakpoint
CREATE TABLE `events` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`namespace_id` text,
	`type` text NOT NULL,
	`subject_type` text NOT NULL,
	`subject_id` text NOT NULL,
	`collection_id` text,
	`sequence` integer,
	`occurred_at` integer,
	`data` text DEFAULT '{}' NOT NULL,
	`routed_at` integer,
	PRIMARY KEY(`organization_id`, `id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `events_unrouted` ON `events` (`organization_id`) WHERE routed_at IS NULL;--> statement-breakpoint
CREATE INDEX `events_of_namespace` ON `events` (`namespace_id`);--> statement-breakpoint
CREATE INDEX `events_routed` ON `events` (`routed_at`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`namespace_id` text,
	`name` text NOT NULL,
	`channels` text NOT NULL,
	`events` text NOT NULL,
	`collections` text,
	`is_active` integer DEFAULT true NOT NULL,
	`sealed` text NOT NULL,
	`failing_since` integer,
	`paused_until` integer DEFAULT 0 NOT NULL,
	`disabled_at` integer,
	`disabled_reason` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`created_by` text NOT NULL,
	PRIMARY KEY(`organization_id`, `id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhooks_id` ON `webhooks` (`id`);--> statement-breakpoint
CREATE INDEX `webhooks_of_namespace` ON `webhooks` (`organization_id`,`namespace_id`);--> statement-breakpoint
ALTER TABLE `namespaces` ADD `hooks_revision` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `namespaces` ADD `hooks_told` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `namespaces_untold` ON `namespaces` (`organization_id`) WHERE hooks_told < hooks_revision;