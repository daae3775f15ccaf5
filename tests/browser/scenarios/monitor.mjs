export const name = "Monitor: lanes, keys, selection, legend, why and records of the sample plant";

/** The picture of the lanes as the canvas shows it: how many of its pixels have a colour of their own. */
const coloured = (page) =>
  page.locator(".timeline-canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === 0x1b && data[at + 1] === 0x9e && data[at + 2] === 0x77) count += 1;
    }
    return count / (data.length / 4);
  });

const legend = (page) =>
  page.locator("#legend li").evaluateAll((entries) =>
    Object.fromEntries(entries.map((entry) => [entry.dataset.category, Number(entry.dataset.seconds)])),
  );

const near = (a, b) => Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(a));

export async function run({ assert, visit, ask, shoot, checkAccess }) {
  const page = await visit("#src=samples/plant/");
  await page.getByRole("link", { name: "Monitor" }).or(page.getByRole("button", { name: "Monitor" })).first().click();
  await page.locator("#figures .figure-value").first().waitFor({ timeout: 60_000 });
  await page.locator("#legend li").first().waitFor();

  // The lanes are drawn, and about as much of them runs as the legend says.
  await page.waitForFunction(() => {
    const canvas = document.querySelector(".timeline-canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) if (data[at] === 0x1b && data[at + 1] === 0x9e) return true;
    return false;
  });
  assert.ok((await coloured(page)) > 0.05, "running time is on the lanes");

  // Legend, its question and the table twin say the same.
  const timeline = await ask(page, { ask: "timeline" });
  const shown = await legend(page);
  for (const [category, seconds] of Object.entries(timeline.legend)) {
    if (seconds > 0) assert.ok(near(shown[category], seconds), `${category}: ${shown[category]} for ${seconds}`);
  }
  const all = Object.values(timeline.legend).reduce((sum, seconds) => sum + seconds, 0);
  await page.locator("#timeline-twin").click();
  const cells = page.locator("#states-table td[data-seconds]");
  await cells.first().waitFor();
  const listed = await cells.evaluateAll((cells) => cells.reduce((sum, cell) => sum + Number(cell.dataset.seconds), 0));
  assert.ok(near(listed, all), `table ${listed}, legend ${all}`);
  await page.locator("#timeline-twin").click();

  // Keys move the window, and the address follows.
  const link = () => page.evaluate(() => window.floorlens.link());
  const follows = async (act, what) => {
    const before = await link();
    await act();
    await page.waitForFunction((before) => window.floorlens.link() !== before, before, { timeout: 5_000 });
    assert.notEqual(await link(), before, what);
  };
  await page.locator("#timeline").focus();
  await follows(() => page.keyboard.press("KeyW"), "zoom in");
  await follows(() => page.keyboard.press("KeyD"), "later");
  const narrow = await legend(page);
  const sum = (legend) => Object.values(legend).reduce((sum, seconds) => sum + seconds, 0);
  await page.waitForFunction((before) => {
    const entries = [...document.querySelectorAll("#legend li")];
    return entries.reduce((sum, entry) => sum + Number(entry.dataset.seconds), 0) < before;
  }, all);
  assert.ok(sum(narrow) <= all + 1e-6);

  // The same link in a new page shows the same window and the same figures.
  const there = await visit(new URL(await link()).hash);
  await there.locator("#figures .figure-value").first().waitFor({ timeout: 60_000 });
  const figures = (page) => page.locator("#figures .figure-value").evaluateAll((all) => all.map((one) => one.textContent));
  await page.waitForFunction(() => !document.querySelector("#figures.stale"));
  assert.deepEqual(await figures(there), await figures(page));
  await there.close();

  await follows(() => page.keyboard.press("KeyF"), "all again");
  // The cursor is read out.
  await page.keyboard.press("ArrowDown");
  const spoken = page.locator("#timeline-help + [role=status]");
  await page.waitForFunction(() => document.querySelector("#timeline-help + [role=status]").textContent.includes(" to "));
  const first = await spoken.textContent();
  await page.keyboard.press("Period");
  await page.waitForFunction((first) => document.querySelector("#timeline-help + [role=status]").textContent !== first, first);

  // Enter opens the state: what, when, the record behind it.
  await page.keyboard.press("Enter");
  const stop = page.locator("#stop .facts");
  await stop.waitFor();
  // By its element, not by its place: the list of what was in the machine may still come in above it.
  await page.locator("#stop .facts > dd:last-of-type button").evaluate((button) => button.click());
  await page.locator("#evidence .record-text").waitFor();
  assert.ok((await page.locator("#evidence .record-text").textContent()).includes("MC-20"), "the record names its machine");
  await page.locator("#evidence .icon-button").click();

  // A drag narrows the figures, Esc gives them back.
  const whole = await figures(page);
  const box = await page.locator(".timeline-canvas").boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 130, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction((whole) => {
    const now = [...document.querySelectorAll("#figures .figure-value")].map((one) => one.textContent);
    return !document.querySelector("#figures.stale") && JSON.stringify(now) !== JSON.stringify(whole);
  }, whole);
  await page.locator("#timeline").focus();
  await page.keyboard.press("Escape");
  await page.waitForFunction((whole) => {
    const now = [...document.querySelectorAll("#figures .figure-value")].map((one) => one.textContent);
    return JSON.stringify(now) === JSON.stringify(whole);
  }, whole);

  // "Why?" of a machine's availability: formula, inputs, records; a record opens.
  await page.locator("#machines-table tbody tr").first().locator("td button").nth(1).click();
  await page.locator("#why .why-formula").waitFor();
  assert.match(await page.locator("#why .why-formula").textContent(), /APT/);
  assert.ok((await page.locator("#why-inputs tr").count()) >= 2);
  await page.locator("#why-sources summary").first().click();
  await page.locator("#why-sources li button").first().click();
  await page.locator("#evidence .record-text").waitFor();
  await page.locator("#evidence .icon-button").click();
  await page.locator("#why .icon-button").first().click();

  // "Why?" of a total leads to the machines that it is the sum of, and from there to records.
  await page.locator("#figures .why").first().click();
  const lanes = await page.locator("#machines-table tbody tr").count();
  await page.locator("#why-machines tr").first().waitFor();
  assert.equal(await page.locator("#why-machines tr").count(), lanes, "every machine stands behind the total");
  await page.locator("#why-machines button").first().click();
  await page.locator("#why-sources summary").first().waitFor();
  await page.locator("#why .icon-button").first().click();

  // The window's fields: the focus is in the first, Esc, a click elsewhere and another screen put them away.
  const chip = page.locator("#window-chip");
  const fields = page.getByRole("dialog", { name: "Time window" });
  const opened = async () => {
    await chip.click();
    await page.waitForFunction(() => document.activeElement?.id === "window-from");
  };
  await opened();
  await page.keyboard.press("Escape");
  await fields.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.id), "window-chip");
  await opened();
  await page.locator("#losses-title").click();
  await fields.waitFor({ state: "detached" });
  await opened();
  await page.getByRole("navigation").getByRole("button", { name: "Track" }).focus();
  await page.keyboard.press("Enter");
  await fields.waitFor({ state: "detached" });
  await page.getByRole("navigation").getByRole("button", { name: "Monitor" }).click();
  await page.locator("#losses-title").waitFor();
  await page.locator("#legend li").first().waitFor();

  await checkAccess(page);
  // The README's picture is this one, from the top: docs/images/monitor.png.
  await page.evaluate(() => document.querySelectorAll("*").forEach((element) => element.scrollTop && (element.scrollTop = 0)));
  await shoot(page, "monitor");
}
