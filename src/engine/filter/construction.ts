import { Automaton, type Step, type Test } from "./automaton";

/** A regular expression, read. `one` stands for one character. */
export type Node =
  | { is: "one"; test: Test }
  | { is: "row" | "either"; of: Node[] }
  | { is: "times"; of: Node; least: number; most: number | undefined }
  | { is: "start" | "end" }
  | { is: "edge"; wanted: boolean };

/** A pattern that is no regular expression, or asks for more than time in proportion to the text. */
export class PatternFault extends Error {}

const maxSteps = 1000;

/** Thompson's construction (K. Thompson, "Regular expression search algorithm", CACM 11:6, 1968). */
export function build(root: Node, isWord: Test): Automaton {
  const steps: Step[] = [];
  const add = (step: Step): number => {
    if (steps.length >= maxSteps) throw new PatternFault("The regular expression is too large.");
    return steps.push(step) - 1;
  };
  const emit = (node: Node): void => {
    switch (node.is) {
      case "row":
        for (const part of node.of) emit(part);
        return;
      case "either": {
        const fork: number[] = [];
        const ends: number[][] = [];
        add({ is: "split", to: fork });
        for (const choice of node.of) {
          fork.push(steps.length);
          emit(choice);
          const end: number[] = [];
          add({ is: "split", to: end });
          ends.push(end);
        }
        for (const end of ends) end.push(steps.length);
        return;
      }
      case "times":
        times(node.of, node.least, node.most);
        return;
      default:
        add(node);
    }
  };
  const times = (of: Node, least: number, most: number | undefined): void => {
    for (let i = 0; i < least; i++) emit(of);
    const skips: number[][] = [];
    for (let i = least; i < (most ?? least + 1); i++) {
      const skip: number[] = [];
      const at = add({ is: "split", to: skip });
      skip.push(steps.length);
      emit(of);
      if (most === undefined) add({ is: "split", to: [at] });
      skips.push(skip);
    }
    for (const skip of skips) skip.push(steps.length);
  };
  emit(root);
  add({ is: "match" });
  return new Automaton(steps, isWord);
}
