CREATE TABLE `placements` (
	`namespace_id` text NOT NULL,
	`id` text NOT NULL,
	`feature` text NOT NULL,
	`index_name` text NOT NULL,
	`dimensions` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`namespace_id`, `id`),
	FOREIGN KEY (`namespace_id`) REFERENCES `namespaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `placements_feature` ON `placements` (`namespace_id`,`feature`);--> statement-breakpoint
CREATE UNIQUE INDEX `placements_place` ON `placements` (`index_name`,`id`);--> statement-breakpoint
CREATE TABLE `vector_indexes` (
	`namespace_id` text NOT NULL,
	`id` text NOT NULL,
	`dimensions` integer NOT NULL,
	`made_as` text,
	`url` text,
	`sealed` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`namespace_id`, `id`),
	FOREIGN KEY (`namespace_id`) REFERENCES `namespaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vector_indexes_dimensions` ON `vector_indexes` (`namespace_id`,`dimensions`);--> statement-breakpoint
ALTER TABLE `namespaces` ADD `vectors` text DEFAULT 'cell' NOT NULL;--> statement-breakpoint
ALTER TABLE `namespaces` ADD `vectors_by_size` integer DEFAULT true NOT NULL;