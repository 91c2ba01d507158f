import { connect, type Socket } from "node:net";

/** What Redis answers, with every text as its bytes. */
export type Value = Buffer | string | number | null | Fault | Value[];

/** An error that Redis answered; inside a list it is one of its members. */
export class Fault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** A connection to redis-server, by its own protocol (RESP2): answers come in the order of the commands. */
export class Wire {
  readonly #socket: Socket;
  readonly #waiting: ((value: Value) => void)[] = [];
  #unread = Buffer.alloc(0);

  constructor(path: string) {
    this.#socket = connect(path);
    this.#socket.on("data", (bytes) => {
      this.#unread = Buffer.concat([this.#unread, bytes]);
      for (let read = readValue(this.#unread, 0); read; read = readValue(this.#unread, 0)) {
        this.#unread = this.#unread.subarray(read.end);
        this.#waiting.shift()?.(read.value);
      }
    });
    this.#socket.on("error", () => {});
  }

  send(command: readonly string[]): Promise<Value> {
    const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
    this.#socket.write(`*${command.length}\r\n${parts.join("")}`);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** The value that starts at `from`, and where it ends; undefined when it is not all there yet. */
function readValue(bytes: Buffer, from: number): { value: Value; end: number } | undefined {
  const stop = bytes.indexOf("\r\n", from);
  if (stop < 0) return undefined;
  const line = bytes.toString("utf8", from + 1, stop);
  const start = stop + 2;
  switch (String.fromCharCode(bytes[from] ?? 0)) {
    case "+":
      return { value: line, end: start };
    case "-":
      return { value: new Fault(line), end: start };
    case ":":
      return { value: Number(line), end: start };
    case "$": {
      const length = Number(line);
      if (length < 0) return { value: null, end: start };
      if (bytes.length < start + length + 2) return undefined;
      return { value: bytes.subarray(start, start + length), end: start + length + 2 };
    }
    default:
      return Number(line) < 0 ? { value: null, end: start } : readList(bytes, start, Number(line));
  }
}

function readList(bytes: Buffer, start: number, length: number): { value: Value; end: number } | undefined {
  const value: Value[] = [];
  let end = start;
  for (let n = 0; n < length; n++) {
    const read = readValue(bytes, end);
    if (!read) return undefined;
    value.push(read.value);
    end = read.end;
  }
  return { value, end };
}
