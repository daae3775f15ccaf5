export const name = "The page speaks German where the browser does, changes its language on a click, and keeps what is open";

const LOG = "asset,start,state\nPress,2026-03-23T06:00:00Z,ACTIVE\nPress,2026-03-23T07:30:00Z,IDLE\n";

export async function run({ assert, visit, openTexts, context, checkAccess, shoot }) {
  const page = await visit();
  await page.getByRole("heading", { name: "Drop exports from the plant" }).waitFor();
  await openTexts(page, { "states.csv": LOG });
  await page.getByRole("rowheader", { name: "states.csv" }).waitFor();

  await page.getByRole("button", { name: "Deutsch" }).click();
  await page.getByRole("button", { name: "Betrieb", exact: true }).click();
  await page.locator(".timeline-canvas").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
  await page.locator("#timeline-twin").click();
  await page.getByRole("cell", { name: "5.400,000" }).first().waitFor();
  await checkAccess(page);
  await shoot(page, "german");

  // It is remembered, and the way back is open.
  const again = await visit();
  await again.getByRole("heading", { name: "Exporte aus dem Werk hier ablegen" }).waitFor();
  await again.getByRole("button", { name: "English" }).click();
  await again.getByRole("heading", { name: "Drop exports from the plant" }).waitFor();

  // A German browser needs no click.
  const german = await context.browser().newContext({ locale: "de-AT" });
  const first = await german.newPage();
  await first.goto(page.url().split("#")[0]);
  await first.getByRole("heading", { name: "Exporte aus dem Werk hier ablegen" }).waitFor({ timeout: 30_000 });
  await german.close();
}
