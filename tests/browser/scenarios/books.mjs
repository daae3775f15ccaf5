import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export const name = "Workbooks and Parquet are read by a program that comes when it is needed, and answer as the command line does";

const golden = (path) => fileURLToPath(new URL(`../../golden/${path}`, import.meta.url));

/** The questions of a golden case with the answers that it expects. */
async function expected(folder) {
  const text = await readFile(golden(`${folder}/case.toml`), "utf8");
  const cases = [...text.matchAll(/question = \{ (.*) \}\nanswer = "(.*)"/g)];
  return Promise.all(
    cases.map(async ([, fields, answer]) => ({
      question: JSON.parse(`{${fields.replace(/(\w+) = /g, '"$1": ')}}`),
      answer: JSON.parse(await readFile(golden(`${folder}/${answer}`), "utf8")),
    })),
  );
}

export async function run({ assert, visit, ask, openFiles, shoot }) {
  const page = await visit();
  const fetched = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  const books = () => fetched.filter((path) => /books-lazy-[0-9a-f]+(_bg\.wasm|\.js)$/.test(path)).length;

  for (const [folder, file] of [["book-workbook", "plant.xlsx"], ["book-parquet", "states.parquet"]]) {
    const fresh = await visit();
    fresh.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await openFiles(fresh, [golden(`${folder}/${file}`)]);
    const cases = await expected(folder);
    assert.ok(cases.length > 2, "the case asks something");
    for (const { question, answer } of cases) {
      assert.deepEqual(await ask(fresh, question), answer, `${folder}: ${JSON.stringify(question)}`);
    }
    await fresh.close();
  }
  assert.equal(books(), 4, `its script and its program were fetched once by each engine: ${fetched}`);

  // What cannot be read says so, what stands beside it is read, and a table opened later meets a program that works.
  const broken = Buffer.from(await readFile(golden("book-parquet/states.parquet")));
  broken.fill(0xff, 40, 400);
  const report = await page.evaluate(async ([broken, old]) => {
    const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return window.floorlens.open([
      new File([bytes(broken)], "broken.parquet"),
      new File([bytes(old)], "old.xls"),
      new File(["asset,start,state\nSaw,2026-03-23T06:00:00Z,RUN\n"], "saw.csv"),
    ]);
  }, [broken.toString("base64"), Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)]).toString("base64")]);
  const said = (name) => report.files.find((file) => file.name === name).messages.map((message) => message.reason).join(" ");
  assert.match(said("broken.parquet"), /cannot be read any further|could not be read any further/);
  assert.match(said("old.xls"), /Save it as \.xlsx/);
  assert.equal(report.files.find((file) => file.name === "saw.csv").used, 1);
  const again = await openFiles(page, [golden("book-parquet/states.parquet"), golden("book-workbook/plant.xlsx")]);
  assert.equal(again.files.find((file) => file.name === "states.parquet").used, 10);

  // The mapping panel of a sheet is that of any table.
  await page.evaluate(() => (location.hash = "#data"));
  await page.getByText("plant.xlsx/Counts").first().waitFor();
  await shoot(page, "books");
}
