DROP INDEX `namespaces_name`;--> statement-breakpoint
CREATE UNIQUE INDEX `namespaces_name` ON `namespaces` (`organization_id`,`name`) WHERE status <> 'deleted';