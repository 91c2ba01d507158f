declare const kernel: WebAssembly.Module;
export default kernel;
