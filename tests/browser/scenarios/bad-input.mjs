import { mkdtemp, rm, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

export const name = "Bad files are explained, the good one beside them loads, and nothing hangs";

const TABLE = "asset,start,state\npress 1,2026-03-02T06:00:00Z,RUN\npress 1,2026-03-02T07:00:00Z,IDLE\n";

export async function run({ assert, visit, ask, openFiles }) {
  const folder = await mkdtemp(path.join(tmpdir(), "floorlens-"));
  try {
    const write = async (name, ...parts) => {
      const file = await open(path.join(folder, name), "w");
      for (const part of parts) await file.write(part);
      await file.close();
      return path.join(folder, name);
    };
    const megabyte = Buffer.alloc(1 << 20, "x");
    // Another machine: the same rows again would be merged with those of the good file.
    const packed = gzipSync(TABLE.replaceAll("press 1", "press 2").repeat(2000));
    const files = await Promise.all([
      write("empty.csv"),
      write("picture.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])),
      write("one-line.csv", "asset,start,state\npress 1,2026-03-02T06:00:00Z,", ...Array(100).fill(megabyte)),
      write("one-line.txt", ...Array(100).fill(megabyte)),
      write("cut.csv.gz", packed.subarray(0, packed.length / 2)),
      write("letter.txt", "Dear colleague,\nplease find the export attached.\n"),
      write("states.csv", TABLE),
    ]);
    const page = await visit();
    const report = await openFiles(page, files);
    assert.equal(report.files.length, files.length, "every file is in the report");
    for (const file of report.files) {
      const { used, merged, superseded, retracted, repaired, rejected } = file;
      const accounted = used + merged + superseded + retracted + repaired + rejected;
      assert.equal(accounted, file.records, `every record of ${file.name} is accounted for`);
      if (file.name === "states.csv") {
        assert.deepEqual([file.records, file.used, file.messages], [2, 2, []]);
      } else {
        const grave = file.messages.filter((message) => message.severity !== "info");
        assert.ok(grave.length > 0, `${file.name} is explained: ${JSON.stringify(file)}`);
        for (const message of grave) assert.match(message.reason, /^.{20,}\.$/s, "in a sentence");
      }
    }
    assert.deepEqual(await ask(page, { ask: "inspect" }), report, "the engine lives");
    // What failed as a whole is open on the page, and called an error; that no machine is known is no all-clear.
    const failed = report.files.filter((file) => file.messages.some((m) => m.severity === "error" && m.record === 0));
    assert.ok(failed.some((file) => file.name === "cut.csv.gz" && file.records > 0), "one of them was read in part");
    await page.getByRole("link", { name: "Data" }).or(page.getByRole("button", { name: "Data", exact: true })).first().click();
    for (const { name } of failed) {
      const row = page.locator("#files-title").locator("xpath=ancestor::section").locator("tbody").filter({ has: page.getByTitle(name, { exact: true }) });
      assert.equal(await row.locator("button.bad").first().getAttribute("aria-expanded"), "true", name);
      await row.locator(".messages .tag-bad").first().waitFor();
    }
    const alone = await visit();
    await openFiles(alone, files.filter((file) => file.endsWith("empty.csv")));
    await alone.getByRole("link", { name: "Data" }).or(alone.getByRole("button", { name: "Data", exact: true })).first().click();
    await alone.getByText("No machine data is loaded").waitFor();
    assert.equal(await alone.getByText("Nothing is missing").count(), 0);
    await alone.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}
