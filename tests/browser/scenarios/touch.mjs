export const name = "Fingers on a phone: pinch zooms, two fingers pan, one scrolls the page, a resting finger opens a state";

export const device = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

export async function run({ assert, visit }) {
  const page = await visit("#src=samples/plant/");
  await page.getByRole("button", { name: "Monitor" }).tap({ timeout: 60_000 });
  const canvas = page.locator(".timeline-canvas");
  await canvas.waitFor({ timeout: 60_000 });
  await canvas.scrollIntoViewIfNeeded();
  const chips = page.locator(".chips");
  await chips.getByText("All time", { exact: true }).waitFor();

  const session = await page.context().newCDPSession(page);
  const touch = (type, points) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  /** Fingers that move from one set of points to another in ten steps. */
  const move = async (from, to) => {
    await touch("touchStart", from);
    for (let step = 1; step <= 10; step += 1) {
      await touch("touchMove", from.map(([x, y], n) => [x + ((to[n][0] - x) * step) / 10, y + ((to[n][1] - y) * step) / 10]));
      await page.waitForTimeout(16);
    }
    await touch("touchEnd", []);
  };
  const view = () => page.evaluate(() => window.floorlens.link());
  const changed = async (before) => {
    await page.waitForFunction((before) => window.floorlens.link() !== before, before, { timeout: 10_000 });
    return view();
  };

  const box = await canvas.boundingBox();
  const [x, y] = [box.x + box.width * 0.6, box.y + 90];

  // Pinch: closer, and the chip says which window.
  const all = await view();
  await move([[x - 30, y], [x + 30, y]], [[x - 90, y], [x + 90, y]]);
  const closer = await changed(all);
  await chips.getByText("All time", { exact: true }).waitFor({ state: "detached" });

  // Two fingers: along time.
  await move([[x - 30, y], [x + 30, y]], [[x - 90, y], [x - 30, y]]);
  const panned = await changed(closer);

  // One finger, upwards: the page scrolls and the window stays.
  const scrolled = () => page.evaluate(() => document.querySelector(".content").scrollTop);
  const top = await scrolled();
  await move([[x, y]], [[x, y - 120]]);
  await page.waitForFunction((top) => document.querySelector(".content").scrollTop > top + 40, top);
  assert.equal(await view(), panned, "scrolling changes no window");

  // The page runs on for a while after the finger left.
  let last = -1;
  while (last !== (last = await scrolled())) await page.waitForTimeout(300);

  // A finger that rests opens the state, right below the timeline.
  await canvas.scrollIntoViewIfNeeded();
  const now = await canvas.boundingBox();
  await touch("touchStart", [[x, now.y + 60]]);
  await page.waitForTimeout(800);
  await touch("touchEnd", []);
  await changed(panned);
  const stop = page.locator("#stop dl");
  await stop.waitFor();
  const [opened, losses] = [await page.locator("#stop").boundingBox(), await page.locator("#losses-title").boundingBox()];
  assert.ok(opened.y < losses.y, "the opened state comes before the losses");
}
