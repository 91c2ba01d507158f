/** Snapshots that are being read. While one is, its shadows are tables beside these: see `snapshots.ts`. */
export const v5 = `
CREATE TABLE snapshots (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  until INTEGER NOT NULL,
  opened TEXT NOT NULL
);
`;

export const v5Back = "DROP TABLE snapshots;";
