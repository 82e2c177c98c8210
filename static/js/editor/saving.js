// Saving: every answer of the server leads to the text being saved, or to words that say why not and what to do.
import { Unreachable } from "./requests.js";
import { forget } from "./stash.js";
import { clock } from "./status.js";

export class Saver {
  /** `ask` are the dialogs: `conflict(body)` gives the merged text or null, `removal(body)` true or false. */
  constructor(desk, status, keeper, { address, ask, showProblems, saved }) {
    Object.assign(this, { desk, status, keeper, address, ask, showProblems, saved });
  }

  async save(facts = {}) {
    if (this.isBusy) {
      this.isAskedAgain = !document.querySelector("dialog[open]");
      return;
    }
    this.isBusy = true;
    this.isAskedAgain = false;
    this.status.say("Saving…", "working");
    await this.keeper.pause();
    const text = this.desk.text;
    let next = null;
    try {
      const { status, body } = await this.desk.server.post(this.address, { text, seen: this.desk.seen, ...facts });
      if (status !== 200) this.keeper.resume();
      next = await this.answered(status, body, text);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.keeper.trouble(error.message);
    } finally {
      this.isBusy = false;
      this.keeper.resume();
    }
    if (next) await this.save(next);
  }

  /** Deal with an answer; give the facts to save with again, or null. */
  async answered(status, body, text) {
    if (status === 200) return this.done(body, text);
    if (status === 409) return this.merge(body, text);
    if (status === 428) return this.confirm(body, text);
    if (status === 422) return this.refused(body, text);
    if (status === 410) return this.keeper.halt(body.message) ?? null;
    return this.keeper.trouble(body.message || `The server answers with ${status}.`, status === 403 && !body.signed_in) ?? null;
  }

  done({ version, saved_at: moment, text: normal, changes, diagnostics }, text) {
    this.keeper.isTroubled = false;
    this.keeper.newest = version;
    const isUntouched = this.desk.text === text;
    if (isUntouched && normal !== null) this.desk.replace(normal);
    this.desk.settle(version, isUntouched ? this.desk.text : text);
    forget();
    this.showProblems(diagnostics);
    this.status.say(`Saved ${clock(moment)}, version ${version}${counted(changes)}`);
    this.saved(version);
    return this.isAskedAgain && !this.desk.isSaved ? {} : null;
  }

  /** Say why the server did not save a text, which it has kept; the words stay until another text is written. */
  unsaved(text, reason) {
    this.desk.kept = this.keeper.refused = text;
    this.status.say(`Not saved: ${reason}`, "trouble");
    return null;
  }

  async merge(body, text) {
    this.status.say("Not saved: somebody else saved meanwhile. Compare both texts.", "trouble");
    const merged = await this.ask.conflict(body, this.desk.text);
    if (merged === null) {
      return this.unsaved(text, `version ${body.version} is somebody else's. Your text stays here and is kept; save to compare again.`);
    }
    this.desk.replace(merged);
    this.desk.seen = body.version;
    return {};
  }

  async confirm(body, text) {
    this.status.say("Not saved yet: something would be removed.", "working");
    if (await this.ask.removal(body)) return { confirmed: 1 };
    return this.unsaved(text, "you did not confirm what would be removed. Your text stays here.");
  }

  refused({ diagnostics }, text) {
    this.showProblems(diagnostics);
    const errors = diagnostics.filter((each) => each.severity === "error");
    const first = errors[0] ? ` The first is on line ${errors[0].line}: ${errors[0].message}` : "";
    const count = `${errors.length} ${errors.length === 1 ? "error" : "errors"}`;
    return this.unsaved(text, `the text has ${count}.${first}`);
  }
}

/** Say what a save changed, such as ": 3 edited, 1 new, 1 removed". */
export function counted(changes) {
  const words = Object.entries(changes || {}).filter(([, number]) => number).map(([name, number]) => `${number} ${name}`);
  return words.length ? `: ${words.join(", ")}` : "";
}
