import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { readFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Watch } from "./watch.mjs";

const SHOTS = fileURLToPath(new URL("../shots/", import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** What a scenario is given. */
export function makeTools({ context, address, foreign }) {
  const watch = new Watch(context, address);

  /** A page of the app whose engine answers; `fragment` with its `#`. */
  async function visit(fragment = "") {
    const page = await context.newPage();
    await page.goto(address + fragment);
    await page.waitForFunction(() => window.floorlens !== undefined);
    await page.evaluate(() => window.floorlens.ready);
    return page;
  }

  /** Asks the page's engine; the answer's payload. */
  const ask = (page, question) => page.evaluate((question) => window.floorlens.ask(question), question);

  /** Opens texts as files, `{ "press.csv": "…" }`; the report. */
  const openTexts = (page, texts) =>
    page.evaluate((entries) => {
      const files = entries.map(([name, text]) => new File([text], name));
      return window.floorlens.open(files);
    }, Object.entries(texts));

  /** Opens files from disk through an input element, as a person's choice does, without their bytes passing through here. */
  async function openFiles(page, files) {
    const input = await page.evaluateHandle(() => Object.assign(document.createElement("input"), { type: "file", multiple: true }));
    await input.setInputFiles(files);
    return input.evaluate((input) => window.floorlens.open([...input.files]));
  }

  /** The worker that runs the engine. */
  function engineOf(page) {
    const engines = page.workers().filter((worker) => worker.url().startsWith("blob:"));
    assert.equal(engines.length, 1, "one engine runs");
    return engines[0];
  }

  /** A file of the corpus; the scenario is left out where there is none, which CI does not allow. */
  function corpus(file) {
    const folder = process.env.FLOORLENS_CORPUS;
    if (!folder) {
      const reason = "FLOORLENS_CORPUS is not set to the corpus folder";
      if (process.env.CI) throw new Error(reason);
      throw Object.assign(new Error(reason), { skipped: reason });
    }
    const found = path.join(folder, file);
    assert.ok(existsSync(found), `${found} exists`);
    return found;
  }

  /** Pictures of the page, wide and narrow, light and dark, in shots/ (not kept). */
  async function shoot(page, name) {
    await mkdir(SHOTS, { recursive: true });
    const before = page.viewportSize();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        // Two frames: one to lay out, one to draw what a resize observer asked for.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await page.screenshot({ path: path.join(SHOTS, `${name}-${size.width}-${colorScheme}.png`) });
      }
    }
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize(before);
  }

  /** Fails on serious and critical findings of axe. */
  async function checkAccess(page) {
    const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await page.evaluate(source);
    const results = await page.evaluate(() => window.axe.run());
    const grave = results.violations
      .filter((finding) => finding.impact === "serious" || finding.impact === "critical")
      .map((finding) => `${finding.id}: ${finding.help}\n  ${finding.nodes.map((node) => node.html).join("\n  ")}`);
    assert.deepEqual(grave, [], "axe finds nothing serious");
  }

  return { assert, context, address, foreign, watch, visit, ask, openTexts, openFiles, engineOf, corpus, shoot, checkAccess };
}
