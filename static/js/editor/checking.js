// Asking the server what the text holds and what is wrong with it. The newest question counts.
import { Unreachable } from "./requests.js";

const AFTER_TYPING = 350; // milliseconds

export class Checker {
  /** `show` are `problems(diagnostics)` and `preview(answer)`. */
  constructor(desk, address, show) {
    Object.assign(this, { desk, address, show, asked: 0 });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), AFTER_TYPING);
  }

  async now() {
    clearTimeout(this.timer);
    const question = ++this.asked;
    this.aborter?.abort();
    this.aborter = new AbortController();
    try {
      const text = this.desk.text;
      const { status, body } = await this.desk.server.post(this.address, { text, seen: this.desk.seen }, { signal: this.aborter.signal });
      if (question !== this.asked || status !== 200) return;
      if (this.desk.text === text) this.show.problems(body.diagnostics);
      this.show.preview(body);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error; // whoever keeps the text tells of it
    }
  }
}
