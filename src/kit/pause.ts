/**
 * Lets others go first, between two pieces of long work. Where all cells live in one process, as locally, a chain of
 * calls between them that never waits keeps that process from looking at its sockets, and every tenant waits for one.
 */
export const pause = () => scheduler.wait(1);
