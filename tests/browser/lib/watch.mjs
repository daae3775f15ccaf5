/** Notes what no walk may cause: requests to another origin, console errors, uncaught errors. */
export class Watch {
  #problems = [];
  #origin;

  constructor(context, address) {
    this.#origin = new URL(address).origin;
    context.on("request", (request) => {
      const url = new URL(request.url());
      const own = url.origin === this.#origin || url.protocol === "data:" || url.protocol === "blob:";
      if (!own) this.#problems.push(`request to another origin: ${request.url()}`);
    });
    context.on("console", (message) => {
      if (message.type() === "error") this.#problems.push(`console error: ${message.text()}`);
    });
    context.on("weberror", (error) => this.#problems.push(`uncaught error: ${error.error().message}`));
  }

  /** What was noted so far, forgotten here: for walks that provoke something on purpose and then check it. */
  take() {
    return this.#problems.splice(0);
  }

  /** Throws if anything was noted. */
  check() {
    const problems = this.take();
    if (problems.length > 0) throw new Error(problems.join("\n"));
  }
}
