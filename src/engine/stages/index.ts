import { aggregate } from "./aggregate";
import { attributeFilter } from "./attribute-filter";
import { deduplicate } from "./deduplicate";
import { documentEnrich } from "./document-enrich";
import { featureSearch } from "./feature-search";
import { groupBy } from "./group-by";
import { jsonTransform } from "./json-transform";
import { limit } from "./limit";
import { mmr } from "./mmr";
import { ragPrepare } from "./rag-prepare";
import { sample } from "./sample";
import { scoreNormalize } from "./score-normalize";
import { sortAttribute } from "./sort-attribute";
import { sortRelevance } from "./sort-relevance";
import type { AnyStage } from "./stage";
import { unwind } from "./unwind";

/** Every kind of stage. */
export const stages: readonly AnyStage[] = [
  ...[featureSearch, attributeFilter],
  ...[sortAttribute, sortRelevance, mmr, scoreNormalize],
  ...[limit, deduplicate, sample, aggregate, groupBy],
  ...[jsonTransform, ragPrepare, unwind],
  documentEnrich,
];

export const findStage = (id: string) => stages.find((stage) => stage.id === id);
