import { z } from "zod";
import { featureUris, findFeature } from "../features";

export const FeatureUri = z.string().transform((uri, context) => {
  const feature = findFeature(uri);
  if (feature) return feature;
  context.addIssue({ code: "custom", message: `Unknown feature ${uri}. Known: ${featureUris().join(", ")}.` });
  return z.NEVER;
});
