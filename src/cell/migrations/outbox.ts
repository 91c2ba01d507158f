/** What has to be told outside. Written with the change that it tells of, and taken away when it has arrived. */
export const outbox = `
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  collection_id TEXT,
  occurred_at INTEGER NOT NULL,
  data TEXT NOT NULL
);
`;

export const outboxBack = "DROP TABLE outbox;";
