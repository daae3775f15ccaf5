// Measures the release page in headless Chromium and prints one table: every budget beside its figure, missed ones too.
// `cargo xtask bench` builds the page, writes the data and calls this. It never judges: times depend on the machine.

import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { after, askAll, assembly, bigTree, data, engineMemory, floorlens, given, launch, machine, open, percentile, shown, someLot, table, wideTree } from "./lib.mjs";

const address = given("FLOORLENS_PAGE");
const events = Number(given("FLOORLENS_BENCH_EVENTS"));
const rows = [];

/** Notes a figure; `target` with `at most` or `at least`, or none. */
function note(name, value, unit, target = null, least = false) {
  const ok = target === null ? null : Number.isFinite(value) && (least ? value >= target : value <= target);
  rows.push({ name, value: Number.isFinite(value) ? Number(value.toPrecision(6)) : null, unit, target, ok });
  console.log(`  ${name}: ${shown(value)} ${unit}`);
}

/** What the engine holds per record: at most while loading, and once everything is answerable. */
function memory(what, before, now, records, target) {
  note(`${what}: engine's memory at its peak, per record`, (now.peak - before.peak) / records, "B", target);
  note(`${what}: in use at rest, per record`, (now.used - before.used) / records, "B", target);
}

/** Runs a part; what fails is a row without a figure, and the rest is measured all the same. */
async function attempt(name, part) {
  console.log(name);
  try {
    await part();
  } catch (error) {
    const reason = String(error.message ?? error).split("\n")[0];
    console.log(`  could not be measured: ${reason}`);
    rows.push({ name: `${name}: could not be measured (${reason})`, value: null, unit: "", target: null, ok: false });
  }
}

const browser = await launch();
const close = (page) => page.context().close();

// --- What travels ---------------------------------------------------------------------------------------------------------

await attempt("download", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const fetched = new Set();
  page.on("request", (request) => fetched.add(new URL(request.url()).pathname));
  await page.goto(`${address}#src=samples/plant/`);
  await page.waitForFunction(() => globalThis.floorlens !== undefined);
  await page.getByRole("button", { name: "Monitor" }).first().click();
  await page.locator("#figures .figure-value").first().waitFor({ timeout: 60_000 });
  await context.close();
  const dist = given("FLOORLENS_BENCH_DIST");
  const under = new URL(address).pathname;
  let [first, later, sample] = [0, 0, 0];
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(dist, file);
    if (!entry.isFile() || name.startsWith("samples") || !/\.(html|js|css|wasm)$/.test(name)) continue;
    const bytes = gzipSync(await readFile(file), { level: 9 }).length;
    if (name.includes("lazy")) later += bytes;
    else first += bytes;
    if (fetched.has(under + name) || (name === "index.html" && fetched.has(under))) sample += bytes;
  }
  note("download of the first view, gzip -9", first, "B", 500_000);
  note("everything that is loaded when it is needed, gzip -9", later, "B", 1_500_000);
  note("fetched until the sample plant stands on Monitor with all its panels, gzip -9", sample, "B");
});

// --- Loading --------------------------------------------------------------------------------------------------------------

const MB = 1e6;
const formats = [
  ["CSV, 5 columns", "csv", "states.csv", 120],
  ["CSV, 5 columns, by the engine alone", "csv", "states.csv", null, { readers: 0 }],
  ["CSV, gzipped (bytes unpacked)", "gz", "states.csv.gz", 80],
  ["NDJSON", "ndjson", "states.ndjson", 60],
  ["MTConnect SHDR", "shdr", "M00.txt", null],
  ["MTConnect Streams XML", "streams", "streams.xml", 40],
  ["EPCIS JSON", "epcis", "events.json", 60],
  ["EPCIS XML", "epcis-xml", "events.xml", 40],
  // 462 MB in 6 s, 600 MB for a million events.
  ["OCEL JSON", "ocel", "log.json", 77, { bytes: 600 }],
  ["OCEL XML", "ocel-xml", "log.xml", 40],
  ["XES", "xes", "log.xes", 40],
  ["QIF", "qif", "results.qif", 40],
  ["XLSX, packed", "xlsx", "states.xlsx", null],
  ["Parquet", "parquet", "states.parquet", null, { rows: 2_000_000 }],
];
for (const [name, folder, file, target, how = {}] of formats) {
  await attempt(`load ${name}`, async () => {
    const page = await floorlens(browser, address);
    const empty = await engineMemory(page);
    const source = data(folder, file);
    const { report, ms } = await open(page, [source], { readers: how.readers });
    const records = report.files.reduce((sum, file) => sum + file.records, 0);
    const lost = report.files.reduce((sum, file) => sum + file.rejected, 0);
    if (lost > 0 || records === 0) throw new Error(`${lost} of ${records} records were rejected: the data is not what it should be`);
    const packed = (await stat(source)).size;
    // The last four bytes of a gzip file are the length of what is packed in it.
    const bytes = folder === "gz" ? (await readFile(source)).readUInt32LE(packed - 4) : packed;
    note(`load ${name}: bytes read until every question is answerable`, bytes / MB / (ms / 1000), "MB/s", target, true);
    note(`load ${name}: records`, records / (ms / 1000), "rows/s", how.rows ?? null, true);
    memory(`load ${name}`, empty, await engineMemory(page), records, how.bytes ?? (folder === "csv" ? 40 : null));
    await close(page);
  });
}

// --- Lanes: first ones, picture, frames ---------------------------------------------------------------------------------

await attempt("lanes", async () => {
  const page = await floorlens(browser, address);
  await page.evaluate(() => {
    globalThis.benchSeen.gaps.length = 0;
    if (globalThis.benchSeen.long) globalThis.benchSeen.long.length = 0;
  });
  await page.locator('input[type="file"]').first().setInputFiles([data("csv", "states.csv")]);
  await page.getByRole("button", { name: "Monitor" }).first().click();
  await page.waitForFunction(() => globalThis.benchSeen.puts.some((put) => put.width > 100 && put.height > 10));
  const first = await page.evaluate(() => globalThis.benchSeen.puts.find((put) => put.width > 100 && put.height > 10).at - globalThis.benchSeen.chosen);
  note(`first lanes on screen after the drop of ${shown(events)} rows`, first / 1000, "s", 1);
  await blocking(page, "while loading");
  await page.waitForFunction(() => document.querySelector("#legend li") !== null);

  // From a key to the exact picture, at every scale: 4 steps in, some to the side, and back.
  const keys = [..."WWWWDDAADDWWWWDDAADDWWWWDDAASSSSSSSSSSSS"].map((key) => `Key${key}`);
  await page.locator("#timeline").focus();
  const shownAfter = [];
  await page.evaluate(() => (globalThis.benchSeen.draws.length = 0));
  for (const code of keys) {
    shownAfter.push(
      await page.evaluate(async (code) => {
        const seen = globalThis.benchSeen;
        const before = seen.puts.length;
        const began = performance.now();
        const target = document.querySelector("#timeline");
        target.dispatchEvent(new KeyboardEvent("keydown", { code, key: code.slice(3).toLowerCase(), bubbles: true, cancelable: true }));
        while (seen.puts.length === before && performance.now() - began < 3000) await new Promise((done) => setTimeout(done, 1));
        const exact = seen.puts.at(-1).at - began;
        await new Promise((done) => setTimeout(done, 250));
        return exact > 0 ? exact : null;
      }, code),
    );
  }
  const exact = shownAfter.filter((ms) => ms !== null);
  const draws = await page.evaluate(() => globalThis.benchSeen.draws);
  note(`exact picture of the lanes on screen after the last input, ${shown(events)} intervals, p50`, percentile(exact, 0.5), "ms", 33);
  note("exact picture after the last input, p95", percentile(exact, 0.95), "ms");
  note("the engine's part of it (asked → pixels on the page), p50", percentile(draws, 0.5), "ms");
  note("the engine's part of it, p95", percentile(draws, 0.95), "ms");

  for (const [what, wheel] of [
    ["panning", { deltaX: 40 }],
    ["zooming", { deltaY: 30, ctrlKey: true }],
  ]) {
    const gaps = await page.evaluate(async (wheel) => {
      const canvas = document.querySelector(".timeline-canvas");
      const box = canvas.getBoundingClientRect();
      const gaps = [];
      let last = 0;
      for (let n = 0; n < 180; n += 1) {
        const now = await new Promise((done) => requestAnimationFrame(done));
        // The browser's clock has a tenth of a millisecond; the rest is rounding.
        if (last > 0) gaps.push(Math.round((now - last) * 10) / 10);
        last = now;
        const way = n % 90 < 45 ? -1 : 1;
        canvas.dispatchEvent(
          new WheelEvent("wheel", {
            deltaX: (wheel.deltaX ?? 0) * way,
            deltaY: (wheel.deltaY ?? 0) * way,
            ctrlKey: wheel.ctrlKey ?? false,
            clientX: box.left + box.width * 0.6,
            clientY: box.top + 60,
            bubbles: true,
            cancelable: true,
          }),
        );
      }
      return gaps;
    }, wheel);
    note(`frame while ${what}, p50`, percentile(gaps, 0.5), "ms");
    // A screen of 60 Hz shows a frame each 16.67 ms, and clocks in the browser are rounded.
    note(`frame while ${what}, p95`, percentile(gaps, 0.95), "ms", 16.7);
    note(`frame while ${what}, longest`, Math.max(...gaps), "ms");
  }
  await blocking(page, "while panning and zooming");
  await close(page);
});

/** The longest time that the page could not react, since the last call. */
async function blocking(page, when) {
  const { long, gap } = await page.evaluate(() => {
    const seen = globalThis.benchSeen;
    const longest = { long: seen.long === null ? null : Math.max(0, ...seen.long), gap: Math.max(0, ...seen.gaps) };
    if (seen.long) seen.long.length = 0;
    seen.gaps.length = 0;
    return longest;
  });
  if (long !== null) note(`longest task of the page ${when} (0 = none over 50 ms)`, long, "ms", 50);
  note(`longest time between two frames ${when}`, gap, "ms");
}

// --- Questions ------------------------------------------------------------------------------------------------------------

await attempt("questions", async () => {
  const page = await floorlens(browser, address);
  const empty = await engineMemory(page);
  const folder = data("plant");
  const files = (await readdir(folder)).map((name) => path.join(folder, name));
  const { report } = await open(page, files);
  const records = report.files.reduce((sum, file) => sum + file.records, 0);
  memory(`all kinds of facts together, ${shown(records)} records`, empty, await engineMemory(page), records, 40);
  await questions(page);
  await close(page);
});

async function questions(page) {
  // The states cover this many seconds, the genealogy this many assemblies.
  const span = (events / 2 / 50) * 20;
  const assemblies = Math.floor(events / 4 / 13);
  const window = (n, count) => ({ from: after((span * n) / (count + 4)), to: after((span * (n + 4)) / (count + 4)) });
  const times = (count, make) => Array.from({ length: count }, (_, n) => make(n));
  const unit = (n) => assembly((n * 7919) % Math.max(1, Math.floor(events / 10 / 4)));
  const kinds = {
    inspect: times(5, () => ({ ask: "inspect" })),
    "states of all machines, a part of the time": times(30, (n) => ({ ask: "states", ...window(n, 30) })),
    "OEE of all machines, all of the time": times(5, () => ({ ask: "oee" })),
    "OEE of one machine, a part of the time": times(30, (n) => ({ ask: "oee", assets: [machine(n)], ...window(n, 30) })),
    "losses of all machines": times(5, () => ({ ask: "losses" })),
    "OEE by shift of all machines": times(5, () => ({ ask: "trend", bucket: 8 * 3600 })),
    needs: times(5, () => ({ ask: "needs" })),
    "lanes and legend": times(20, (n) => ({ ask: "timeline", ...window(n, 20) })),
    "the state at a time": times(50, (n) => ({ ask: "state_at", asset: machine(n), at: after((span * n) / 50) })),
    "cycles of one machine": times(5, (n) => ({ ask: "cycles", asset: machine(n) })),
    find: times(30, (n) => ({ ask: "find", text: unit(n).slice(0, 6), limit: 20 })),
    record: times(10, (n) => ({ ask: "record", file: "states.csv", record: 1 + Math.floor((events / 2) * (n / 10)) })),
    locate: times(50, (n) => ({ ask: "locate", item: unit(n) })),
    journey: times(50, (n) => ({ ask: "journey", item: unit(n) })),
    places: times(5, (n) => ({ ask: "places", at: after((span * n) / 5) })),
    "what is at a place": times(10, (n) => ({ ask: "place", place: ["Packing", "Warehouse", "Gate", "Dock"][n % 4], at: after((span * n) / 10) })),
    context: times(30, (n) => ({ ask: "context", item: unit(n) })),
    "what was in a machine": times(20, (n) => ({ ask: "in_machine", asset: machine(n), from: after(60 * n), to: after(60 * n + 3600) })),
    "trace back": times(50, (n) => ({ ask: "trace", item: assembly((n * 7919) % assemblies), direction: "back" })),
    "trace forward": times(50, (n) => ({ ask: "trace", item: someLot(n, assemblies), direction: "forward" })),
    tree: times(20, (n) => ({ ask: "tree", item: assembly((n * 7919) % assemblies), direction: "back" })),
  };
  const all = [];
  for (const [name, questions] of Object.entries(kinds)) {
    await attempt(`ask ${name}`, async () => {
      const taken = await askAll(page, questions);
      all.push(percentile(taken, 0.95));
      const target = name === "OEE by shift of all machines" ? 300 : 100;
      note(`ask ${name}, p50`, percentile(taken, 0.5), "ms");
      note(`ask ${name}, p95`, percentile(taken, 0.95), "ms", target);
    });
  }
}

// --- Genealogy ------------------------------------------------------------------------------------------------------------

await attempt("genealogy", async () => {
  const page = await floorlens(browser, address);
  const { report, ms } = await open(page, [data("links", "transformations.csv")]);
  const records = report.files.reduce((sum, file) => sum + file.records, 0);
  const assemblies = Math.floor(events / 13);
  note(`load transformations, ${shown(records)} rows = ${shown(assemblies * 8)} links`, records / (ms / 1000), "rows/s");
  const reach = (make) => askAll(page, Array.from({ length: 200 }, (_, n) => make(n)));
  const back = await reach((n) => ({ ask: "trace", item: assembly((n * 7919) % assemblies), direction: "back" }));
  const forward = await reach((n) => ({ ask: "trace", item: someLot(n, assemblies), direction: "forward" }));
  for (const [name, times] of [
    ["trace back from a unit (8 ancestors)", back],
    ["trace forward from a lot (400 descendants)", forward],
  ]) {
    note(`${name}, page to engine and back, p50`, percentile(times, 0.5), "ms");
    note(`${name}, page to engine and back, p95`, percentile(times, 0.95), "ms", 1);
  }
  // The page shows 400 boxes at most, so that is the largest layout there is.
  const tree = bigTree(200);
  const boxes = await page.evaluate(async (tree) => (await globalThis.floorlens.ask(tree)).nodes.length, tree);
  const layout = await askAll(page, Array.from({ length: 30 }, () => tree));
  note(`question and layout of a tree of ${boxes} boxes, page to engine and back, p95`, percentile(layout, 0.95), "ms", 10);
  await close(page);
});

await attempt("layout", async () => {
  const page = await floorlens(browser, address);
  await open(page, [data("tree", "transformations.csv")]);
  for (const [boxes, target] of [
    [1000, 10],
    [2600, 40],
  ]) {
    const tree = wideTree(boxes);
    const nodes = await page.evaluate(async (tree) => (await globalThis.floorlens.ask(tree)).nodes.length, tree);
    const taken = await askAll(page, Array.from({ length: 15 }, () => tree));
    note(`question and layout of ${shown(nodes)} boxes, page to engine and back, p50`, percentile(taken, 0.5), "ms", target);
  }
  await close(page);
});

// What no page can say, or what is not built, is a row all the same.
await attempt("the rest", async () => {
  const native = JSON.parse(await readFile(data("native.json"), "utf8"));
  note("timeline with its index, per interval (native)", native.lanes_bytes_per_interval, "B", 8);
  note("the question about a tree, its search and the layout of 1,000 boxes (native)", native.tree_1000_ms, "ms", 10);
  note("the question about a tree, its search and the layout of 2,600 boxes (native)", native.tree_2600_ms, "ms", 40);
  rows.push({ name: "whole-plant mass balance (not built)", value: null, unit: "ms", target: 60, ok: false });
  // `cargo xtask compare` leaves its rows beside the data; CSV is its first.
  const compared = await readFile(data("compare.json"), "utf8").then(JSON.parse, () => null);
  const csv = compared?.find((row) => row.task.startsWith("CSV"));
  if (csv) note(`CSV against ${csv.peer_version}, as cargo xtask compare last found`, csv.ratio, "ratio", 2, true);
  else rows.push({ name: "CSV against DuckDB-wasm (run cargo xtask compare with as many events first)", value: null, unit: "ratio", target: 2, ok: null });
});

await browser.close();
console.log(`\n${shown(events)} events; times in this browser on this machine, now\n`);
const mark = (ok) => (ok === null ? "" : ok ? "ok" : "MISSED");
table(["what", "value", "unit", "target", ""], rows.map((row) => [row.name, row.value === null ? "none" : shown(row.value), row.unit, row.target === null ? "" : shown(row.target), mark(row.ok)]));
const missed = rows.filter((row) => row.ok === false).length;
console.log(`\n${rows.length} rows, ${missed} targets missed`);
const file = process.env.FLOORLENS_BENCH_JSON;
if (file) await writeFile(file, `${JSON.stringify(rows, null, 1)}\n`);
