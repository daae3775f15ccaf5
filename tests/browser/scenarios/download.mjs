import { gzipSync } from "node:zlib";

export const name = "What a person downloads until Monitor shows timeline and OEE figures does not grow";

// Bytes of the program over the network, each file after gzip -9; the data itself does not count. The budget of 500,000 is one of the files of
// the first view (`cargo xtask check-size`). With the chunks that one file's format and the Data screen on the way need it is
// not met yet, so this bound stands above it and only goes down.
const BOUND = 520_000;

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
  { title: "a table of states as CSV", open: texts({ "states.csv": STATES }), bound: BOUND },
  { title: "an SHDR log", open: texts({ "press.log": LOG }), bound: BOUND },
  { title: "the sample plant", open: (page) => page.evaluate(() => window.floorlens.open("samples/plant/")) },
];

export async function run(tools) {
  const { assert, context } = tools;
  for (const { title, open, bound = Infinity } of CASES) {
    const fetched = new Map();
    const note = (request) => {
      const url = new URL(request.url());
      if (/^http/.test(url.protocol) && !url.pathname.includes("/samples/")) fetched.set(url.href, url.pathname);
    };
    context.on("request", note);
    const page = await tools.visit();
    // When both first stand on the page, in milliseconds since 1970: a clock that page and engine share.
    await page.evaluate(() => {
      window.shownAt = new Promise((shown) => {
        const look = () => {
          if (!document.querySelector("#figures .figure-value") || !document.querySelector("#legend li")) return;
          watching.disconnect();
          shown(performance.timeOrigin + performance.now());
        };
        const watching = new MutationObserver(look);
        watching.observe(document.body, { childList: true, subtree: true });
      });
    });
    await open(page, tools);
    await page.getByRole("navigation").getByRole("button", { name: "Monitor" }).click();
    const shown = await page.evaluate(() => window.shownAt);
    // What comes behind it: until nothing more was asked for in half a second.
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(500);
    context.off("request", note);

    const asked = () =>
      performance.getEntriesByType("resource").map((entry) => [entry.name, performance.timeOrigin + entry.startTime]);
    const times = new Map([...(await tools.engineOf(page).evaluate(asked)), ...(await page.evaluate(asked))]);
    const sizes = new Map();
    for (const href of fetched.keys()) {
      const answer = await fetch(href);
      if (answer.ok) sizes.set(href, gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length);
    }
    // Of the page itself there is no entry.
    const early = [...fetched.keys()].filter((href) => (times.get(href) ?? 0) <= shown);
    const sum = (hrefs) => hrefs.reduce((sum, href) => sum + (sizes.get(href) ?? 0), 0);
    const [first, all] = [sum(early), sum([...fetched.keys()])];
    const parts = (hrefs) => hrefs.map((href) => href.match(/([\w-]+)-lazy-/)?.[1]).filter(Boolean).join(", ");
    const behind = [...fetched.keys()].filter((href) => !early.includes(href));
    console.log(`        ${title}: ${first} bytes until it is shown (${parts(early)}), ${all} with what comes behind it (${parts(behind)})`);
    assert.ok(first <= bound, `${title}: ${first} bytes of at most ${bound} until Monitor shows it`);
    await page.close();
  }
}
