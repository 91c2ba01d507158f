import { adminKeys } from "./admin-keys";
import { agents } from "./agents";
import { aggregates } from "./aggregates";
import { alerts } from "./alerts";
import { analytics } from "./analytics";
import { collections } from "./collections";
import { consolidations } from "./consolidations";
import { documents } from "./documents";
import { executions } from "./executions";
import { health } from "./health";
import { journal } from "./journal";
import { keys } from "./keys";
import { knowledge } from "./knowledge";
import { memories } from "./memories";
import { memoryBatches } from "./memory-batches";
import { memoryFeedback } from "./memory-feedback";
import { memoryMoves } from "./memory-moves";
import { memoryPolicies } from "./memory-policy";
import { memorySettings } from "./memory-settings";
import { moves } from "./moves";
import { namespaceKeys } from "./namespace-keys";
import { namespaces } from "./namespaces";
import { operations } from "./operations";
import { organizations } from "./organizations";
import { records } from "./records";
import { retrieverKeys } from "./retriever-keys";
import { retrievers } from "./retrievers";
import type { Route } from "./route";
import { sessions } from "./sessions";
import { tasks } from "./tasks";
import { texts } from "./texts";
import { users } from "./users";
import { webhooks } from "./webhooks";

/** Every route there is. The OpenAPI document, the permission table and the isolation test are loops over this array. */
export const routes: readonly Route[] = [
  ...health,
  ...organizations,
  ...users,
  ...keys,
  ...adminKeys,
  ...namespaces,
  ...moves,
  ...analytics,
  ...namespaceKeys,
  ...tasks,
  ...operations,
  ...collections,
  ...documents,
  ...aggregates,
  ...retrievers,
  ...executions,
  ...retrieverKeys,
  ...memories,
  ...memoryBatches,
  ...memoryFeedback,
  ...consolidations,
  ...journal,
  ...memoryMoves,
  ...memoryPolicies,
  ...memorySettings,
  ...sessions,
  ...agents,
  ...knowledge,
  ...texts,
  ...records,
  ...alerts,
  ...webhooks,
];
