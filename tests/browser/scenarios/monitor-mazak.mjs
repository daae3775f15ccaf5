export const name = "Monitor: a day of the Mazak log has the seconds of M12";

// Acceptance case M12: key `execution`, 2016-11-02T05:00Z + 24 h, printed to the millisecond.
const EXPECTED = {
  UNAVAILABLE: 47_094.619,
  ACTIVE: 12_117.619,
  STOPPED: 11_169.08,
  INTERRUPTED: 8_803.495,
  READY: 7_192.895,
  FEED_HOLD: 22.292,
};

export async function run({ assert, visit, ask, openFiles, corpus }) {
  const log = corpus("nist-smstestbed/raw/Mazak03-20161102-20161103.txt");
  const page = await visit();
  await openFiles(page, [log]);
  await page.getByRole("link", { name: "Monitor" }).or(page.getByRole("button", { name: "Monitor" })).first().click();
  await page.locator("#legend li").first().waitFor({ timeout: 60_000 });
  const answer = await ask(page, { ask: "states", from: "2016-11-02T05:00:00Z", to: "2016-11-03T05:00:00Z" });
  assert.equal(answer.length, 1);
  assert.ok(Math.abs(answer[0].total - 86_400) < 1e-6);

  // What a person sees: the same window by its two fields, the same figures in the table.
  const window = page.locator(".chips button").first();
  await window.click();
  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const local = (at) => new Date(at).toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T");
  const fields = page.locator("input[type=datetime-local]");
  await fields.nth(0).fill(local("2016-11-02T05:00:00Z"));
  await fields.nth(1).fill(local("2016-11-03T05:00:00Z"));
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator("#timeline-twin").click();
  await page.waitForFunction(() => {
    const total = document.querySelector("#states-table tbody tr td:last-child");
    return total?.textContent === "86,400.000";
  });
  for (const [state, seconds] of Object.entries(EXPECTED)) {
    assert.ok(Math.abs(answer[0].states[state] - seconds) <= 0.0005, `${state}: ${answer[0].states[state]}`);
    const cell = page.locator(`#states-table td[data-state="${state}"]`);
    assert.equal(Number(await cell.getAttribute("data-seconds")), answer[0].states[state], state);
    assert.equal(await cell.textContent(), seconds.toLocaleString("en-GB", { minimumFractionDigits: 3 }));
  }
}
