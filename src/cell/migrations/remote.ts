const isRemote = (row: string) =>
  `EXISTS (SELECT 1 FROM remote_features WHERE feature = ${row}.feature AND state <> 'leaving')`;

/** What was ever sent of an entry is to be taken away out there. */
const removeOld = (where: string) =>
  `INSERT INTO remote_removals (feature, seq, version)
    SELECT feature, seq, version FROM remote_entries WHERE ${where} AND state > 0;`;

/**
 * Vectors that a place outside holds a copy of. The copy's entries never change: what does gets another version, by
 * triggers, so that no path of code can forget it. States of an entry: 0 to send, 1 sent, 2 acknowledged, 3 seen by
 * searches out there.
 */
export const remote = `
CREATE TABLE remote_features (
  feature TEXT PRIMARY KEY,
  -- Where the copy is, in the words of whoever gave it its place.
  place TEXT NOT NULL,
  -- filling: sent and not searched yet. live: searched out there. leaving: searched here again, and to be taken away.
  state TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE remote_entries (
  feature TEXT NOT NULL,
  seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  PRIMARY KEY (feature, seq)
) WITHOUT ROWID;
CREATE INDEX remote_unseen ON remote_entries (feature, state, seq) WHERE state <> 3;

CREATE TABLE remote_removals (
  feature TEXT NOT NULL,
  seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (feature, seq, version)
) WITHOUT ROWID;

CREATE TRIGGER remote_vector_written AFTER INSERT ON vectors WHEN ${isRemote("new")} BEGIN
  ${removeOld("feature = new.feature AND seq = new.seq")}
  UPDATE remote_features SET version = version + 1 WHERE feature = new.feature;
  INSERT INTO remote_entries (feature, seq, version, state)
    SELECT feature, new.seq, version, 0 FROM remote_features WHERE feature = new.feature
    ON CONFLICT (feature, seq) DO UPDATE SET version = excluded.version, state = 0;
END;

CREATE TRIGGER remote_vector_removed AFTER DELETE ON vectors WHEN ${isRemote("old")} BEGIN
  ${removeOld("feature = old.feature AND seq = old.seq")}
  DELETE FROM remote_entries WHERE feature = old.feature AND seq = old.seq;
END;

-- The fields that filters name go along with a vector.
CREATE TRIGGER remote_document_changed AFTER UPDATE OF body, collection_id ON documents
WHEN EXISTS (SELECT 1 FROM remote_features WHERE state <> 'leaving') BEGIN
  ${removeOld("seq = new.seq AND feature IN (SELECT feature FROM remote_features WHERE state <> 'leaving')")}
  UPDATE remote_features SET version = version + 1 WHERE state <> 'leaving';
  UPDATE remote_entries SET state = 0,
    version = (SELECT version FROM remote_features WHERE remote_features.feature = remote_entries.feature)
    WHERE seq = new.seq AND feature IN (SELECT feature FROM remote_features WHERE state <> 'leaving');
END;
`;

/** Everything is searched here again. What is outside is nobody's from then on, and is swept. */
export const remoteBack = `
DROP TRIGGER remote_vector_written;
DROP TRIGGER remote_vector_removed;
DROP TRIGGER remote_document_changed;
DROP TABLE remote_removals;
DROP TABLE remote_entries;
DROP TABLE remote_features;
`;
