// The same work side by side in one browser: Floorlens in its page, DuckDB and elkjs in theirs. Both answers of a task are hashed and must
// agree; lost rows are printed like won ones. `cargo xtask compare` builds the page, writes the data and calls this.

import { createHash } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, assembly, bigTree, data, floorlens, given, launch, open, percentile, shown, someLot, table } from "./lib.mjs";

const events = Number(given("FLOORLENS_BENCH_EVENTS"));
const peerAddress = given("FLOORLENS_PEERS");
const rows = [];
const disagreements = [];

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
// A peer that wants something from the internet does not get it, and the run says so.
const outside = [];
await context.route("**/*", (route) => {
  const url = new URL(route.request().url());
  if (url.hostname === "127.0.0.1" || url.protocol === "blob:" || url.protocol === "data:") return route.continue();
  outside.push(url.href);
  return route.abort();
});

const peers = await context.newPage();
peers.setDefaultTimeout(300_000);
peers.on("console", (message) => message.type() === "error" && console.log(`  peers' console: ${message.text()}`));
peers.on("pageerror", (error) => console.log(`  peers' page: ${error.message}`));
await peers.goto(`${peerAddress}peers.html`);
await peers.waitForFunction(() => globalThis.peers !== undefined, undefined, { timeout: 60_000 });
const { duckdb } = await peers.evaluate(() => globalThis.peers.start());
const packages = new URL("./node_modules/", import.meta.url);
const versionOf = async (name) => JSON.parse(await readFile(new URL(`${name}/package.json`, packages), "utf8")).version;
const DUCKDB = ["DuckDB-wasm", `${await versionOf("@duckdb/duckdb-wasm")} (DuckDB ${duckdb})`];
const ELK = ["elkjs", await versionOf("elkjs")];

/** SHA-256 of lines in order of their text, with the first of them for a person to look at. */
const hash = (lines) => {
  const sorted = [...lines].sort();
  return `${createHash("sha256").update(sorted.join("\n")).digest("hex")} (${sorted.length} lines, first: ${sorted[0]})`;
};

/** Notes a task; `ours` and `theirs` are milliseconds, `agree` two texts that must be equal. */
function note(task, ours, theirs, [peer, version], agree) {
  const equal = agree[0] === agree[1];
  if (!equal) disagreements.push(`${task}: ${agree[0]} against ${agree[1]}`);
  const ratio = Number((theirs / ours).toPrecision(4));
  rows.push({ task, ours: Number(ours.toPrecision(5)), peer: Number(theirs.toPrecision(5)), peer_version: `${peer} ${version}`, ratio, unit: "ms" });
  console.log(`  ${task}: ${shown(ours)} ms, ${peer} ${shown(theirs)} ms, ratio ${ratio}${equal ? "" : "  RESULTS DIFFER"}`);
}

const query = (sql) => peers.evaluate((sql) => globalThis.peers.query(sql), sql);

/** The middle one of some runs, with the last result. */
async function median(times, run) {
  const taken = [];
  let result;
  for (let n = 0; n < times; n += 1) {
    const { ms, ...rest } = await run(n);
    taken.push(ms);
    result = rest;
  }
  return { ms: percentile(taken, 0.5), ...result };
}

const ask = (page, question) =>
  page.evaluate(async (question) => {
    const began = performance.now();
    const answer = await globalThis.floorlens.ask(question);
    return { ms: performance.now() - began, answer };
  }, question);

async function register(name, file) {
  const input = await peers.evaluateHandle(() => Object.assign(document.createElement("input"), { type: "file" }));
  await input.setInputFiles(file);
  await input.evaluate((input, name) => globalThis.peers.register(name, input.files[0]), name);
}

const page = () => floorlens(browser, given("FLOORLENS_PAGE"));
const close = (page) => page.context().close();

// --- CSV → table; seconds per state -----------------------------------------------------------------------------------------
console.log(`${shown(events)} events`);
{
  const file = data("csv", "states.csv");
  await register("states.csv", file);
  const theirs = await query("create table states as select * from read_csv('states.csv')");
  const counted = await query("select count(*) as n from states");
  const own = await page();
  const { report, ms } = await open(own, [file]);
  const size = shown((await stat(file)).size / 1e6);
  const read = (report) => [String(report.files[0].records - report.files[0].rejected), counted.rows[0].n];
  note(`CSV, 5 columns, ${size} MB, ${shown(events)} rows: file → table (ours: and every index)`, ms, theirs.ms, DUCKDB, read(report));
  const alone = await page();
  const one = await open(alone, [file], { readers: 0 });
  note("the same by the engine alone, one worker as theirs", one.ms, theirs.ms, DUCKDB, read(one.report));
  await close(alone);
  // Their types must be those of a fair race: times as times.
  const types = await query("select data_type from information_schema.columns where table_name = 'states' and column_name in ('start', 'end')");
  if (!types.rows.every((row) => row.data_type.startsWith("TIMESTAMP"))) disagreements.push(`DuckDB read times as ${JSON.stringify(types.rows)}`);

  const ours = await median(5, () => ask(own, { ask: "states" }));
  const sql = `select asset, state, sum(epoch_us("end") - epoch_us(start))::bigint as us from states group by asset, state`;
  const grouped = await median(5, () => query(sql));
  const said = ours.answer.flatMap((lane) =>
    Object.entries(lane.states).filter(([state]) => state !== "NO_DATA").map(([state, s]) => `${lane.asset} ${state} ${Math.round(s * 1e6)}`),
  );
  const truth = grouped.rows.map((row) => `${row.asset} ${row.state} ${Math.round(Number(row.us))}`);
  note("seconds per state and machine (theirs: group by)", ours.ms, grouped.ms, DUCKDB, [hash(said), hash(truth)]);
  await query("drop table states");
  await close(own);
}

// --- Inputs of OEE ------------------------------------------------------------------------------------------------------------
{
  const names = ["states.csv", "counts.csv", "calendars.csv", "products.csv"];
  for (const name of names) {
    await register(`plant-${name}`, data("plant", name));
    await query(`create table ${path.parse(name).name} as select * from read_csv('plant-${name}')`);
  }
  const own = await page();
  await open(own, names.map((name) => data("plant", name)));
  const bounds = await query(`select max(epoch_us("end")) as t from calendars`);
  const window = { from: after(0), to: after(Number(bounds.rows[0].t) / 1e6 - Date.UTC(2026, 2, 1) / 1000) };
  const ours = await median(5, () => ask(own, { ask: "oee", ...window }));
  const sql = `
    with run as (
      select s.asset, sum(least(epoch_us(s."end"), epoch_us(c."end")) - greatest(epoch_us(s.start), epoch_us(c.start)))::bigint as apt
      from states s join calendars c on s.asset = c.asset and s.start < c."end" and c.start < s."end"
      where s.state = 'RUN' group by s.asset),
    planned as (select asset, sum(epoch_us("end") - epoch_us(start))::bigint as pbt from calendars group by asset),
    pieces as (
      select asset, sum(total)::bigint as pq, sum(good)::bigint as gq, sum(good * ideal_cycle_s)::bigint as ideal
      from counts join products using (product) where time <= (select max("end") from calendars) group by asset)
    select * from run join planned using (asset) join pieces using (asset)`;
  const theirs = await median(5, () => query(sql));
  const line = (asset, ...figures) => [asset, ...figures.map((figure) => Math.round(Number(figure)))].join(" ");
  const said = ours.answer.assets.map((machine) => {
    const [a, q, oee] = [machine.availability.inputs, machine.quality.inputs, machine.oee.inputs];
    return line(machine.asset, a.APT * 1e6, a.PBT * 1e6, q.PQ, q.GQ, oee["PRI·GQ"]);
  });
  const truth = theirs.rows.map((row) => line(row.asset, row.apt, row.pbt, row.pq, row.gq, row.ideal));
  note("inputs of OEE of all machines (ours: with formulas and source records; theirs: joins)", ours.ms, theirs.ms, DUCKDB, [hash(said), hash(truth)]);
  await close(own);
}

// --- Tracing ------------------------------------------------------------------------------------------------------------------
{
  const file = data("links", "transformations.csv");
  await register("transformations.csv", file);
  const theirs = await query(`
    create table links as
      with t as (select * from read_csv('transformations.csv'))
      select i.item as input, o.item as output from t i join t o on i.event = o.event where i.role = 'input' and o.role = 'output'`);
  const counted = await query("select count(*) as n from links");
  const own = await page();
  const { ms } = await open(own, [file]);
  const assemblies = Math.floor(events / 13);
  note(`transformations, ${shown(events)} rows: file → links (ours: both ways, with gaps and evidence)`, ms, theirs.ms, DUCKDB, [String(assemblies * 8), counted.rows[0].n]);
  for (const [name, direction, item, sql] of [
    ["trace back from a unit", "back", (n) => assembly((n * 7919) % assemblies), (item) => `
      with recursive r(item) as (select '${item}' union select l.input from links l join r on l.output = r.item) select item from r where item <> '${item}'`],
    ["trace forward from a lot", "forward", (n) => someLot(n, assemblies), (item) => `
      with recursive r(item) as (select '${item}' union select l.output from links l join r on l.input = r.item) select item from r where item <> '${item}'`],
  ]) {
    const ours = await median(20, (n) => ask(own, { ask: "trace", item: item(n), direction }));
    const theirs = await median(20, (n) => query(sql(item(n))));
    note(`${name} (theirs: recursive common table expression)`, ours.ms, theirs.ms, DUCKDB, [hash(ours.answer.items.map((i) => i.id)), hash(theirs.rows.map((r) => r.item))]);
  }

  // The page shows 400 boxes at most, so that is the largest picture both are asked for.
  for (const open of [8, 200]) {
    const tree = bigTree(open);
    const ours = await median(9, () => ask(own, tree));
    const nodes = ours.answer.nodes.map((node) => node.id);
    const edges = [...new Set(ours.answer.edges.map((edge) => `${edge.from} ${edge.to}`))].map((pair) => pair.split(" "));
    const graph = { nodes, edges };
    const theirs = await median(3, () => peers.evaluate((graph) => globalThis.peers.layout(graph), graph));
    note(`layout of ${nodes.length} boxes (ours: with its question)`, ours.ms, theirs.ms, ELK, [String(nodes.length), String(theirs.placed)]);
  }
  await close(own);
}

await browser.close();
console.log("");
table(
  ["task", "ours ms", "peer ms", "peer", "ratio"],
  rows.map((row) => [row.task, shown(row.ours), shown(row.peer), row.peer_version, shown(row.ratio)]),
);
console.log(`\nratio = peer's time / ours: above 1 Floorlens is faster. Lost: ${rows.filter((row) => row.ratio < 1).length} of ${rows.length}.`);
// Beside the data as well, where `cargo xtask bench` looks for it.
await writeFile(data("compare.json"), `${JSON.stringify(rows, null, 1)}\n`);
const json = process.env.FLOORLENS_BENCH_JSON;
if (json) await writeFile(json, `${JSON.stringify(rows, null, 1)}\n`);
for (const address of outside) console.log(`asked for something outside this machine and was refused: ${address}`);
for (const what of disagreements) console.log(`RESULTS DIFFER: ${what}`);
process.exitCode = disagreements.length > 0 ? 1 : 0;
