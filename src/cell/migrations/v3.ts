/** What a waking cell reads in place of a row for each document and each vector. Made from those rows, which stay the truth. */
export const v3 = `
-- Runs of documents, by the first and the last seq of the run. size counts the documents, heads tells what terms holds.
CREATE TABLE packs (
  first INTEGER PRIMARY KEY,
  last INTEGER NOT NULL,
  size INTEGER NOT NULL,
  heads TEXT NOT NULL,
  terms BLOB NOT NULL
);
-- The vectors of a run under one feature, as the matrix holds them.
CREATE TABLE vector_packs (
  feature TEXT NOT NULL,
  first INTEGER NOT NULL REFERENCES packs (first) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  seqs TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (feature, first)
);
CREATE INDEX vector_packs_of_pack ON vector_packs (first);

-- Documents that were changed or removed: what packs hold of them counts no more. Kept by triggers, so that no writer can
-- forget. OR IGNORE would not do: in a trigger, the conflict clause of the statement that fired it takes its place.
CREATE TABLE stale (seq INTEGER PRIMARY KEY);
CREATE TRIGGER entries_changed AFTER UPDATE ON entries BEGIN
  INSERT INTO stale (seq) SELECT old.seq WHERE NOT EXISTS (SELECT 1 FROM stale WHERE seq = old.seq);
END;
CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN
  INSERT INTO stale (seq) SELECT old.seq WHERE NOT EXISTS (SELECT 1 FROM stale WHERE seq = old.seq);
END;
`;
