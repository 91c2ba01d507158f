/** What was done with memories and sessions, by id and in numbers; never what they hold. */
export const journal = `
CREATE TABLE memory_journal (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  agent_id TEXT,
  details TEXT NOT NULL
);
CREATE INDEX memory_journal_of_agent ON memory_journal (agent_id, number);
`;

export const journalBack = "DROP TABLE memory_journal;";
