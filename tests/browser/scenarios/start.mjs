export const name = "The page starts under a sub-path, with an engine that answers";

export async function run({ assert, visit, ask, address, shoot, checkAccess }) {
  assert.match(new URL(address).pathname, /^\/.+\/$/, "the page is not at the host's root");
  const page = await visit();
  assert.deepEqual(await ask(page, { ask: "inspect" }), { files: [], facts: {} });
  assert.equal(await page.locator("#boot").count(), 0, "the notice of the start is gone");
  assert.ok((await page.evaluate(() => window.floorlens.link())).startsWith(address));
  await checkAccess(page);
  await shoot(page, "start");
}
