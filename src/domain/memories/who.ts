import type { Namespace } from "../../store/door";

/** The namespace whose memories a deed is about. */
export type Home = Pick<Namespace, "row" | "now" | "memory">;

/** Whom a call speaks of. `byAgent`: the agent's id has named the namespace, and so stands for all of it. */
export interface Who {
  agent_id?: string | undefined;
  byAgent: boolean;
}

/** The label that is stored with what an agent says: its id, else the namespace's name. */
export const labelOf = ({ row }: Home, { agent_id, byAgent }: Who): string =>
  byAgent ? row.name : (agent_id ?? row.name);

/** The label that a call is confined to; undefined for all of the namespace. */
export const confinedTo = ({ agent_id, byAgent }: Who): string | undefined => (byAgent ? undefined : agent_id);

/** Unix seconds, as the memory dialect tells moments: begun seconds for what was, full ones for what ends. */
export const seconds = (ms: number) => Math.floor(ms / 1000);
export const secondsOrNull = (ms: number | null) => (ms === null ? null : seconds(ms));
export const endsAt = (ms: number | null) => (ms === null ? null : Math.ceil(ms / 1000));
