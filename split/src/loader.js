// Fetches parts of the program when they are first needed, in the page and in the engine alike. Written by `split/`.
// A part that could not be fetched is asked for again the next time; what runs already is not started twice. A worker may be given
// `floorlensModules`: parts that whoever started it has compiled already.

const unpacked = new Map();
const fetched = new Map();
const started = new Map();
const modules = (globalThis.floorlensModules ??= new Map());

function once(kept, file, begin) {
  if (!kept.has(file)) {
    const promise = begin();
    kept.set(file, promise);
    promise.catch(() => kept.delete(file));
  }
  return kept.get(file);
}

async function read(file) {
  const answer = await fetch(new URL(file, import.meta.url));
  if (!answer.ok) throw new Error(`${file} answered ${answer.status}`);
  return globalThis.floorlensUnpack(new Uint8Array(await answer.arrayBuffer()));
}

// `file`, or `file#from:to` of one that holds several.
async function compile(place) {
  if (!modules.has(place)) {
    const [file, part] = place.split("#");
    const bytes = await once(unpacked, file, () => read(file));
    modules.set(place, await WebAssembly.compile(part ? bytes.subarray(...part.split(":")) : bytes));
  }
  return modules.get(place);
}

async function start(file) {
  const module = await once(fetched, file, () => compile(file));
  await WebAssembly.instantiate(module, { __wasm_split: await globalThis.floorlensProgram });
}

async function load(files) {
  for (const file of files) once(fetched, file, () => compile(file)).catch(() => {});
  // What several parts share comes before what needs it.
  for (const file of files) await once(started, file, () => start(file));
}

function part(files) {
  return async (callback, data) => {
    const loaded = await load(files).then(() => true, () => false);
    const { __indirect_function_table: functions } = await globalThis.floorlensProgram;
    functions.get(callback)(data, loaded);
  };
}

