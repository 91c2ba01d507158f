import { Expiries } from "./expiries";
import { Filtered } from "./filtered";
import type { Gate } from "./gate";
import { PayloadIndex } from "./payload-index";
import type { Remote } from "./remote/remote";
import { Rows } from "./rows";
import { SearchIndex } from "./search-index";
import { TextModel } from "./text-model";

/** What a search works with. */
export interface Shelf {
  sql: SqlStorage;
  rows: Rows;
  index: SearchIndex;
  model: TextModel;
  payload: PayloadIndex;
  filtered: Filtered;
  remote: Remote;
  expiries: Expiries;
  /** What is in memory is made again from the tables. */
  forget(): void;
}

export function shelfOf(storage: DurableObjectStorage, gate: Gate, remote: Remote): Shelf {
  const { sql } = storage;
  const model = new TextModel(storage);
  const index = new SearchIndex(sql, (feature) => model.isSearched(feature) && !remote.isLive(feature));
  const payload = new PayloadIndex(sql);
  const expiries = new Expiries(sql, () => gate.schema);
  const rows = new Rows(sql);
  const forget = () => {
    rows.forget();
    index.forget();
    expiries.forget();
    remote.forget();
  };
  return { sql, rows, index, model, payload, filtered: new Filtered(sql, index, payload), remote, expiries, forget };
}
