import { createServer } from "node:http";

/** A host of another origin that lets every site read it and notes whoever comes. */
export async function startForeignHost() {
  const visits = [];
  const files = new Map();
  const server = createServer((request, response) => {
    visits.push(request.url);
    const body = files.get(request.url);
    response.writeHead(body === undefined ? 404 : 200, { "access-control-allow-origin": "*" });
    response.end(body ?? "there is nothing here");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    /** Puts a file there; `name` begins with a slash. */
    put: (name, body) => files.set(name, body),
    /** Paths that were asked for since the last call. */
    takeVisits: () => visits.splice(0),
    close: () => server.close(),
  };
}
