import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
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

const ROWS = 120_000;

/** Rows of a long table; here and there one that cannot be read. */
const row = (i) => {
  const at = (s) => new Date(Date.UTC(2026, 2, 1) + s * 1000).toISOString();
  const turn = Math.floor(i / 40);
  return [`M${i % 40}`, i % 50_000 === 49_999 ? "never" : at(turn * 30), at(turn * 30 + 20), ["RUN", "IDLE", "a, b"][turn % 3]];
};

/** An archive of files that are not packed, as the format wants it: files, directory, end. */
function zip(files) {
  const [parts, directory] = [[], []];
  let at = 0;
  for (const [name, text] of files) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(text)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(bytes.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(path.length, 22);
    const behind = Buffer.alloc(14);
    behind.writeUInt32LE(at, 10);
    parts.push(Buffer.from("PK\x03\x04"), about, path, bytes);
    directory.push(Buffer.from("PK\x01\x02\x14\0"), about, behind, path);
    at += 30 + path.length + bytes.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});
const crc32 = (bytes) => ~bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;

/** The same rows as a workbook and as CSV. */
function longTables() {
  const rows = [["asset", "start", "end", "state"], ...Array.from({ length: ROWS }, (_, i) => row(i))];
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const cell = (text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const sheet = rows.map((cells) => `<row>${cells.map(cell).join("")}</row>`).join("");
  const workbook = zip([
    ["[Content_Types].xml", "<Types/>"],
    ["xl/workbook.xml", `<workbook xmlns:r="${relations}"><sheets><sheet name="States" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ["xl/worksheets/sheet1.xml", `<worksheet><sheetData>${sheet}</sheetData></worksheet>`],
  ]);
  const csv = rows.map((cells) => `${cells.map((text) => (text.includes(",") ? `"${text}"` : text)).join(",")}\n`).join("");
  return { "states.xlsx": workbook, "states.csv": Buffer.from(csv) };
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

  // A long table of a book is read in pieces of its text, to the report of the same rows as CSV.
  const folder = await mkdtemp(path.join(tmpdir(), "floorlens-books-"));
  const told = [];
  for (const [file, bytes] of Object.entries(longTables())) {
    const fresh = await visit();
    const parts = [];
    fresh.on("request", (request) => parts.push(new URL(request.url()).pathname));
    await writeFile(path.join(folder, file), bytes);
    const report = await openFiles(fresh, [path.join(folder, file)]);
    const [{ records, used, rejected, messages }] = report.files;
    const reasons = messages.map((message) => [message.reason, message.record]);
    const states = await ask(fresh, { ask: "states" });
    const record = await ask(fresh, { ask: "record", file, record: 100_000 });
    told.push({ records, used, rejected, reasons, states: JSON.stringify(states).replaceAll(file, ""), line: record.line, text: record.text });
    if (file.endsWith("xlsx")) assert.ok(parts.some((path) => path.includes("ranges-lazy")), "what reads pieces was fetched");
    await fresh.close();
  }
  await rm(folder, { recursive: true });
  assert.equal(told[0].records, ROWS);
  assert.equal(told[0].rejected, 2);
  assert.deepEqual(told[0], told[1]);

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
