// The peers in a page of their own: DuckDB in its worker, elkjs in its worker. `globalThis.peers` is what compare.mjs calls.

import * as duckdb from "./node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs";

const dist = new URL("./node_modules/@duckdb/duckdb-wasm/dist/", import.meta.url).href;
const worker = new Worker(`${dist}duckdb-browser-eh.worker.js`);
const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
const elk = new globalThis.ELK({ workerUrl: new URL("./node_modules/elkjs/lib/elk-worker.min.js", import.meta.url).href });

let connection;

/** Starts DuckDB; nothing may be fetched from elsewhere, so extensions stay out. */
async function start() {
  await db.instantiate(`${dist}duckdb-eh.wasm`);
  connection = await db.connect();
  await connection.query("SET autoinstall_known_extensions = false");
  await connection.query("SET autoload_known_extensions = false");
  return { duckdb: await db.getVersion() };
}

/** Runs SQL; its milliseconds, and its rows as plain objects. */
async function query(sql) {
  const began = performance.now();
  const result = await connection.query(sql);
  const rows = result.toArray().map((row) => row.toJSON());
  const ms = performance.now() - began;
  return { ms, rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === "bigint" ? String(v) : v]))) };
}

/** Makes a file that stays on disk known under a name. */
const register = (name, file) => db.registerFileHandle(name, file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);

/** Lays a graph out in layers; its milliseconds and how many boxes have a place. */
async function layout({ nodes, edges }) {
  const graph = {
    id: "root",
    layoutOptions: { "elk.algorithm": "layered", "elk.direction": "RIGHT" },
    children: nodes.map((id) => ({ id, width: 160, height: 44 })),
    edges: edges.map(([from, to], n) => ({ id: `e${n}`, sources: [from], targets: [to] })),
  };
  const began = performance.now();
  const placed = await elk.layout(graph);
  return { ms: performance.now() - began, placed: placed.children.filter((child) => Number.isFinite(child.x)).length };
}

globalThis.peers = { start, query, register, layout };
