/** Laid when a namespace is founded. `seq` numbers documents in the order they came and is never used twice. */
export const v1 = `
CREATE TABLE documents (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  collection_id TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX documents_of_collection ON documents (collection_id, seq);

-- What the search index in memory is made from when the cell wakes; apart from the bodies, so that waking reads little.
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY REFERENCES documents (seq) ON DELETE CASCADE,
  collection_id TEXT NOT NULL,
  terms BLOB
);
CREATE TABLE vectors (
  feature TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
  vector BLOB NOT NULL,
  PRIMARY KEY (feature, seq)
) WITHOUT ROWID;
CREATE INDEX vectors_of_document ON vectors (seq);

-- What the namespace's own text has taught, in pieces that a row can hold.
CREATE TABLE model_parts (
  model INTEGER NOT NULL,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (model, part)
) WITHOUT ROWID;

-- Every word ever indexed and its term, to finish a word that is still being typed.
CREATE TABLE words (word TEXT PRIMARY KEY, term INTEGER NOT NULL) WITHOUT ROWID;
`;
