import { gzipSync } from "node:zlib";

export const name = "What a person downloads until Monitor shows timeline and OEE figures keeps to the budget";

// Bytes of the program over the network, each file after gzip -9; the data itself does not count.
const CEILING = 610_000;

const STATES = [
  "asset,start,state",
  ...[1, 2, 3].flatMap((press) => ["06:00,RUN", "07:00,IDLE", "07:30,RUN", "09:00,DOWN"].map((row) => {
    const [time, state] = row.split(",");
    return `press ${press},2026-03-02T${time}:00Z,${state}`;
  })),
].join("\n");
const LOG = [
  "2026-03-02T06:00:00Z|execution|ACTIVE|mode|AUTOMATIC",
  "2026-03-02T07:00:00Z|execution|READY",
  "2026-03-02T07:30:00Z|execution|ACTIVE",
  "2026-03-02T09:00:00Z|execution|UNAVAILABLE",
].join("\n");

const texts = (files) => (page, tools) => tools.openTexts(page, files);
const CASES = [
  { title: "a table of states as CSV", open: texts({ "states.csv": STATES }), budget: CEILING },
  { title: "an SHDR log", open: texts({ "press.log": LOG }), budget: CEILING },
  { title: "the sample plant", open: (page) => page.evaluate(() => window.floorlens.open("samples/plant/")) },
];

export async function run(tools) {
  const { assert, context } = tools;
  for (const { title, open, budget = Infinity } of CASES) {
    const fetched = new Map();
    const note = (request) => {
      const url = new URL(request.url());
      if (/^http/.test(url.protocol) && !url.pathname.includes("/samples/")) fetched.set(url.href, url.pathname);
    };
    context.on("request", note);
    const page = await tools.visit();
    await open(page, tools);
    await page.getByRole("navigation").getByRole("button", { name: "Monitor" }).click();
    await page.locator("#figures .figure-value").first().waitFor();
    await page.locator("#legend li").first().waitFor();
    const shown = [...fetched.keys()];
    // What comes behind it: until nothing more was asked for in half a second.
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(500);
    context.off("request", note);

    const sizes = new Map();
    for (const [href] of fetched) {
      const answer = await fetch(href);
      if (answer.ok) sizes.set(href, gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length);
    }
    const sum = (hrefs) => hrefs.reduce((sum, href) => sum + (sizes.get(href) ?? 0), 0);
    const first = sum(shown);
    const all = sum([...fetched.keys()]);
    const parts = [...fetched.values()].map((path) => path.match(/([\w-]+)-lazy-/)?.[1]).filter(Boolean);
    console.log(`        ${title}: ${first} bytes until it is shown, ${all} with what comes behind it (${parts.join(", ")})`);
    assert.ok(first <= budget, `${title}: ${first} bytes of at most ${budget} until Monitor shows it`);
    await page.close();
  }
}
