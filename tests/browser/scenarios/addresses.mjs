export const name = "Addresses open: the page's own by the engine, foreign ones by fetch.js alone";

const SHDR = "2016-11-02T00:00:00.000Z|execution|ACTIVE\n2016-11-02T00:01:00.000Z|execution|READY\n";

export async function run({ assert, visit, foreign, watch }) {
  const page = await visit();
  const open = (addresses) => page.evaluate((addresses) => window.floorlens.open(addresses), addresses);
  const reasons = (report, name) => {
    const file = report.files.find((file) => file.name === name);
    assert.ok(file, `${name} is in the report: ${report.files.map((file) => file.name)}`);
    return file.messages.map((message) => message.reason).join(" ");
  };

  foreign.put("/logs/press%201.txt", SHDR);
  foreign.takeVisits();
  await open([`${foreign.address}/logs/press%201.txt`]);
  assert.deepEqual(foreign.takeVisits(), ["/logs/press%201.txt"]);
  assert.deepEqual(watch.take(), [`request to another origin: ${foreign.address}/logs/press%201.txt`]);

  // The page itself is a file of its own origin, if no export.
  const report = await open(["index.html", "missing.csv", `${foreign.address}/gone.csv`, "ftp://host/a.csv", "http://"]);
  assert.equal(report.files.find((file) => file.name === "press 1.txt").bytes, SHDR.length, "what was open stays");
  assert.ok(report.files.find((file) => file.name === "index.html").bytes > 500, "the engine fetched it whole");
  assert.match(reasons(report, "missing.csv"), /missing\.csv answered 404/);
  assert.match(reasons(report, "gone.csv"), /gone\.csv answered 404/);
  assert.match(reasons(report, "a.csv"), /only http and https/);
  assert.match(reasons(report, "http://"), /is not an address/);
  assert.deepEqual(watch.take(), [`request to another origin: ${foreign.address}/gone.csv`]);
}
