export const name = "A long table is read by several workers, to the same report as by one, even when a worker stops";

// Rows of some 66 bytes; here and there a cell with a line end, a row that cannot be read, a quote that stays open.
const makeFile = ({ rows, name }) => {
  const parts = ["asset,start,end,state,reason\n"];
  const at = (s) => new Date(Date.UTC(2026, 2, 1) + s * 1000).toISOString();
  for (let i = 0; i < rows; i += 1) {
    const [asset, turn] = [`M${i % 40}`, Math.floor(i / 40)];
    const reason = i % 97 === 0 ? '"two\nlines, quoted"' : "";
    if (i % 50_000 === 49_999) parts.push(`${asset},never,,RUN,\n`);
    else parts.push(`${asset},${at(turn * 30)},${at(turn * 30 + 20)},${["RUN", "IDLE", "DOWN"][turn % 3]},${reason}\n`);
  }
  return new File(parts, name);
};

/** Under a name that says so, a packed file is unpacked by the browser and read by helpers. `cut` leaves so much of its end away. */
async function read(page, readers, packed = false, name = "states.csv", cut = 0) {
  return page.evaluate(
    async ([make, readers, packed, name, cut]) => {
      let file = new Function(`return (${make})`)()({ rows: 370_000, name: "states.csv" });
      if (packed) {
        const gz = await new Response(file.stream().pipeThrough(new CompressionStream("gzip"))).blob();
        file = new File([gz.slice(0, gz.size - cut)], name);
      }
      const report = await window.floorlens.open(file, { readers });
      const states = await window.floorlens.ask({ ask: "states" });
      const record = await window.floorlens.ask({ ask: "record", file: name, record: cut ? 30_000 : 300_000 });
      return { report, states, record };
    },
    [makeFile.toString(), readers, packed, name, cut],
  );
}

// The same as JSON objects on lines: a row of other keys, one that is none, a blank line.
const makeLines = () => {
  const parts = [];
  const at = (s) => new Date(Date.UTC(2026, 2, 1) + s * 1000).toISOString();
  for (let i = 0; i < 200_000; i += 1) {
    const turn = Math.floor(i / 40);
    const row = { asset: `M${i % 40}`, start: at(turn * 30), end: at(turn * 30 + 20), state: ["RUN", "IDLE", "DOWN"][turn % 3] };
    if (i % 50_000 === 49_999) row.start = "never";
    parts.push(i % 60_000 === 59_999 ? "{broken\n\n" : `${JSON.stringify(i % 977 === 0 ? { reason: "Säge", ...row } : row)}\n`);
  }
  return new File(parts, "states.ndjson");
};

async function readLines(page, readers) {
  return page.evaluate(
    async ([make, readers]) => {
      const report = await window.floorlens.open(new Function(`return (${make})`)()(), { readers });
      const states = await window.floorlens.ask({ ask: "states" });
      const record = await window.floorlens.ask({ ask: "record", file: "states.ndjson", record: 150_000 });
      return { report, states, record };
    },
    [makeLines.toString(), readers],
  );
}

/** What must be the same however the bytes came. */
const essence = ({ report, states, record }) => ({
  files: report.files.map(({ bytes, messages, messages_total, ...file }) => ({ ...file, messages: messages.filter((m) => !m.reason.startsWith("A helper")) })),
  states,
  record,
});

export async function run({ assert, visit }) {
  const whole = await read(await visit(), 0, true);
  assert.equal(whole.report.files[0].rejected, 7, "the rows without a time");
  assert.equal(whole.report.files[0].records, 370_000);
  for (const readers of [0, 1, 3]) {
    const page = await visit();
    const read_ = await read(page, readers);
    assert.deepEqual(essence(read_), essence(whole), `${readers} readers`);
    assert.deepEqual(read_.report.files[0].messages, whole.report.files[0].messages, "nothing to say of helpers");
  }

  // How often the engine had the browser unpack something.
  const counting = async (page) => {
    await page.evaluate(() => window.floorlens.ready);
    const engine = page.workers().find((worker) => worker.url().startsWith("blob:"));
    await engine.evaluate(() => {
      globalThis.unpacked = 0;
      const Original = globalThis.DecompressionStream;
      globalThis.DecompressionStream = function (format) {
        globalThis.unpacked += 1;
        return new Original(format);
      };
    });
    return () => engine.evaluate(() => globalThis.unpacked);
  };
  const named = (name, { files, states, record }) => JSON.parse(JSON.stringify({ files, states, record }).replaceAll(name, "states"));
  for (const readers of [0, 1, 3]) {
    const page = await visit();
    const unpacked = await counting(page);
    const read_ = await read(page, readers, true, "states.csv.gz");
    assert.equal(await unpacked(), 1, "the browser unpacked it");
    assert.deepEqual(named("states.csv.gz", essence(read_)), named("states.csv", essence(whole)), `packed, ${readers} readers`);
  }
  const cut = await read(await visit(), 0, true, "states.csv", 300_000);
  assert.match(JSON.stringify(cut.report.files[0].messages), /ends too early/);
  const cutByOthers = await read(await visit(), 1, true, "states.csv.gz", 300_000);
  assert.deepEqual(named("states.csv.gz", essence(cutByOthers)), named("states.csv", essence(cut)), "what is cut off says so in the same words");

  const alone = await readLines(await visit(), 0);
  assert.deepEqual([alone.report.files[0].records, alone.report.files[0].rejected], [200_000, 7]);
  for (const readers of [1, 2]) {
    assert.deepEqual(essence(await readLines(await visit(), readers)), essence(alone), `JSON lines, ${readers} readers`);
  }

  const before = await visit();
  await before.context().route("**/boot.js*", async (route) => {
    const answer = await route.fetch();
    const stop = 'setTimeout(() => worker.dispatchEvent(new ErrorEvent("error", { message: "out of memory" })), 150);';
    const body = (await answer.text()).replace(/worker\.postMessage\(\{ \.\.\.data.*\);/, (post) => `${post} ${stop}`);
    assert.match(body, /out of memory/);
    await route.fulfill({ response: answer, body });
  });
  const page = await visit();
  const lame = await read(page, 2);
  assert.deepEqual(essence(lame), essence(whole), "a reader that stops loses nothing");
  const told = lame.report.files[0].messages.filter((message) => /^A helper .*\(out of memory\).*nothing is missing/.test(message.reason));
  assert.ok(told.length > 0, "and the ledger says so");
}
