/** What the service answers instead of a result. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const invalid = (message: string) => new Refusal(422, message);
