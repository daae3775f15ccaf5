import { accessSync, constants } from "node:fs";
import path from "node:path";

/** The browser to test with: FLOORLENS_CHROMIUM, else the first on PATH. */
export function findChromium() {
  if (process.env.FLOORLENS_CHROMIUM) return process.env.FLOORLENS_CHROMIUM;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error("Chromium is missing: put it on PATH or name it in FLOORLENS_CHROMIUM.");
}
