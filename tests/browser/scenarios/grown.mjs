export const name = "A file that is opened again after it grew goes on where it ended, short or long, and stays one file";

const HEADER = "asset,start,state\n";

/** Rows of four machines, a minute apart. */
function rows(from, to) {
  const at = (i) => new Date(Date.UTC(2026, 2, 1) + i * 15_000).toISOString().replace(".000", "");
  let text = "";
  for (let i = from; i < to; i += 1) text += `Press ${i % 4},${at(i)},${["RUN", "STOP", "IDLE"][Math.floor(i / 4) % 3]}\n`;
  return text;
}

const PIECES = "asset,time,count\nPress 1,2026-03-01T00:10:00Z,12\n";

/** Opens files one after the other and tells what there is in the end. */
const open = (page, texts, readers) =>
  page.evaluate(
    async ([texts, readers]) => {
      let report;
      for (const [name, text] of texts) report = await window.floorlens.open(new File([text], name), { readers });
      const last = report.files.find((file) => file.name === "log.csv").records;
      return {
        report,
        states: await window.floorlens.ask({ ask: "states" }),
        record: await window.floorlens.ask({ ask: "record", file: "log.csv", record: last }),
      };
    },
    [texts, readers],
  );

export async function run({ assert, visit, shoot }) {
  const short = HEADER + rows(0, 400);
  const longer = short + rows(400, 1000);
  const alone = await open(await visit(), [["log.csv", longer], ["pieces.csv", PIECES]], 0);
  assert.equal(alone.report.files.find((file) => file.name === "log.csv").records, 1000);

  // Another file was opened meanwhile, so that its records stand between the two parts.
  const page = await visit();
  const grown = await open(page, [["log.csv", short], ["pieces.csv", PIECES], ["log.csv", longer]], 0);
  assert.deepEqual(grown, alone, "as if it had been that long from the start");
  await page.getByRole("link", { name: "Data" }).or(page.getByRole("button", { name: "Data", exact: true })).first().click();
  const listed = page.getByRole("region", { name: "Files" }).getByRole("row").filter({ hasText: "log.csv" });
  await listed.first().waitFor();
  assert.equal(await listed.count(), 1, "it is listed once");
  assert.match(await listed.innerText(), /1,000/);
  await shoot(page, "grown");

  // Cut off within a row: half a word is no state.
  const cut = await open(await visit(), [["log.csv", longer.slice(0, -4)], ["log.csv", longer]], 0);
  assert.equal(cut.report.files.length, 1);
  assert.deepEqual(cut.states, (await open(await visit(), [["log.csv", longer]], 0)).states);

  // Long enough for readers, before and after: 16 MB and more.
  const many = HEADER + rows(0, 460_000);
  const more = many + rows(460_000, 960_000);
  const whole = await open(await visit(), [["log.csv", more]], 1);
  for (const readers of [0, 1]) {
    assert.deepEqual(await open(await visit(), [["log.csv", many], ["log.csv", more]], readers), whole, `${readers} readers`);
  }
}
