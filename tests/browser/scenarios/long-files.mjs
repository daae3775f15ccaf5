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

async function read(page, readers, packed = false) {
  return page.evaluate(
    async ([make, readers, packed]) => {
      let file = new Function(`return (${make})`)()({ rows: 330_000, name: "states.csv" });
      if (packed) {
        const gz = await new Response(file.stream().pipeThrough(new CompressionStream("gzip"))).blob();
        file = new File([gz], "states.csv");
      }
      const report = await window.floorlens.open(file, { readers });
      const states = await window.floorlens.ask({ ask: "states" });
      const record = await window.floorlens.ask({ ask: "record", file: "states.csv", record: 300_000 });
      return { report, states, record };
    },
    [makeFile.toString(), readers, packed],
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

// Rows with a long reason in which nothing repeats, so that they are long when they are packed, too.
const makeNoise = () => {
  const parts = ["asset,start,state,reason\n"];
  let seed = 1;
  for (let i = 0; i < 120_000; i += 1) {
    let reason = i % 970 === 0 ? '"two\nlines, ' : "";
    for (let c = 0; c < 34; c += 1) reason += (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0).toString(36);
    if (i % 970 === 0) reason += '"';
    const start = i % 50_000 === 49_999 ? "never" : new Date(Date.UTC(2026, 2, 1) + Math.floor(i / 40) * 30_000).toISOString();
    parts.push(`M${i % 40},${start},${["RUN", "IDLE", "DOWN"][i % 3]},${reason}\n`);
  }
  return new File(parts, "states");
};

/** The same text, plain or packed; `cut` leaves so much of its end away. Says how long it was, and how often the engine had the browser unpack something. */
async function readNoise(page, readers, { packed = true, cut = 0, alone = false } = {}) {
  await page.evaluate(() => window.floorlens.ready);
  const engine = page.workers().find((worker) => worker.url().startsWith("blob:"));
  await engine.evaluate((alone) => {
    globalThis.unpacked = 0;
    const Original = globalThis.DecompressionStream;
    globalThis.DecompressionStream = function (format) {
      if (alone) throw new TypeError("no such thing");
      globalThis.unpacked += 1;
      return new Original(format);
    };
  }, alone);
  const read = await page.evaluate(
    async ([make, readers, packed, cut]) => {
      let bytes = new Function(`return (${make})`)()();
      if (packed) bytes = await new Response(bytes.stream().pipeThrough(new CompressionStream("gzip"))).blob();
      const file = new File([bytes.slice(0, bytes.size - cut)], "states");
      const report = await window.floorlens.open(file, { readers });
      const states = await window.floorlens.ask({ ask: "states" });
      const record = await window.floorlens.ask({ ask: "record", file: "states", record: 60_000 });
      return { report, states, record, size: file.size };
    },
    [makeNoise.toString(), readers, packed, cut],
  );
  return { ...read, unpacked: await engine.evaluate(() => globalThis.unpacked) };
}

/** What must be the same however the bytes came. */
const essence = ({ report, states, record }) => ({
  files: report.files.map(({ bytes, messages, messages_total, ...file }) => ({ ...file, messages: messages.filter((m) => !m.reason.startsWith("A helper")) })),
  states,
  record,
});

export async function run({ assert, visit }) {
  const whole = await read(await visit(), 0, true);
  assert.equal(whole.report.files[0].rejected, 6, "the rows without a time");
  assert.equal(whole.report.files[0].records, 330_000);
  for (const readers of [0, 1, 3]) {
    const page = await visit();
    const read_ = await read(page, readers);
    assert.deepEqual(essence(read_), essence(whole), `${readers} readers`);
    assert.deepEqual(read_.report.files[0].messages, whole.report.files[0].messages, "nothing to say of helpers");
  }

  const alone = await readLines(await visit(), 0);
  assert.deepEqual([alone.report.files[0].records, alone.report.files[0].rejected], [200_000, 7]);
  for (const readers of [1, 2]) {
    assert.deepEqual(essence(await readLines(await visit(), readers)), essence(alone), `JSON lines, ${readers} readers`);
  }

  const plain = await readNoise(await visit(), 0, { packed: false });
  assert.deepEqual([plain.report.files[0].records, plain.report.files[0].rejected], [120_000, 2]);
  for (const readers of [0, 1, 3]) {
    const read_ = await readNoise(await visit(), readers);
    assert.ok(read_.size > 16 << 20, `long enough: ${read_.size}`);
    assert.equal(read_.unpacked, 1, "the browser unpacked it");
    assert.deepEqual(essence(read_), essence(plain), `packed, ${readers} readers`);
  }
  const cut = await readNoise(await visit(), 1, { cut: 1000, alone: true });
  assert.match(JSON.stringify(cut.report.files[0].messages), /ends too early/);
  const cutToo = await readNoise(await visit(), 1, { cut: 1000 });
  assert.deepEqual([cut.unpacked, cutToo.unpacked], [0, 1]);
  assert.deepEqual(essence(cutToo), essence(cut), "what is cut off says so in the same words");

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
