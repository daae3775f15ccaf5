// What the benchmark and the comparison share: a browser, a page of Floorlens, figures.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../lib/chromium.mjs";

const INSTRUMENTS = fileURLToPath(new URL("./instruments.js", import.meta.url));

export const launch = launchChromium;

/** An environment variable that xtask sets. */
export function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through cargo xtask.`);
  return value;
}

/** The value below which this share of the sorted-here values lies (nearest rank). */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** A fresh Floorlens with its engine ready; loads of different files do not touch each other. */
export async function floorlens(browser, address, fragment = "") {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await context.addInitScript({ path: INSTRUMENTS });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(address + fragment);
  await page.waitForFunction(() => globalThis.floorlens !== undefined);
  await page.evaluate(() => globalThis.floorlens.ready);
  return page;
}

/** Opens files from disk through `window.floorlens.open`, their bytes staying on disk; the report and the milliseconds it took. */
export async function open(page, files, how = {}) {
  const input = await page.evaluateHandle(() => Object.assign(document.createElement("input"), { type: "file", multiple: true }));
  await input.setInputFiles(files);
  return input.evaluate(async (input, how) => {
    const began = performance.now();
    const report = await globalThis.floorlens.open([...input.files], how);
    return { report, ms: performance.now() - began };
  }, how);
}

/** The engine's memory in bytes: `peak`, its linear memory, which never shrinks, and `used`, what is allocated in it now. */
export async function engineMemory(page) {
  const engine = page.workers().find((worker) => worker.url().startsWith("blob:"));
  return engine.evaluate(async () => {
    const program = await globalThis.floorlensProgram;
    return { peak: program.memory.buffer.byteLength, used: program.allocated() };
  });
}

/** Milliseconds of each of these questions; stops early after `limit` ms. */
export const askAll = (page, questions, limit = 15_000) =>
  page.evaluate(
    async ([questions, limit]) => {
      const began = performance.now();
      const times = [];
      for (const question of questions) {
        const asked = performance.now();
        await globalThis.floorlens.ask(question);
        times.push(performance.now() - asked);
        if (performance.now() - began > limit && times.length >= 3) break;
      }
      return times;
    },
    [questions, limit],
  );

/** The 50 machines of the generated plants. */
export const machine = (n) => `M${String(n % 50).padStart(2, "0")}`;

/** 2026-03-01 and so many seconds. */
export const after = (seconds) => new Date(Date.UTC(2026, 2, 1) + Math.round(seconds) * 1000).toISOString();

/** Assemblies that hold a part of a lot; four lots are open at a time. */
export const PER_LOT = 200;

export const part = (n) => `S${String(n).padStart(7, "0")}`;
export const lot = (n) => `L${String(n).padStart(6, "0")}`;
export const assembly = (n) => `H${String(n).padStart(7, "0")}`;

/** The n-th of some lots, spread over all. */
export const someLot = (n, assemblies) => lot(((n * 7919) % Math.max(1, Math.floor(assemblies / PER_LOT))) * 4);

/** A question for the largest picture that the page shows: a lot with `open` of its parts opened. */
export const bigTree = (open) => ({
  ask: "tree",
  item: lot(0),
  direction: "forward",
  expanded: [lot(0), ...Array.from({ length: open }, (_, n) => part(n * 4))],
  pages: { [lot(0)]: 100 },
});

/** A question for a picture of so many boxes, of the generated tree: a lot that became 52 parts, each thing of the third tier made of two of them. */
export const wideTree = (boxes) => {
  const parts = Array.from({ length: 52 }, (_, n) => `A${String(n).padStart(2, "0")}`);
  return { ask: "tree", item: "ROOT", direction: "forward", expanded: ["ROOT", ...parts], pages: Object.fromEntries(["ROOT", ...parts].map((item) => [item, 9])), limit: boxes };
};

/** Files of a folder of the generated data. */
export const data = (...parts) => path.join(given("FLOORLENS_BENCH_DATA"), ...parts);

/** A number for a table: three significant digits, or whole. */
export const shown = (value) =>
  !Number.isFinite(value) ? String(value) : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

/** Prints columns, numbers to the right. */
export function table(head, rows) {
  const all = [head, ...rows];
  const wide = head.map((_, i) => Math.max(...all.map((row) => String(row[i]).length)));
  for (const row of all) {
    console.log(row.map((cell, i) => (i === 0 ? String(cell).padEnd(wide[i]) : String(cell).padStart(wide[i]))).join("  "));
  }
}
