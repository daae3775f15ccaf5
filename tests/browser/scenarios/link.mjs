export const name = "A link shows the same view with the same data, names what is missing, and waits before it fetches elsewhere";

export async function run({ assert, visit, foreign, watch }) {
  const texts = { "states.csv": "asset,time,state\nPress,2026-03-23T06:00:00Z,ACTIVE\nPress,2026-03-23T08:00:00Z,IDLE\n" };

  // As a person chooses it: what an embedding page opens is its own matter and not in the link.
  const choose = (page) =>
    page
      .locator("input[type=file]")
      .first()
      .setInputFiles([{ name: "states.csv", mimeType: "text/csv", buffer: Buffer.from(texts["states.csv"]) }]);

  // Every screen is a step that Back undoes.
  const page = await visit();
  await choose(page);
  await page.locator("tfoot").waitFor();
  const screen = (name) => page.getByRole("navigation").getByRole("button", { name, exact: true });
  await screen("Track").click();
  await screen("Trace").click();
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('nav [aria-current="page"]')?.textContent.includes("Track"));

  // The window is part of the view.
  await page.getByRole("button", { name: "All time" }).click();
  await page.getByLabel("From").fill("2026-03-23T06:30:00");
  await page.getByLabel("To", { exact: true }).fill("2026-03-23T07:30:00");
  await page.getByRole("button", { name: "Apply" }).click();
  const chip = await page.locator(".chips button b").first().innerText();
  assert.match(chip, /06:30.*07:30/);

  // Elsewhere, without the data: the same screen and window, and the file to drop.
  const hash = new URL(await page.evaluate(() => window.floorlens.link())).hash;
  const reader = await visit(hash);
  await reader.getByText(/Drop states\.csv/).waitFor();
  await choose(reader);
  await reader.getByText(/Drop states\.csv/).waitFor({ state: "detached" });
  assert.equal(await reader.locator(".chips button b").first().innerText(), chip);
  assert.equal(await reader.locator('nav [aria-current="page"]').innerText(), "Track");

  // Data of the page's own origin opens by itself and cannot be changed.
  const shared = await visit("#src=samples/plant/");
  await shared.getByText(/read only/).waitFor();
  await shared.locator("tfoot").waitFor();
  assert.equal(await shared.getByRole("button", { name: /Add files|Load from file/ }).count(), 0);

  // Another host is not asked before a person says so.
  foreign.put("/states.csv", texts["states.csv"]);
  foreign.takeVisits();
  const waiting = await visit(`#src=${foreign.address}/states.csv`);
  const fetchIt = waiting.getByRole("button", { name: "Fetch from there" });
  await fetchIt.waitFor();
  assert.deepEqual(foreign.takeVisits(), []);
  await fetchIt.click();
  await waiting.getByRole("rowheader", { name: "states.csv" }).waitFor();
  assert.deepEqual(foreign.takeVisits(), ["/states.csv"]);
  assert.deepEqual(watch.take(), [`request to another origin: ${foreign.address}/states.csv`]);

  // A damaged link says so, and the page works.
  const damaged = await visit("#v=1.AAAA");
  await damaged.getByRole("alert").getByText(/damaged/).waitFor();
  await damaged.getByRole("heading", { name: "Drop exports from the plant" }).waitFor();
}
