export const name = "window.floorlens opens, asks and says what went wrong";

const refusal = (page, what) =>
  page.evaluate(async (what) => {
    try {
      await window.floorlens[what.door](what.given);
      return "accepted";
    } catch (error) {
      return error.message;
    }
  }, what);

export async function run({ assert, visit, ask, openTexts }) {
  const page = await visit();
  const report = await openTexts(page, { "empty.csv": "", "nonsense.bin": "\u0000\u0001\u0002 nothing anybody exports" });
  assert.deepEqual(report.files.map((file) => file.name), ["empty.csv", "nonsense.bin"]);
  for (const file of report.files) {
    assert.equal(file.messages.length, 1, `${file.name} is explained`);
    assert.equal(file.messages[0].severity, "error");
  }
  assert.deepEqual(await ask(page, { ask: "inspect" }), report, "the report stands");
  assert.deepEqual(await ask(page, '{"ask":"inspect"}'), report, "a question may be text");
  assert.match(await refusal(page, { door: "ask", given: { ask: "dance" } }), /The question is not valid: .*dance/);
  assert.match(await refusal(page, { door: "ask", given: { version: 99, ask: "inspect" } }), /version 99/);
  assert.match(await refusal(page, { door: "open", given: [7] }), /entry 1/);
}
