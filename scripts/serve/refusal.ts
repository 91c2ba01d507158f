/** A reason not to start that a person can act on: said in one sentence, without a stack. */
export class Refusal extends Error {}
