import { accessSync, constants } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

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

/** A headless browser that asks the internet for nothing. */
export const launchChromium = () =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
