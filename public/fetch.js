// Fetches one address that a person typed, outside the page's policy, which forbids other origins to all code that
// holds data. This worker is given an address and nothing else, and is ended after its answer.
onmessage = async ({ data: address }) => {
  try {
    const answer = await fetch(address, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
    postMessage({ status: answer.status, body: answer.ok ? await answer.blob() : null });
  } catch (error) {
    // The browser does not tell a page whether the host is away or forbids other sites to read it.
    postMessage({ status: 0, body: null, reason: String(error?.message ?? error) });
  }
};
