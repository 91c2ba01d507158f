const key = "edition";

/**
 * Counts the changes that a search can see: writes of documents, and a newly learned model. It lies in storage and
 * nowhere else, so that a change that was rolled back leaves no number behind for the next one to be mistaken for.
 */
export const editionOf = ({ kv }: DurableObjectStorage): number => kv.get<number>(key) ?? 0;

/** Within the transaction of the change. */
export const nextEdition = (storage: DurableObjectStorage): void => storage.kv.put(key, editionOf(storage) + 1);
