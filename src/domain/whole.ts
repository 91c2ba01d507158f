import { Problem } from "../kit/problem";
import type { Namespace } from "../store/namespace";
import { type Need, need } from "../store/permits";
import { reachesNamespace } from "../store/scope";

/** What concerns a namespace as a whole is not for a key that reaches some of its collections. @throws Problem */
export function checkWhole({ key, row }: Pick<Namespace, "key" | "row">, wanted: Need = need("read")): void {
  if (!reachesNamespace(key, wanted, row))
    throw new Problem("forbidden", "This key is not authorized for what the request asks.");
}
