export const name = "A file that would not fit into memory waits, and a person chooses what of it is loaded";

const MACHINES = 24;

/** A log of many machines over eight days. */
function log() {
  const rows = ["asset,start,state,reason"];
  const states = ["RUN", "STOP", "IDLE"];
  for (let minute = 0; minute < 8 * 1440; minute += 4) {
    for (let machine = 0; machine < MACHINES; machine += 1) {
      const at = new Date(Date.UTC(2026, 2, 1) + minute * 60_000 + machine * 1000).toISOString().replace(".000", "");
      rows.push(`Press ${String(machine).padStart(2, "0")},${at},${states[(minute / 4 + machine) % 3]},jam ${minute % 7}`);
    }
  }
  return `${rows.join("\n")}\n`;
}

const PLAN = "asset,start,end,kind\nPress 03,2026-03-01T00:00:00Z,2026-03-09T00:00:00Z,planned\n";

/** Opens texts with so much memory. */
const open = (page, texts, memory) =>
  page.evaluate(
    ([entries, memory]) => window.floorlens.open(entries.map(([name, text]) => new File([text], name)), { memory }),
    [Object.entries(texts), memory],
  );

export async function run({ assert, visit, ask, openTexts, shoot, checkAccess }) {
  const text = log();
  const records = text.split("\n").length - 2;
  const page = await visit();
  const report = await open(page, { "presses.csv": text, "plan.csv": PLAN }, 12e6);
  const waits = (report) => report.files.find((file) => file.name === "presses.csv");
  assert.ok(waits(report).load.waiting && waits(report).records === 0, "it waits");
  assert.equal(report.files.find((file) => file.name === "plan.csv").records, 1, "the other file is read");

  // The page says so, with what it needs and what there is.
  const panel = page.getByRole("region", { name: "What is loaded of a file" });
  await panel.getByText("It does not fit").waitFor();
  assert.ok(await panel.getByRole("button", { name: "Load it this way" }).isDisabled());
  await page.evaluate(() => window.scrollTo(0, 0));
  await checkAccess(page);
  await shoot(page, "choice-waits");

  // Every choice changes the estimate.
  const needs = async () => (await panel.getByRole("status").innerText()).replace(/\s+/g, " ");
  const before = await needs();
  await panel.getByLabel("Machines and items").selectOption({ label: "One in 4" });
  await panel.getByText(/\d+ of 24 machines/).waitFor();
  await panel.getByText("It fits.").waitFor();
  assert.notEqual(await needs(), before);
  await panel.getByLabel("From").fill("2026-03-03T00:00");
  await panel.getByLabel("To", { exact: true }).fill("2026-03-05T00:00");
  await panel.getByLabel("To", { exact: true }).blur();
  await panel.getByLabel("reason").check();
  await page.waitForFunction((before) => !document.querySelector(".load [role=status]").innerText.includes(before), await needs());
  await shoot(page, "choice-made");
  await panel.getByRole("button", { name: "Load it this way" }).click();
  await panel.getByText("Loaded this way.").waitFor();

  const loaded = waits(await ask(page, { ask: "inspect" }));
  assert.equal(loaded.records, records);
  const { used, merged, superseded, retracted, repaired, rejected, left_out } = loaded;
  assert.equal(used + merged + superseded + retracted + repaired + rejected + left_out, records);
  assert.equal(rejected, 0, "what a person left out is no reject");
  const bar = await page.locator(".status-ledger").innerText();
  assert.match(bar, /· 0 rejected · [\d,]+ left out$/, "the status bar has a word of its own for it");
  const ledger = page.getByRole("region", { name: "Files" });
  assert.equal((await ledger.getByRole("columnheader").allInnerTexts()).filter((head) => head.trim() === "Left out").length, 1, "and so has the ledger");
  assert.match(await ledger.locator(".panel-head small").innerText(), /rejected \+ left out$/, "the rule names every column");
  assert.ok(loaded.left_out > records / 2 && loaded.used > 0);
  assert.deepEqual(loaded.load.choice.without, ["reason"]);
  const states = await ask(page, { ask: "states" });
  assert.ok(states.length > 0 && states.length < MACHINES, "some machines, whole");
  const days = new Set(states.map((lane) => lane.from.slice(0, 10)));
  assert.deepEqual([...days], ["2026-03-03"]);
  await shoot(page, "choice-loaded");
  const go = (screen) => page.getByRole("link", { name: screen }).or(page.getByRole("button", { name: screen, exact: true })).first().click();
  await go("Monitor");
  await page.waitForTimeout(600);
  await shoot(page, "choice-monitor");

  // Panels that rest on it say what is missing, and lead to where that is said.
  const panels = page.getByText("Left out by choice: reason");
  await panels.first().waitFor();
  await page.locator(".by-choice .link-button").first().click();
  await ledger.first().waitFor();

  // The choice travels with the link, and is applied to the file that its reader drops.
  const link = await page.evaluate(() => window.floorlens.link());
  const again = await visit(new URL(link).hash);
  await openTexts(again, { "presses.csv": text });
  const replayed = waits(await ask(again, { ask: "inspect" }));
  assert.deepEqual([replayed.left_out, replayed.used], [loaded.left_out, loaded.used]);
  await again.close();

  // Unprompted, after loading: less of a file that fits, and then all of it again.
  const other = await visit();
  await openTexts(other, { "presses.csv": text });
  assert.equal(waits(await ask(other, { ask: "inspect" })).load, undefined);
  await other.getByRole("link", { name: "Data" }).or(other.getByRole("button", { name: "Data", exact: true })).first().click();
  await other.getByRole("button", { name: "Load less" }).click();
  const chosen = other.getByRole("region", { name: "What is loaded of a file" });
  await chosen.getByLabel("Machines and items").selectOption({ label: "One in 2" });
  await chosen.getByText(/\d+ of 24 machines/).waitFor();
  await chosen.getByRole("button", { name: "Load it this way" }).click();
  await chosen.getByRole("button", { name: "Load all of it" }).waitFor();
  assert.ok((await ask(other, { ask: "states" })).length < MACHINES);
  await chosen.getByRole("button", { name: "Load all of it" }).click();
  await other.waitForFunction(async () => (await window.floorlens.ask({ ask: "inspect" })).files[0].left_out === undefined);
  assert.equal((await ask(other, { ask: "states" })).length, MACHINES);
}
