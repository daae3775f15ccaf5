export const name = "Neither page nor engine can reach another origin";

export async function run({ assert, visit, engineOf, foreign, watch }) {
  const page = await visit();
  const tryToReach = async (address) => {
    const broken = [];
    const note = (event) => broken.push(event.effectiveDirective);
    addEventListener("securitypolicyviolation", note);
    try {
      await fetch(address);
      return { outcome: "reached", broken };
    } catch (error) {
      // The event comes in a task of its own.
      await new Promise((done) => setTimeout(done, 100));
      return { outcome: error.name, broken };
    } finally {
      removeEventListener("securitypolicyviolation", note);
    }
  };
  const secret = `${foreign.address}/secret`;
  foreign.takeVisits();
  for (const [who, place] of [["page", page], ["engine", engineOf(page)]]) {
    const refused = { outcome: "TypeError", broken: ["connect-src"] };
    assert.deepEqual(await place.evaluate(tryToReach, secret), refused, `the policy refuses the ${who}`);
    assert.deepEqual(foreign.takeVisits(), [], `nothing of the ${who}'s reached the other host`);
  }
  const noted = watch.take();
  assert.ok(noted.every((problem) => /Content Security Policy/.test(problem)), noted.join("\n"));
  // The page's own origin stays reachable from both, or the refusals above would prove nothing.
  for (const place of [page, engineOf(page)]) {
    assert.deepEqual(await place.evaluate(tryToReach, page.url()), { outcome: "reached", broken: [] });
  }
}
