import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The page under a sub-path: FLOORLENS_PAGE where somebody serves it already, else served here by xtask. */
export async function servePage() {
  if (process.env.FLOORLENS_PAGE) return { address: process.env.FLOORLENS_PAGE, close() {} };
  const server = spawn("cargo", ["xtask", "serve", "--no-build", "--port", "0", "--under", "/plant/floorlens/"], {
    cwd: fileURLToPath(new URL("../../../", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const address = line.match(/http:\/\/\S+/)?.[0];
    if (address) return { address, close: () => server.kill() };
  }
  throw new Error("`cargo xtask serve --no-build` printed no address; is the page built? (cargo xtask build)");
}
