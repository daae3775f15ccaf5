// Walks through the release page in Chromium as a person would. Every file in scenarios/ is one walk, in a fresh browser
// context: `export const name`, a sentence, and `export async function run(tools)`; see lib/tools.mjs for the tools. A walk with
// another screen or with fingers says so in `export const device`, options of a browser context.
//
//   node journey.mjs             all of them
//   node journey.mjs policy      those whose file name holds "policy"
//
// A walk fails on a thrown error, on any request to another origin, on any console error and on any uncaught error.
// `cargo xtask test --only journey` builds the page and calls this; by hand, `cargo xtask build` comes first.

import { readdir } from "node:fs/promises";
import { launchChromium } from "./lib/chromium.mjs";
import { servePage } from "./lib/page-server.mjs";
import { startForeignHost } from "./lib/foreign-host.mjs";
import { makeTools } from "./lib/tools.mjs";

const LONGEST_WALK_MS = 120_000;

const wanted = process.argv.slice(2);
const files = (await readdir(new URL("./scenarios/", import.meta.url)))
  .filter((file) => file.endsWith(".mjs"))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

const host = await servePage();
const foreign = await startForeignHost();
const browser = await launchChromium();

const failures = [];
let passed = 0;
const skipped = [];
for (const file of files) {
  const scenario = await import(new URL(`./scenarios/${file}`, import.meta.url));
  const began = performance.now();
  const reason = await walk(scenario);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (reason === null) {
    passed += 1;
    console.log(`ok      ${scenario.name} (${seconds} s)`);
  } else if (reason.skipped) {
    skipped.push(scenario.name);
    console.log(`left out  ${scenario.name}: ${reason.skipped}`);
  } else {
    failures.push(scenario.name);
    console.log(`FAILED  ${scenario.name} (${file}, ${seconds} s)\n${reason.error}\n`);
  }
}
await browser.close();
foreign.close();
host.close();

if (files.length === 0) console.log("No scenario matches.");
console.log(`journey: ${passed} passed, ${failures.length} failed, ${skipped.length} skipped`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;

/** Runs one scenario; null when it passed. */
async function walk(scenario) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    ...scenario.device,
  });
  const tools = makeTools({ context, address: host.address, foreign });
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${LONGEST_WALK_MS / 1000} s`)), LONGEST_WALK_MS);
  });
  try {
    await Promise.race([scenario.run(tools), late]);
    tools.watch.check();
    return null;
  } catch (error) {
    if (error.skipped) return { skipped: error.skipped };
    const seen = tools.watch.take().map((problem) => `    also seen: ${problem}`);
    return { error: [error.stack ?? String(error), ...seen].join("\n") };
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}
