/** A thread that does one thing after the other, and a clock that nobody has to wait for. All in milliseconds. */
export function thread() {
  let time = 0;
  let busyUntil = 0;
  const alarms: { at: number; ring: () => void }[] = [];
  const sleep = (ms: number) => new Promise<void>((ring) => alarms.push({ at: time + ms, ring }));
  /** Takes the thread for so long, once it has done what came before. */
  const work = (ms: number) => {
    busyUntil = Math.max(busyUntil, time) + ms;
    return sleep(busyUntil - time);
  };
  return {
    sleep,
    work,
    /** As a Worker has it: whole milliseconds, and a timer that is due waits for the thread as everything does. */
    clock: { now: () => Math.floor(time), wait: (ms: number) => sleep(ms).then(() => work(0)) },
    time: () => time,
    async run(ms: number) {
      const end = time + ms;
      for (;;) {
        for (let i = 0; i < 20; i++) await null;
        const next = alarms.reduce((a, b) => (b.at < a.at ? b : a), alarms[0] ?? { at: Infinity, ring() {} });
        if (next.at > end) break;
        alarms.splice(alarms.indexOf(next), 1);
        time = next.at;
        next.ring();
      }
      time = end;
    },
  };
}
