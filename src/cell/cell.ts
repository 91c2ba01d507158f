import { DurableObject } from "cloudflare:workers";

export class Cell extends DurableObject<Env> {
  ping(): "alive" {
    return "alive";
  }
}
