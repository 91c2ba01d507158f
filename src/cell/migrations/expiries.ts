/** Documents that expire, and when. A document without a row here stays. */
export const expiries = `
CREATE TABLE expiries (
  seq INTEGER PRIMARY KEY REFERENCES documents (seq) ON DELETE CASCADE,
  at INTEGER NOT NULL
);
CREATE INDEX expiries_due ON expiries (at);
`;

export const expiriesBack = "DROP TABLE expiries;";
