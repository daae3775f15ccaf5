export const name = "The sample plant opens by its address, and every record is accounted for";

export async function run({ assert, visit, ask }) {
  const page = await visit();
  const report = await page.evaluate(() => window.floorlens.open("samples/plant/"));
  const manifest = await page.evaluate(async () => (await fetch("samples/plant/manifest.json")).json());
  assert.deepEqual(report.files.map((file) => file.name), manifest.files.map((file) => file.name).sort());
  for (const file of report.files) {
    const { used, merged, superseded, retracted, repaired, rejected } = file;
    assert.equal(used + merged + superseded + retracted + repaired + rejected, file.records, file.name);
    assert.ok(file.used > 0, `${file.name} gives facts: ${JSON.stringify(file)}`);
    assert.deepEqual([file.rejected, file.messages.filter((message) => message.severity === "error")], [0, []], file.name);
  }
  assert.deepEqual(await ask(page, { ask: "inspect" }), report);
}
