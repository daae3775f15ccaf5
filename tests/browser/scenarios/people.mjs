import { deflateRawSync } from "node:zlib";

export const name = "A unit leads to its machines, a stop to its units, a place to its items; used up is said, zones and pages hold";

const view = (view) => `#src=samples/plant/&v=1.${deflateRawSync(JSON.stringify(view)).toString("base64url")}`;

export async function run({ assert, visit, ask }) {
  const page = await visit(view({ screen: "track", item: "S-000100" }));
  const facts = page.locator("section[aria-labelledby=located-title]");
  await facts.locator(".figure-value").first().waitFor({ timeout: 60_000 });

  // The zone of the plant's assets, not the computer's.
  await page.locator(".chips").getByText("Europe/Berlin", { exact: true }).waitFor();

  // The blank went into a housing: it is nowhere any more, and says in which machine.
  const located = await ask(page, { ask: "locate", item: "S-000100" });
  assert.equal(located.place, null);
  assert.equal(located.gone, "used up");
  assert.ok(located.used_in, "the machine is known");
  assert.equal(await facts.locator(".figure-value").first().innerText(), `used up in ${located.used_in}`);
  const source = await facts.getByRole("button", { name: /transformations\.csv\.gz, line/ }).innerText();
  assert.ok(source.length > 0);

  // Times are those of the plant.
  const shown = await facts.locator("time").first().innerText();
  const berlin = new Date(located.since).toLocaleTimeString("en-GB", { timeZone: "Europe/Berlin" });
  assert.ok(shown.includes(berlin), `${shown} is ${berlin} in Berlin`);

  // No machine collects what was used up in it.
  const machines = (await ask(page, { ask: "places" })).places.filter((place) => place.place.startsWith("MC-"));
  assert.equal(machines.length, 8);
  for (const place of machines) {
    assert.ok(place.definite + place.possible < 400, `${place.place} holds ${place.definite} and maybe ${place.possible}`);
  }

  // A unit shows the machine states during its operations, and leads to the machine then.
  const operations = page.locator("section[aria-labelledby=operations-title] tbody tr");
  await operations.first().waitFor();
  const context = await ask(page, { ask: "context", item: "S-000100" });
  assert.equal(await operations.count(), context.operations.length);
  const first = context.operations[0];
  assert.ok((await operations.first().innerText()).includes(Object.keys(first.states)[0]), "its machine's states are there");
  await operations.first().getByRole("button", { name: first.asset, exact: true }).click();
  await page.locator(".timeline-canvas").waitFor();
  await page.waitForFunction((asset) => document.querySelector(".chips")?.textContent.includes(asset), first.asset);

  // A stop shows the units that were in the machine; a unit leads to its genealogy.
  const middle = new Date((Date.parse(first.start) + Date.parse(first.end)) / 2).toISOString();
  const stop = await visit(view({ screen: "monitor", state: { asset: first.asset, at: middle } }));
  const unit = stop.locator("#stop").getByRole("button", { name: "S-000100", exact: true });
  await unit.waitFor({ timeout: 60_000 });
  await unit.click();
  await stop.getByRole("tree").waitFor();
  await stop.close();

  // `/` finds anything from anywhere, by keyboard alone.
  // In front, as for a person: a page behind another loses the focus, which closes the list.
  await page.bringToFront();
  await page.keyboard.press("/");
  await page.keyboard.type("Warehouse");
  // At once: what was typed is meant, not what the list shows for its first letters.
  await page.keyboard.press("Enter");
  const title = page.locator("#place-title");
  await title.waitFor();
  const place = await title.innerText();

  // What was at a place at a time: the field opens at the last record of an item, which is when answers without an instant are.
  const field = page.locator("input[type=datetime-local]");
  const berlinField = (instant) => new Date(instant).toLocaleString("sv-SE", { timeZone: "Europe/Berlin" }).replace(" ", "T");
  const { at: end } = await ask(page, { ask: "places", limit: 0 });
  assert.equal(await field.inputValue(), berlinField(end));
  const before = new Date(Date.parse(end) - 86_400_000).toISOString();
  await page.getByRole("button", { name: "− 1 day" }).click();
  assert.equal(await field.inputValue(), berlinField(before));
  const there = await ask(page, { ask: "place", place, at: before, limit: 50 });
  assert.ok(there.items.length > 0 && there.total !== (await ask(page, { ask: "place", place, limit: 0 })).total, "a day made a difference");
  const names = page.locator("section[aria-labelledby=place-title] tbody tr td:first-child");
  await page.waitForFunction(
    (total) => document.querySelector("section[aria-labelledby=place-title]")?.textContent.includes(total.toLocaleString("en")),
    there.total,
  );
  assert.equal(await names.count(), there.items.length, "a page of rows at most");
  assert.equal(await names.first().innerText(), there.items[0].id);

  // On a phone nothing of an item's screen is wider than the screen; tables scroll inside themselves.
  const phone = await visit(view({ screen: "track", item: "S-000100" }));
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.locator("section[aria-labelledby=operations-title] table").first().waitFor({ timeout: 60_000 });
  await phone.locator("section[aria-labelledby=journey-title] table").waitFor();
  await phone.locator("section[aria-labelledby=places-title] table").waitFor();
  const [wide, room] = await phone.locator(".content").evaluate((content) => [content.scrollWidth, content.clientWidth]);
  assert.ok(wide <= room, `${wide} of ${room} pixels`);
  await phone.close();

  // `?` lists the keys, Esc puts them away.
  await page.locator("#content").focus();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys", exact: true });
  await keys.getByText("Find a serial, lot, order, machine or place", { exact: true }).waitFor();
  // The focus moves there with the next frame; a key that comes sooner is the content's.
  await page.waitForFunction(() => document.activeElement?.id === "keys");
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });

  // A raw lot came from nowhere that is known; the page offers the other way.
  const raw = await visit(view({ screen: "trace", item: "R-1180" }));
  await raw.getByRole("button", { name: "See where it went" }).click({ timeout: 60_000 });
  await raw.getByRole("tree").waitFor();
  await raw.close();

  // A trace's lists come page by page.
  const lot = await visit(view({ screen: "trace", item: "R-1180", direction: "forward" }));
  await lot.getByRole("tree").waitFor({ timeout: 60_000 });
  await lot.getByRole("button", { name: "Table", exact: true }).click();
  const items = lot.locator("section[aria-labelledby=trace-title] tbody tr");
  await items.first().waitFor({ timeout: 60_000 });
  const whole = await ask(lot, { ask: "trace", item: "R-1180", direction: "forward" });
  assert.ok(whole.items.length > 50, "the lot went into many things");
  const ids = async () => items.locator("td:first-child").allInnerTexts();
  assert.deepEqual(await ids(), whole.items.slice(0, 50).map((item) => item.id));
  await lot.getByRole("button", { name: "Next", exact: true }).first().click();
  await lot.waitForFunction((id) => document.querySelector("section[aria-labelledby=trace-title] tbody td")?.textContent === id, whole.items[50].id);
  assert.deepEqual(await ids(), whole.items.slice(50, 100).map((item) => item.id));
}
