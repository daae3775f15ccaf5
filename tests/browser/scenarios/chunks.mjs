export const name = "Parts of the program are fetched when they are needed, and one that cannot be had is told and tried again";

const STATES = "asset,start,state\npress 1,2026-03-02T06:00:00Z,RUN\npress 1,2026-03-02T07:00:00Z,IDLE\n";
const MOVES = "item,time,from,to\nLOT-1,2026-03-02T06:30:00Z,store,press 1\n";
const DEVICES =
  '<?xml version="1.0"?><MTConnectDevices><Devices><Device name="press 2" uuid="u"><DataItems>' +
  '<DataItem category="EVENT" id="e" type="EXECUTION" name="exec"/></DataItems></Device></Devices></MTConnectDevices>';

const MISSING = /could not be fetched/;

export async function run({ assert, context, visit, ask, openTexts, watch }) {
  const fetched = [];
  context.on("request", (request) => {
    const part = request.url().match(/\/([\w-]+)-lazy-[0-9a-f]+\.wasm$/)?.[1];
    if (part) fetched.push(part);
  });
  const page = await visit();
  assert.deepEqual(fetched, [], "the first screen needs nothing more");
  await openTexts(page, { "states.csv": STATES });
  await page.getByRole("navigation").getByRole("button", { name: "Monitor" }).click();
  await page.locator("#timeline-title").waitFor();
  // What reads them is among what parts share. Beside their ledger, the timeline, OEE and losses come what a person says about the data, trend and charts,
  // and what writes links.
  const beside = /^(recipe|needs|panels|closer|link_packer|shared-\w+)$/;
  assert.deepEqual(fetched.filter((part) => !beside.test(part)), [], "a table of states needs nothing else");

  // The host is away for a moment: the file says why it was not read, the other one is read all the same.
  let away = true;
  await context.route(/-lazy-/, (route) => (away ? route.abort() : route.continue()));
  let report = await openTexts(page, { "devices.xml": DEVICES, "moves.csv": MOVES, "more.csv": STATES.replaceAll("press 1", "press 3") });
  const said = (name) => report.files.filter((file) => file.name === name).map((file) => file.messages.map((m) => m.reason));
  for (const file of ["devices.xml", "moves.csv"]) assert.match(said(file)[0].join(), MISSING);
  assert.deepEqual(said("more.csv"), [[]]);
  await assert.rejects(ask(page, { ask: "journey", item: "LOT-1" }), MISSING);
  await page.getByRole("navigation").getByRole("button", { name: "Trace" }).click();
  const problem = page.getByRole("alert").filter({ hasText: MISSING });
  await problem.waitFor();

  // It is back: everything is tried again where it failed, with the data still there.
  away = false;
  await problem.getByRole("button", { name: "Try again" }).click();
  await page.locator("h1", { hasText: "Trace" }).waitFor({ state: "attached" });
  await problem.waitFor({ state: "detached" });
  report = await openTexts(page, { "devices again.xml": DEVICES, "moves again.csv": MOVES });
  assert.deepEqual([said("devices again.xml"), said("moves again.csv")], [[[]], [[]]]);
  const journey = await ask(page, { ask: "journey", item: "LOT-1" });
  assert.ok(journey.stays.length > 0, "the engine follows the lot");
  const kept = report.files.map((file) => file.name);
  assert.deepEqual(kept, ["devices again.xml", "devices.xml", "more.csv", "moves again.csv", "moves.csv", "states.csv"]);
  for (const part of ["trace", "xml", "follow"]) assert.ok(fetched.includes(part), `${part} was fetched: ${fetched}`);

  // The browser notes on its console what it could not fetch; nothing else went wrong.
  const noted = watch.take();
  assert.ok(noted.every((problem) => /Failed to load resource/.test(problem)), noted.join("\n"));
}
