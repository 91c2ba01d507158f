/** The values of fields that the namespace has declared as payload indexes. */
export const v2 = `
-- Numbers are never used twice. Documents up to the seq up_to are entered; NULL once all are.
CREATE TABLE payload_fields (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  up_to INTEGER
);

-- One row for each way to read each member of a field's value. Without a type, so that numbers and texts stay as they are.
CREATE TABLE payload (
  field INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  value NOT NULL,
  seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
  PRIMARY KEY (field, kind, value, seq)
) WITHOUT ROWID;
CREATE INDEX payload_of_document ON payload (seq);
`;
