import { deflateRawSync } from "node:zlib";

export const name = "A trace opens from a link, is walked by keyboard, and its table says the same";

const view = (view) => `#src=samples/plant/&v=1.${deflateRawSync(JSON.stringify(view)).toString("base64url")}`;

export async function run({ assert, visit, ask, checkAccess, shoot }) {
  // Written by another deflate than the page's own: what counts is the format.
  const page = await visit(view({ screen: "trace", item: "S-002777" }));
  const tree = page.getByRole("tree");
  await tree.waitFor({ timeout: 60_000 });
  const answer = await ask(page, { ask: "tree", item: "S-002777", direction: "back" });
  assert.ok(answer.nodes.length > 1, "something went into it");
  assert.equal(await tree.getByRole("treeitem").count(), answer.nodes.length + answer.more.length);

  // The anchor of a trace back stands right; its inputs are on the left.
  await tree.locator(".box-anchor").focus();
  await page.keyboard.press("ArrowLeft");
  const chosen = tree.locator('[aria-selected="true"]');
  assert.equal(await chosen.count(), 1);
  assert.ok(!(await chosen.getAttribute("class")).includes("box-anchor"), "the key moved to an input");
  await page.getByRole("button", { name: /transformations\.csv\.gz, line/ }).first().waitFor();
  await shoot(page, "trace");
  await checkAccess(page);

  // A traces from the box: the address follows, and Back is not needed to see what it led to.
  const before = new URL(page.url()).hash;
  await page.keyboard.press("a");
  await page.waitForFunction((before) => location.hash !== before, before);

  // The twin says the same.
  await page.getByRole("button", { name: "Forward", exact: true }).click();
  await page.getByRole("button", { name: "Table", exact: true }).click();
  const rows = page.locator("section[aria-labelledby=trace-title] tbody tr");
  await rows.first().waitFor();
  const input = await page.locator(".figures .figure-value").first().innerText();
  const trace = await ask(page, { ask: "trace", item: input.split(/\s/)[0], direction: "forward" });
  assert.equal(await rows.count(), Math.min(50, trace.items.length));
}
