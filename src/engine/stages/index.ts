import { attributeFilter } from "./attribute-filter";
import { featureSearch } from "./feature-search";
import { limit } from "./limit";
import { sortAttribute } from "./sort-attribute";
import { sortRelevance } from "./sort-relevance";
import type { AnyStage } from "./stage";

/** Every kind of stage. */
export const stages: readonly AnyStage[] = [featureSearch, attributeFilter, sortAttribute, sortRelevance, limit];

export const findStage = (id: string) => stages.find((stage) => stage.id === id);
