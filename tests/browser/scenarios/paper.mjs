export const name = "Paper is light, whole and undistorted; forced colours keep what means something";

export async function run({ assert, visit }) {
  const page = await visit("#src=samples/plant/");
  await page.getByRole("button", { name: "Dark" }).click({ timeout: 60_000 });
  const screen = async (name, sign) => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.locator(sign).first().waitFor({ timeout: 60_000 });
  };

  // A sheet of A4 lying, 12 mm of margin, at 96 px per inch.
  const sheet = { width: 1032, height: 703 };
  for (const [name, sign] of [["Monitor", "canvas.plot"], ["Data", "#files-title"], ["Track", "#places-title"]]) {
    await screen(name, sign);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize(sheet);
    const seen = await page.evaluate(() => {
      const shown = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.getClientRects().length > 0);
      return {
        ground: getComputedStyle(document.body).backgroundColor,
        clickable: shown(".rail, .search, .skip, .timeline-foot, .panel-twin").length,
        cut: shown("table").filter((table) => table.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length,
        bent: shown("canvas").filter((canvas) => {
          const box = canvas.getBoundingClientRect();
          return Math.abs(box.width / box.height / (canvas.width / canvas.height) - 1) > 0.02;
        }).length,
        clipped: shown(".content, .table-scroll").filter((e) => getComputedStyle(e).overflowX !== "visible").length,
      };
    });
    assert.deepEqual(seen, { ground: "rgb(255, 255, 255)", clickable: 0, cut: 0, bent: 0, clipped: 0 }, name);
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  await screen("Monitor", ".timeline-canvas");
  const paper = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  const pages = paper.match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages >= 1 && pages <= 4, `${pages} pages`);

  // Who forces colours still tells states by colour and letter, and sees which screen is chosen.
  await page.emulateMedia({ forcedColors: "active" });
  const forced = await page.evaluate(() => ({
    chosen: getComputedStyle(document.querySelector(".rail-item[aria-current=page]")).outlineStyle,
    swatches: [...document.querySelectorAll(".legend .swatch")].map((swatch) => getComputedStyle(swatch).backgroundColor),
  }));
  assert.equal(forced.chosen, "solid");
  assert.ok(forced.swatches.length > 3 && new Set(forced.swatches).size === forced.swatches.length, "each state keeps its colour");
}
