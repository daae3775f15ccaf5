export const name = "Repaired records are listed, marked where they matter, and switched off by kind";

const LOG = [
  "2026-01-01T00:00:00Z|execution|ACTIVE",
  "2026-01-01T01:00:00Z|Execution|READY",
  "2026-01-01T02:00:00Z|Execution|ACTIVE",
  "2026-01-01T03:00:00Z|execution|READY",
  "2026-01-01T04:00:00Z|execution|READY",
].join("\n");
// Four of eight planned hours are in the log.
const PLAN = "asset,start,end,kind\nsaw,2026-01-01T00:00:00Z,2026-01-01T08:00:00Z,planned\n";

export async function run({ assert, visit, ask, openTexts, shoot, checkAccess }) {
  const page = await visit();
  await openTexts(page, { "saw.txt": `${LOG}\n`, "plan.csv": PLAN });
  const all = await ask(page, { ask: "repairs" });
  assert.deepEqual(all.repairs.map((repair) => [repair.source.line, repair.from, repair.to]), [
    [2, "Execution", "execution"],
    [3, "Execution", "execution"],
  ]);
  const go = (screen) => page.getByRole("link", { name: screen }).or(page.getByRole("button", { name: screen, exact: true })).first().click();
  await go("Monitor");
  await page.getByRole("button", { name: /covers \d+(\.\d)? % of the planned time/ }).first().waitFor();
  await shoot(page, "repairs-monitor");

  await go("Data");
  await page.getByRole("heading", { name: "Repaired records" }).waitFor();
  await page.getByText("Execution → execution").first().waitFor();
  await checkAccess(page);
  await page.locator("#repairs").scrollIntoViewIfNeeded();
  await shoot(page, "repairs-data");

  await page.getByLabel(/Two spellings of a key/).click();
  await page.waitForFunction(async () => (await window.floorlens.ask({ ask: "repairs" })).kinds.some((kind) => kind.off));
  const report = await ask(page, { ask: "inspect" });
  const log = report.files.find((file) => file.name === "saw.txt");
  assert.deepEqual([log.used, log.repaired, log.rejected], [3, 0, 2]);
  const link = await page.evaluate(() => window.floorlens.link());
  const again = await visit(new URL(link).hash);
  await openTexts(again, { "saw.txt": `${LOG}\n` });
  const kept = await ask(again, { ask: "inspect" });
  assert.equal(kept.files[0].rejected, 2, "the recipe travels with the link");
}
