// Runs in the page before anything else of it: watches frames, long tasks, the engine's pictures, and opened files.
(() => {
  const seen = { gaps: [], long: [], draws: [], puts: [], chosen: 0, recording: false };
  globalThis.benchSeen = seen;
  try {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.long.push(entry.duration);
    }).observe({ type: "longtask", buffered: true });
  } catch {
    seen.long = null;
  }
  let last = 0;
  const tick = (now) => {
    if (last > 0) seen.gaps.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);

  // A picture that the engine drew is put onto a canvas of its own; how long the engine took is between two messages.
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...how) {
    put.apply(this, how);
    seen.puts.push({ at: performance.now(), width: how[0].width, height: how[0].height });
  };
  const Native = globalThis.Worker;
  globalThis.Worker = class extends Native {
    #asked = new Map();
    constructor(address, options) {
      super(address, options);
      if (options?.name !== "floorlens-engine") return;
      this.addEventListener("message", ({ data }) => {
        const id = Array.isArray(data) && typeof data[0] === "string" ? JSON.parse(data[0]).Done?.id : undefined;
        if (this.#asked.has(id)) seen.draws.push(performance.now() - this.#asked.get(id));
        this.#asked.delete(id);
      });
    }
    postMessage(message, ...rest) {
      if (Array.isArray(message) && typeof message[0] === "string" && message[0].startsWith('{"Draw"')) {
        this.#asked.set(JSON.parse(message[0]).Draw.id, performance.now());
      }
      super.postMessage(message, ...rest);
    }
  };
  addEventListener("change", (event) => {
    if (event.target?.type === "file") seen.chosen = performance.now();
  }, true);
})();
