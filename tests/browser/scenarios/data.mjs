export const name = "The Data screen adds up, names the line of a rejected record, and keeps what a person says in the link";

export async function run({ assert, visit, openTexts, checkAccess, shoot }) {
  const page = await visit();
  await openTexts(page, {
    "states.csv": [
      "asset,start,state",
      "Press,2026-03-23T06:00:00Z,ACTIVE",
      "Press,2026-03-23T07:00:00Z,IDLE",
      "Press,not a time,ACTIVE",
      "Press,2026-03-23T08:00:00Z,ACTIVE",
      "",
    ].join("\n"),
  });

  await page.getByRole("rowheader", { name: "states.csv" }).waitFor();
  const cells = await page.locator("tbody tr").first().locator("th, td").allInnerTexts();
  const [, , , records, ...parts] = cells.map((text) => text.trim());
  const sum = parts.slice(0, 6).reduce((sum, part) => sum + Number(part), 0);
  assert.equal(Number(records), 4);
  assert.equal(sum, 4, `records = used + … + rejected in ${JSON.stringify(cells)}`);
  assert.equal(parts[5], "1", "the row without a time is rejected");

  await page.getByRole("button", { name: /error.*states\.csv/ }).click();
  await page.getByRole("button", { name: "states.csv, line 4" }).waitFor();

  await page.getByLabel("Seconds per piece").last().fill("31,5");
  await page.getByRole("button", { name: "Add", exact: true }).first().click();
  await page.getByRole("cell", { name: "31.5 s" }).waitFor();
  const link = await page.evaluate(() => window.floorlens.link());
  const again = await visit(new URL(link).hash);
  await openTexts(again, { "states.csv": "asset,start,state\nPress,2026-03-23T06:00:00Z,ACTIVE\n" });
  await again.getByRole("cell", { name: "31.5 s" }).waitFor();

  // Times without a zone mean something else under another one: their files are read again, all of them.
  const zoned = await visit();
  const local = (machine) => `asset,start,state\n${machine},2026-03-23 06:00,RUN\n${machine},2026-03-23 07:00,IDLE\n`;
  await openTexts(zoned, { "a.csv": local("Saw"), "b.csv": local("Mill") });
  await zoned.getByLabel("Time zone").fill("Europe/Berlin");
  await zoned.getByLabel("Time zone").press("Enter");
  await zoned.waitForFunction(async () => {
    const lanes = await window.floorlens.ask({ ask: "states" });
    return lanes.length === 2 && lanes.every((lane) => JSON.stringify(lane).includes("2026-03-23T05:00:00"));
  });
  for (const row of await zoned.locator("#files tbody tr, tbody tr").filter({ hasText: ".csv" }).all()) {
    assert.equal((await row.locator("td").allInnerTexts())[2].trim(), "2", "both files are there");
  }

  await checkAccess(page);
  await shoot(page, "data");
}
