const width = 32;

/** A bar that redraws itself on a terminal; elsewhere a plain line at each tenth. */
export function progressBar(label: string, out: NodeJS.WriteStream = process.stdout) {
  const start = Date.now();
  let lastTenth = 0;
  return (done: number, all: number) => {
    const part = all === 0 ? 1 : done / all;
    const seconds = (Date.now() - start) / 1000;
    const rate = done > 0 && seconds > 0 ? `, ${Math.round(done / seconds).toLocaleString("en")} a second` : "";
    const figures = `${done.toLocaleString("en")} of ${all.toLocaleString("en")}${rate}`;
    if (out.isTTY) {
      const full = Math.round(part * width);
      out.write(`\r\x1b[K${label} ${"█".repeat(full)}${"░".repeat(width - full)} ${figures}${part === 1 ? "\n" : ""}`);
    } else if (Math.floor(part * 10) > lastTenth) {
      lastTenth = Math.floor(part * 10);
      out.write(`${label}: ${figures}\n`);
    }
  };
}
