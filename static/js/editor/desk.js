// What this editor has on the desk: the text, the version that it began from, and who has which state of it.

export class Desk {
  constructor({ server, seen, saved }) {
    Object.assign(this, { server, seen, saved, kept: saved, view: null });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Whether the text is saved as the edition's newest version that this page knows. */
  get isSaved() {
    return this.text === this.saved;
  }

  /** Whether the server has the text, be it saved or kept for later. */
  get isKept() {
    return this.isSaved || this.text === this.kept;
  }


  /** Put another text in place, as one step to undo; only what differs is replaced, so that the cursor stays. */
  replace(text) {
    const now = this.text;
    const most = Math.min(now.length, text.length);
    let head = 0;
    while (head < most && now[head] === text[head]) head += 1;
    let tail = 0;
    while (tail < most - head && now[now.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
    if (head === now.length && now.length === text.length) return;
    const insert = text.slice(head, text.length - tail);
    this.view.dispatch({ changes: { from: head, to: now.length - tail, insert }, userEvent: "replace" });
  }

  /** Take a text as the newest version. */
  settle(version, text) {
    this.seen = version;
    this.saved = this.kept = text;
  }
}
