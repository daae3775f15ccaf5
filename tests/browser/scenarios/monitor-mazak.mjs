import { readFile } from "node:fs/promises";

export const name = "Monitor: a day of the Mazak log has the seconds of M12, to the microsecond";

// Acceptance case M12: key `execution`, 2016-11-02T05:00Z + 24 h, as published, in milliseconds.
const EXPECTED = {
  UNAVAILABLE: 47_094.619,
  ACTIVE: 12_117.619,
  STOPPED: 11_169.08,
  INTERRUPTED: 8_803.495,
  READY: 7_192.895,
  FEED_HOLD: 22.292,
};

/** Microseconds since 2016-11-01 of a stamp in that month. */
function micros(stamp) {
  const parts = stamp.match(/^2016-11-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z$/);
  if (!parts) return null;
  const [day, hour, minute, second] = parts.slice(1, 5).map(Number);
  return (((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + Number((parts[5] ?? "").padEnd(6, "0").slice(0, 6));
}

/** The same day added up from the file's lines alone, by no code of the product: whole microseconds per state. */
function addedUp(text) {
  const seen = [];
  let last = 0;
  text.split("\n").forEach((line, number) => {
    const fields = line.trimEnd().split("|");
    const time = micros(fields[0]);
    if (time === null) return;
    last = Math.max(last, time);
    for (let at = 1; at + 1 < fields.length; at += 2) {
      if (fields[at].toLowerCase() === "execution") seen.push([time, number, fields[at + 1]]);
    }
  });
  seen.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const [from, to] = [micros("2016-11-02T05:00:00Z"), micros("2016-11-03T05:00:00Z")];
  const sums = {};
  seen.forEach(([time, , state], i) => {
    const end = seen[i + 1]?.[0] ?? (state === "UNAVAILABLE" ? to : last);
    const length = Math.min(end, to) - Math.max(time, from);
    if (length > 0) sums[state] = (sums[state] ?? 0) + length;
  });
  return sums;
}

export async function run({ assert, visit, ask, openFiles, corpus }) {
  const log = corpus("nist-smstestbed/raw/Mazak03-20161102-20161103.txt");
  const page = await visit();
  await openFiles(page, [log]);
  await page.getByRole("link", { name: "Monitor" }).or(page.getByRole("button", { name: "Monitor" })).first().click();
  await page.locator("#legend li").first().waitFor({ timeout: 60_000 });
  const answer = await ask(page, { ask: "states", from: "2016-11-02T05:00:00Z", to: "2016-11-03T05:00:00Z" });
  assert.equal(answer.length, 1);
  assert.equal(answer[0].total, 86_400);
  const exact = addedUp(await readFile(log, "utf8"));
  assert.deepEqual(Object.keys(answer[0].states).sort(), Object.keys(exact).sort());
  for (const [state, length] of Object.entries(exact)) {
    assert.ok(Math.abs(answer[0].states[state] - length / 1e6) <= 1e-6, `${state}: ${answer[0].states[state]} s, not ${length} µs`);
  }

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
    assert.equal(answer[0].states[state].toFixed(3), seconds.toFixed(3), `${state} as published`);
    const cell = page.locator(`#states-table td[data-state="${state}"]`);
    assert.equal(Number(await cell.getAttribute("data-seconds")), answer[0].states[state], state);
    assert.equal(await cell.textContent(), seconds.toLocaleString("en-GB", { minimumFractionDigits: 3 }));
  }
}
