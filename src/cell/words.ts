import { termOf } from "../engine/text/terms";

/** A parameter holds 2 MB; a word has 64 letters at most. */
const atOnce = 5_000;

/** Words kept in mind, some 60 bytes each: a vocabulary that outgrows this is asked of the table now and then. */
const most = 50_000;

/**
 * The table of every word ever indexed, with its term. A word that is known to be there is neither stemmed nor written
 * again, which is most of what a write would cost.
 */
export class Words {
  readonly #sql: SqlStorage;
  readonly #known = new Map<string, number>();
  #fresh = new Map<string, number>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  readonly termOf = (word: string): number => this.#known.get(word) ?? this.#fresh.get(word) ?? termOf(word);

  /** Words of a text that is being written. */
  note(words: ReadonlyMap<string, number>): void {
    for (const [word, term] of words) if (!this.#known.has(word)) this.#fresh.set(word, term);
  }

  /** Writes what was noted. Belongs in the documents' transaction; gives what to call once that is committed. */
  write(): () => void {
    const fresh = [...this.#fresh];
    this.forget();
    const texts: string[] = [];
    for (let from = 0; from < fresh.length; from += atOnce) {
      const text = JSON.stringify(fresh.slice(from, from + atOnce));
      this.#sql.exec(
        "INSERT OR IGNORE INTO words (word, term) SELECT value ->> 0, value ->> 1 FROM json_each(?)",
        text,
      );
      texts.push(text);
    }
    return () => {
      for (const text of texts) this.#remember(JSON.parse(text));
    };
  }

  /** Drops what was noted: the write did not come to be. */
  forget(): void {
    this.#fresh = new Map();
  }

  /** Of words read back from JSON: a piece of a document's text would keep the whole text in memory. */
  #remember(words: [string, number][]): void {
    if (this.#known.size + words.length > most) this.#known.clear();
    for (const [word, term] of words) this.#known.set(word, term);
  }
}
