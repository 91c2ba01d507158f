-- What happens in these tables becomes an event in the same transaction, whichever code made it happen. Events are
-- written only where somebody listens, and a deletion of a whole namespace tells of the namespace alone.
CREATE TRIGGER collection_created AFTER INSERT ON collections
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = (SELECT n.organization_id FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active') AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES ((SELECT n.organization_id FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active'), 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'collection.created', 'collection', NEW.id, NEW.id, NEW.created_at, json_object('name', NEW.name));
END;
--> statement-breakpoint
CREATE TRIGGER collection_updated AFTER UPDATE ON collections
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = (SELECT n.organization_id FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active') AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES ((SELECT n.organization_id FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active'), 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'collection.updated', 'collection', NEW.id, NEW.id, NEW.updated_at, json_object('name', NEW.name));
END;
--> statement-breakpoint
CREATE TRIGGER collection_deleted AFTER DELETE ON collections
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = (SELECT n.organization_id FROM namespaces n WHERE n.id = OLD.namespace_id AND n.status = 'active') AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = OLD.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES ((SELECT n.organization_id FROM namespaces n WHERE n.id = OLD.namespace_id AND n.status = 'active'), 'evt_' || lower(hex(randomblob(12))), OLD.namespace_id, 'collection.deleted', 'collection', OLD.id, OLD.id, NULL, json_object('name', OLD.name));
END;
--> statement-breakpoint
CREATE TRIGGER retriever_created AFTER INSERT ON retrievers
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = (SELECT n.organization_id FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active') AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES ((SELECT n.organization_id FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active'), 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'retriever.created', 'retriever', NEW.id, NULL, NEW.created_at, json_object('name', NEW.name));
END;
--> statement-breakpoint
CREATE TRIGGER retriever_updated AFTER UPDATE ON retrievers
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = (SELECT n.organization_id FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active') AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES ((SELECT n.organization_id FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active'), 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'retriever.updated', 'retriever', NEW.id, NULL, NEW.updated_at, json_object('name', NEW.name));
END;
--> statement-breakpoint
CREATE TRIGGER retriever_deleted AFTER DELETE ON retrievers
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = (SELECT n.organization_id FROM namespaces n WHERE n.id = OLD.namespace_id AND n.status = 'active') AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = OLD.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES ((SELECT n.organization_id FROM namespaces n WHERE n.id = OLD.namespace_id AND n.status = 'active'), 'evt_' || lower(hex(randomblob(12))), OLD.namespace_id, 'retriever.deleted', 'retriever', OLD.id, NULL, NULL, json_object('name', OLD.name));
END;
--> statement-breakpoint
CREATE TRIGGER alert_created AFTER INSERT ON alerts
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id)) AND EXISTS (SELECT 1 FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active')
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'alert.created', 'alert', NEW.id, NULL, NEW.created_at, json_object('name', NEW.name));
END;
--> statement-breakpoint
CREATE TRIGGER alert_updated AFTER UPDATE OF name, description, retriever_id, mode, inputs, every_ms, notification, enabled, metadata ON alerts
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id)) AND EXISTS (SELECT 1 FROM namespaces n WHERE n.id = NEW.namespace_id AND n.status = 'active')
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'alert.updated', 'alert', NEW.id, NULL, NEW.updated_at, json_object('name', NEW.name));
END;
--> statement-breakpoint
CREATE TRIGGER alert_deleted AFTER DELETE ON alerts
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = OLD.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = OLD.namespace_id)) AND EXISTS (SELECT 1 FROM namespaces n WHERE n.id = OLD.namespace_id AND n.status = 'active')
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (OLD.organization_id, 'evt_' || lower(hex(randomblob(12))), OLD.namespace_id, 'alert.deleted', 'alert', OLD.id, NULL, NULL, json_object('name', OLD.name));
END;
--> statement-breakpoint
CREATE TRIGGER namespace_created AFTER INSERT ON namespaces
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NEW.id, 'namespace.created', 'namespace', NEW.id, NULL, NEW.created_at, json_object('name', NEW.name));
END;
--> statement-breakpoint
CREATE TRIGGER namespace_updated AFTER UPDATE OF name, description, feature_extractors, payload_indexes ON namespaces
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NEW.id, 'namespace.updated', 'namespace', NEW.id, NULL, NEW.updated_at, json_object('name', NEW.name));
END;
--> statement-breakpoint
CREATE TRIGGER namespace_deleted AFTER UPDATE OF status ON namespaces
WHEN OLD.status = 'active' AND NEW.status = 'deleted' AND EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NULL, 'namespace.deleted', 'namespace', NEW.id, NULL, NEW.deleted_at, '{}');
END;
--> statement-breakpoint
CREATE TRIGGER key_created AFTER INSERT ON keys
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'api_key.created', 'api_key', NEW.id, NULL, NEW.created_at, json_object('name', NEW.name, 'key_prefix', NEW.prefix));
END;
--> statement-breakpoint
CREATE TRIGGER key_updated AFTER UPDATE OF name, permissions, scopes, expires_at, rate_limit_override, allowed_origins ON keys
WHEN NEW.revoked_at IS NULL AND NEW.replaced_by IS NULL AND EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'api_key.updated', 'api_key', NEW.id, NULL, NULL, json_object('name', NEW.name, 'key_prefix', NEW.prefix));
END;
--> statement-breakpoint
CREATE TRIGGER key_rotated AFTER UPDATE OF replaced_by ON keys
WHEN OLD.replaced_by IS NULL AND NEW.replaced_by IS NOT NULL AND EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'api_key.rotated', 'api_key', NEW.id, NULL, NULL, json_object('name', NEW.name, 'key_prefix', NEW.prefix));
END;
--> statement-breakpoint
CREATE TRIGGER key_revoked AFTER UPDATE OF revoked_at ON keys
WHEN OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL AND NEW.replaced_by IS NULL AND EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.is_active = 1 AND (w.namespace_id IS NULL OR w.namespace_id = NEW.namespace_id))
BEGIN
  INSERT INTO events (organization_id, id, namespace_id, type, subject_type, subject_id, collection_id, occurred_at, data)
  VALUES (NEW.organization_id, 'evt_' || lower(hex(randomblob(12))), NEW.namespace_id, 'api_key.revoked', 'api_key', NEW.id, NULL, NEW.revoked_at, json_object('name', NEW.name, 'key_prefix', NEW.prefix));
END;
--> statement-breakpoint
-- Cells write events of their own only where somebody listens: what they are to be told changes with each of these.
CREATE TRIGGER namespace_heard AFTER INSERT ON namespaces
WHEN EXISTS (SELECT 1 FROM webhooks w WHERE w.organization_id = NEW.organization_id AND w.namespace_id IS NULL)
BEGIN
  UPDATE namespaces SET hooks_revision = 1 WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER webhooks_made AFTER INSERT ON webhooks
BEGIN
  UPDATE namespaces SET hooks_revision = hooks_revision + 1
  WHERE organization_id = NEW.organization_id AND status <> 'deleted' AND (NEW.namespace_id IS NULL OR id = NEW.namespace_id);
END;
--> statement-breakpoint
CREATE TRIGGER webhooks_changed AFTER UPDATE OF events, is_active ON webhooks
BEGIN
  UPDATE namespaces SET hooks_revision = hooks_revision + 1
  WHERE organization_id = NEW.organization_id AND status <> 'deleted' AND (NEW.namespace_id IS NULL OR id = NEW.namespace_id);
END;
--> statement-breakpoint
CREATE TRIGGER webhooks_gone AFTER DELETE ON webhooks
BEGIN
  UPDATE namespaces SET hooks_revision = hooks_revision + 1
  WHERE organization_id = OLD.organization_id AND status <> 'deleted' AND (OLD.namespace_id IS NULL OR id = OLD.namespace_id);
END;
--> statement-breakpoint
CREATE TRIGGER alerts_made AFTER INSERT ON alerts
BEGIN
  UPDATE namespaces SET hooks_revision = hooks_revision + 1
  WHERE organization_id = NEW.organization_id AND status <> 'deleted' AND (NEW.namespace_id IS NULL OR id = NEW.namespace_id);
END;
--> statement-breakpoint
CREATE TRIGGER alerts_changed AFTER UPDATE OF mode, enabled ON alerts
BEGIN
  UPDATE namespaces SET hooks_revision = hooks_revision + 1
  WHERE organization_id = NEW.organization_id AND status <> 'deleted' AND (NEW.namespace_id IS NULL OR id = NEW.namespace_id);
END;
--> statement-breakpoint
CREATE TRIGGER alerts_gone AFTER DELETE ON alerts
BEGIN
  UPDATE namespaces SET hooks_revision = hooks_revision + 1
  WHERE organization_id = OLD.organization_id AND status <> 'deleted' AND (OLD.namespace_id IS NULL OR id = OLD.namespace_id);
END;
