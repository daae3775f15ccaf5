// Starts Floorlens: unpacks and compiles the wasm once, runs it as the page, and starts engine workers from the same compiled
// module, so that page and engine can never be of different versions. Parts that are fetched later (split/src/loader.js)
// join the program that they find under `floorlensProgram`, and are unpacked by `floorlensUnpack`.
//
// Engines are blob workers on purpose: a blob worker is bound by the page's Content-Security-Policy, a worker loaded
// from a file is not.

const tag = document.querySelector("script[data-wasm]");
const js = new URL(tag.dataset.js, document.baseURI).href;
const wasm = new URL(tag.dataset.wasm, document.baseURI).href;
// Of the same release as this script, which the query names.
const unpacker = new URL("./unpack.js" + new URL(import.meta.url).search, import.meta.url).href;

// A module of one function that makes a vector of sixteen equal bytes: valid only where SIMD is.
const simd = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

// The engine waits for the compiled module; then the same program sees that it runs in a worker. It starts readers of long files in the
// same way, with all parts of the program that it has compiled itself; a worker takes a while to start, so it may be there before it is told
// anything. A failure to start must reach the page's `error` listener, which a rejected promise in a worker does not.
const engine = (unpack) => `${unpack}
onmessage = async ({ data }) => {
  onmessage = null;
  const { js, module, known, script } = data;
  const idle = [];
  const start = () => new Worker(script, { type: "module", name: "floorlens-reader" });
  globalThis.floorlensModules = data.modules;
  globalThis.floorlensUnpack = (file) => unpack(file, known);
  globalThis.floorlensImport = (file) => import(new URL(file, js));
  try {
    globalThis.floorlensBoot = {
      prepareReader() {
        idle.push(start());
      },
      startReader() {
        const worker = idle.pop() ?? start();
        worker.postMessage({ ...data, modules: globalThis.floorlensModules });
        return worker;
      },
      dismissReaders() {
        while (idle.length) idle.pop().terminate();
      },
      // A part of a file in a buffer that is used again and again: half the work of FileReaderSync, where streams can fill one.
      async fill(blob, buffer) {
        const reader = blob.stream().getReader({ mode: "byob" });
        let at = 0;
        while (at < blob.size) {
          const rest = blob.size - at;
          const { value, done } = await reader.read(new Uint8Array(buffer, at, rest), { min: rest });
          if (!value || done) throw new Error("the file became shorter");
          buffer = value.buffer;
          at += value.length;
        }
        return new Uint8Array(buffer, 0, at);
      },
      // A reader of what a gzipped file unpacks to: the browser's own code is faster than ours, but knows no second member.
      gunzip(blob) {
        return blob.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
      },
    };
    const { default: init } = await import(js);
    await (globalThis.floorlensProgram = init({ module_or_path: module }));
  } catch (error) {
    setTimeout(() => { throw error; });
  }
};`;

function say(message) {
  document.getElementById("boot-message").textContent = message;
  document.getElementById("boot").classList.add("boot-failed");
}

async function program() {
  const answer = await fetch(wasm);
  if (!answer.ok) throw new Error(`${wasm} answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

if (typeof WebAssembly !== "object" || !WebAssembly.validate(simd)) {
  say(
    "This browser is too old for Floorlens: it lacks WebAssembly with SIMD. " +
      "Chrome or Edge 91, Firefox 89, Safari 16.4, or newer, will do.",
  );
} else {
  try {
    const [packed, { unpack }, { default: init }] = await Promise.all([program(), import(unpacker), import(js)]);
    const known = unpack(packed);
    const module = await WebAssembly.compile(known);
    const script = URL.createObjectURL(new Blob([engine(unpack)], { type: "text/javascript" }));
    globalThis.floorlensUnpack = (file) => unpack(file, known);
    globalThis.floorlensBoot = {
      startEngine() {
        const worker = new Worker(script, { type: "module", name: "floorlens-engine" });
        worker.postMessage({ js, module, known, script });
        return worker;
      },
      // Fetches what a person asked for from another origin; knows an address, never data.
      startFetcher() {
        return new Worker(new URL("./fetch.js", document.baseURI), { name: "floorlens-fetch" });
      },
    };
    await (globalThis.floorlensProgram = init({ module_or_path: module }));
    document.getElementById("boot").remove();
  } catch (error) {
    say(`Floorlens could not start: ${error.message ?? error}. Reload the page; if it stays so, the copy on this host is incomplete.`);
    throw error;
  }
}
