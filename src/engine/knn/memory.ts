import { type Views, viewsOf } from "./codec";
import kernel from "./kernel.wasm";

const PAGE_BYTES = 65_536;
const MOST_BYTES = 2 ** 32;

/** The exports of kernel.wat. Addresses and strides in bytes; counts are multiples of 4. */
interface Kernel {
  f32_range(row: number, stride: number, count: number, query: number, end: number, out: number): void;
  i8_range(row: number, stride: number, count: number, query: number, end: number, out: number): void;
  f32_list(list: number, count: number, query: number, end: number, out: number): void;
  i8_list(list: number, count: number, query: number, end: number, out: number): void;
}

export interface KernelMemory {
  kernel: Kernel;
  /** Read it anew after `ensure`. */
  readonly views: Views;
  readonly bytes: number;
  /** Makes room for `bytes` in all. @throws RangeError when the platform gives no more */
  ensure(bytes: number, exactly?: boolean): void;
}

/** A kernel with a memory of its own: two tenants' cells may share an isolate, and must not share an address space. */
export const createMemory = (bytes: number): KernelMemory => {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  const { exports } = new WebAssembly.Instance(kernel, { matrix: { memory } });
  if (!isKernel(exports)) throw new TypeError("kernel.wasm is not what kernel.wat says: run `npm run wasm`.");
  let views = viewsOf(memory.buffer);
  return {
    kernel: exports,
    get views() {
      return views;
    },
    get bytes() {
      return memory.buffer.byteLength;
    },
    ensure(needed, exactly = false) {
      const held = memory.buffer.byteLength;
      if (needed <= held) return;
      if (needed > MOST_BYTES) throw new RangeError(`A matrix of ${needed} bytes cannot be addressed.`);
      // An eighth more than is held keeps growths logarithmic in number and the waste within the budget's slack.
      const wanted = exactly ? needed : Math.min(MOST_BYTES, Math.max(needed, held + held / 8));
      memory.grow(Math.ceil((wanted - held) / PAGE_BYTES));
      views = viewsOf(memory.buffer);
    },
  };
};

const isKernel = (exports: object): exports is Kernel =>
  ["f32_range", "i8_range", "f32_list", "i8_list"].every((name) => name in exports);
