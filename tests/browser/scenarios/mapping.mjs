export const name = "A table with other headers is explained, questioned, corrected, read, and remembered in this browser";

const STOPS = "Machine,Start,End,Reason\nM1,03/04/2026 06:00,03/04/2026 06:10,Jam\nM2,05/04/2026 06:00,05/04/2026 06:30,Tool\n";
const PRESS =
  "Anlage;Beginn;Ende;Dauer [min];Störgrund;Schicht\nPresse 1;09.03.2026 06:12;09.03.2026 06:40;28,0;Werkzeugbruch;Früh\n" +
  "Presse 2;13.03.2026 07:05;13.03.2026 07:09;4,0;Materialmangel;Früh\n";

const HISTORY =
  "TagName,DateTime,Value,Quality\nTIC1,2026-04-01 00:00:00Z,78.4,0\nTIC1,2026-04-01 00:00:10Z,78.5,0\n" +
  "TIC1,2026-04-01 00:00:20Z,0,1\nTIC1,2026-04-01 00:00:30Z,78.6,0\n";

export async function run({ assert, visit, openTexts, ask, checkAccess, shoot }) {
  const page = await visit();
  let report = await openTexts(page, { "stops.csv": STOPS, "press.csv": PRESS });
  const file = (name) => report.files.find((file) => file.name === name);
  assert.equal(file("press.csv").used, 2, "what is certain is read at once");
  assert.equal(file("stops.csv").records, 0, "what only a person can say is waited for");

  await page.getByRole("heading", { name: "Tables with other headers" }).waitFor();
  const panel = page.locator("section", { has: page.locator("#mapping-title") });
  await panel.getByText("day first or the month first").first().waitFor();
  await panel.getByText("Means").first().waitFor();
  await checkAccess(page);
  await panel.scrollIntoViewIfNeeded();
  await shoot(page, "mapping-waiting");

  // The preview follows every change; the focus stays where it is.
  await panel.getByLabel("Written: Start").focus();
  await panel.getByLabel("Written: Start").selectOption("month_first");
  await panel.getByRole("cell", { name: "2026-03-04T06:00:00" }).first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Written: Start");
  await panel.getByLabel("Written: End").selectOption("month_first");
  await panel.getByRole("button", { name: "Read the file this way" }).click();
  await panel.getByText("Read this way.").waitFor();
  const facts = (await ask(page, { ask: "inspect" })).facts;
  assert.equal(facts.states, 4);

  // A column can mean something else, and a file can be guessed again.
  await panel.getByLabel("File").selectOption("press.csv");
  await panel.getByLabel("Means: Schicht").waitFor();
  await panel.getByLabel("Means: Schicht").selectOption("product");
  await panel.getByRole("columnheader", { name: "product" }).waitFor();
  await panel.getByRole("button", { name: "Undo" }).click();
  await panel.getByRole("columnheader", { name: "product" }).waitFor({ state: "detached" });
  await shoot(page, "mapping-read");

  // Which quality codes are good is asked where the column does not tell, with what each answer costs.
  await openTexts(page, { "history.csv": HISTORY });
  await panel.getByLabel("File").selectOption("history.csv");
  await panel.getByText("If 0 is good, 1 of 4 rows are rejected").waitFor();
  await panel.scrollIntoViewIfNeeded();
  await shoot(page, "mapping-quality");
  await panel.getByLabel("Written: Quality").selectOption("aveva");
  await panel.getByText("If 0 is good").waitFor({ state: "detached" });
  await panel.getByRole("button", { name: "Read the file this way" }).click();
  await panel.getByText("Read this way.").waitFor();
  assert.equal((await ask(page, { ask: "inspect" })).files.find((file) => file.name === "history.csv").rejected, 1);

  // The same header is known the next time, whatever the file is called; no data was kept.
  const kept = await page.evaluate(() => localStorage.getItem("floorlens.mappings"));
  assert.ok(kept.includes("month_first") && !kept.includes("Jam"), kept);
  await page.close();
  const again = await visit();
  report = await openTexts(again, { "april.csv": STOPS });
  await again.getByText("Read this way.").waitFor();
  assert.equal((await ask(again, { ask: "inspect" })).files[0].used, 2);
  await again.getByRole("button", { name: "Guess again" }).click();
  await again.getByText("day first or the month first").first().waitFor();
}
