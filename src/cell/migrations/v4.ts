/** What agents remember: memories, sessions, edges between memories, and what was said about them. */
export const v4 = `
-- seq numbers memories in the order they came. due_at: when the sweep looks at it again, never later than it is gone.
CREATE TABLE memories (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  agent_id TEXT NOT NULL,
  session_id TEXT,
  memory_type TEXT NOT NULL,
  content TEXT NOT NULL,
  importance REAL NOT NULL,
  tags TEXT NOT NULL,
  metadata TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_accessed_at INTEGER,
  access_count INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER,
  valid_from INTEGER,
  flagged INTEGER NOT NULL DEFAULT 0,
  drawn INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER
);
CREATE INDEX memories_of_agent ON memories (agent_id, seq);
CREATE INDEX memories_of_session ON memories (session_id, seq) WHERE session_id IS NOT NULL;
CREATE INDEX memories_due ON memories (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX memories_undrawn ON memories (seq) WHERE drawn = 0;

-- What recall's index in memory is made from when the cell wakes.
CREATE TABLE memory_entries (
  seq INTEGER PRIMARY KEY REFERENCES memories (seq) ON DELETE CASCADE,
  terms BLOB NOT NULL,
  signals TEXT NOT NULL,
  vector BLOB NOT NULL
);

CREATE TABLE memory_entities (
  value TEXT NOT NULL,
  type TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES memories (seq) ON DELETE CASCADE,
  name TEXT NOT NULL,
  score REAL NOT NULL,
  PRIMARY KEY (value, type, seq)
) WITHOUT ROWID;
CREATE INDEX memory_entities_of_memory ON memory_entities (seq);

-- Drawn from what memories say, or said by somebody.
CREATE TABLE memory_edges (
  source INTEGER NOT NULL REFERENCES memories (seq) ON DELETE CASCADE,
  target INTEGER NOT NULL REFERENCES memories (seq) ON DELETE CASCADE,
  type TEXT NOT NULL,
  weight REAL NOT NULL,
  drawn INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (source, target, type)
) WITHOUT ROWID;
CREATE INDEX memory_edges_to ON memory_edges (target);

CREATE TABLE memory_feedback (
  number INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES memories (seq) ON DELETE CASCADE,
  signal TEXT NOT NULL,
  said TEXT,
  at INTEGER NOT NULL,
  old_importance REAL NOT NULL,
  new_importance REAL NOT NULL
);
CREATE INDEX memory_feedback_of_memory ON memory_feedback (seq);

CREATE TABLE memory_sessions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  agent_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_reason TEXT,
  summary TEXT,
  metadata TEXT,
  last_activity_at INTEGER NOT NULL,
  idle_timeout_secs INTEGER
);
CREATE INDEX memory_sessions_of_agent ON memory_sessions (agent_id, number);
CREATE INDEX memory_sessions_open ON memory_sessions (last_activity_at) WHERE ended_at IS NULL;

-- The policy, what is drawn from text, and the sweep's counts: JSON by name.
CREATE TABLE memory_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
