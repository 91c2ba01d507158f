CREATE TABLE `collections` (
	`namespace_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`source` text,
	`feature_extractor` text NOT NULL,
	`metadata` text NOT NULL,
	PRIMARY KEY(`namespace_id`, `id`),
	FOREIGN KEY (`namespace_id`) REFERENCES `namespaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collections_name` ON `collections` (`namespace_id`,`name`);--> statement-breakpoint
CREATE TABLE `keys` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`type` text NOT NULL,
	`namespace_id` text,
	`retriever_id` text,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`permissions` text NOT NULL,
	`scopes` text NOT NULL,
	`allowed_origins` text,
	`rate_limit_override` integer,
	`expires_at` integer,
	`last_used_at` integer,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`replaced_by` text,
	`revoked_at` integer,
	`revoked_by` text,
	PRIMARY KEY(`organization_id`, `id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organization_id`,`user_id`) REFERENCES `users`(`organization_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`namespace_id`,`retriever_id`) REFERENCES `retrievers`(`namespace_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `keys_hash` ON `keys` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `keys_name` ON `keys` (`organization_id`,`user_id`,`name`) WHERE type = 'standard' AND revoked_at IS NULL AND replaced_by IS NULL;--> statement-breakpoint
CREATE INDEX `keys_of_retriever` ON `keys` (`namespace_id`,`retriever_id`);--> statement-breakpoint
CREATE TABLE `namespaces` (
	`organization_id` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`status` text NOT NULL,
	`feature_extractors` text NOT NULL,
	`payload_indexes` text NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `namespaces_name` ON `namespaces` (`organization_id`,`name`) WHERE status = 'active';--> statement-breakpoint
CREATE INDEX `namespaces_page` ON `namespaces` (`organization_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`account_type` text DEFAULT 'enterprise' NOT NULL,
	`metadata` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `retrievers` (
	`namespace_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`collection_ids` text NOT NULL,
	`stages` text NOT NULL,
	`input_schema` text NOT NULL,
	`budget_limits` text,
	`tags` text NOT NULL,
	`display_config` text,
	`version` integer NOT NULL,
	`created_by` text NOT NULL,
	PRIMARY KEY(`namespace_id`, `id`),
	FOREIGN KEY (`namespace_id`) REFERENCES `namespaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `retrievers_name` ON `retrievers` (`namespace_id`,`name`);--> statement-breakpoint
CREATE TABLE `users` (
	`organization_id` text NOT NULL,
	`id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`avatar_url` text,
	`metadata` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `id`),
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`organization_id`,`email`) WHERE status <> 'deleted';