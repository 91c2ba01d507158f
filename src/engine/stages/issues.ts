import type { z } from "zod";
import { plainKey, plainMessage } from "../../kit/problem";

/** What is wrong with a parameter, and where, as a path from the parameters' root. */
export interface Issue {
  path: (string | number)[];
  message: string;
  /** Whatever a template may turn into, this stays wrong: a parameter that the stage does not have. */
  sure?: boolean;
}

/** Why a stage cannot go on, though its parameters have the right form. */
export class StageFault extends Error {
  readonly issues: Issue[];
  constructor(message: string, path: Issue["path"] = []) {
    super(message);
    this.issues = [{ path, message }];
  }
}

/** What zod found, flat: of a union, the branch that came furthest says what is wrong. */
export function issuesOf(issues: readonly z.core.$ZodIssue[], prefix: PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    const branches = issue.code === "invalid_union" ? issue.errors.map((branch) => issuesOf(branch, path)) : [];
    const [best] = branches.sort((a, b) => depth(b) - depth(a));
    if (best) return best;
    const message = plainMessage(issue.message);
    return [{ path: path.map(plainKey), message, sure: issue.code === "unrecognized_keys" }];
  });
}

const depth = (issues: Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length));
