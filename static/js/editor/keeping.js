// Keeping what is typed: on the server every few seconds and on leaving; in this browser while that fails.
import { Unreachable } from "./requests.js";
import { forget, stash } from "./stash.js";
import { clock } from "./status.js";

const AFTER_TYPING = 2000; // milliseconds
const AT_MOST = 8000; // while somebody types without a pause
const HEARTBEAT = 30000; // so that others see who is here

export class Keeper {
  /** `others` is told who else writes, `halted` that the edition is no draft any more. */
  constructor(desk, status, address, { others, halted }) {
    Object.assign(this, { desk, status, address, others, halted, isTroubled: false, newest: desk.seen, refused: null });
    this.beat = setInterval(() => document.visibilityState === "visible" && this.keep(), HEARTBEAT);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    addEventListener("pagehide", () => this.leave());
    addEventListener("online", () => this.isTroubled && this.keep());
    addEventListener("beforeunload", (event) => this.warn(event));
  }

  /** The text has changed: keep it soon. */
  changed() {
    this.waitingSince ??= Date.now();
    clearTimeout(this.timer);
    const rest = AT_MOST - (Date.now() - this.waitingSince);
    this.timer = setTimeout(() => this.keep(), Math.max(0, Math.min(AFTER_TYPING, rest)));
    if (this.isTroubled) stash(this.desk.text, this.desk.seen);
    else if (!this.desk.isSaved) this.status.say("Not saved yet", "working");
  }

  keep() {
    clearTimeout(this.timer);
    this.waitingSince = undefined;
    if (this.isBusy || this.isHalted || this.isPaused) return;
    this.underway = this.send(this.desk.text);
  }

  /** Wait for what is under way, and begin nothing before `resume`: a save is not followed by an older text. */
  async pause() {
    this.isPaused = true;
    clearTimeout(this.timer);
    await this.underway;
  }

  resume() {
    if (!this.isPaused) return;
    this.isPaused = false;
    if (!this.desk.isKept) this.changed();
  }

  /** Let a form take the text with it: nothing is sent behind it. Say whether the server has the text, whatever comes of the form. */
  async handOver() {
    await this.pause();
    if (!this.desk.isKept) await this.send(this.desk.text);
    const isKept = this.desk.isKept && !this.isHalted;
    if (!isKept) this.resume();
    return isKept;
  }

  async send(text) {
    this.isBusy = true;
    try {
      this.answered(await this.desk.server.post(this.address, { text, seen: this.desk.seen }), text);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.failed(error.message);
    } finally {
      this.isBusy = false;
    }
    if (!this.isTroubled && this.desk.text !== text) this.changed();
  }

  answered({ status, body }, text) {
    if (status === 410) return this.halt(body.message);
    if (status !== 200) return this.failed(body.message || `The server answers with ${status}.`, status === 403 && !body.signed_in);
    if (this.isTroubled && this.desk.isSaved) this.status.say("Saved");
    this.isTroubled = false;
    this.desk.kept = text;
    forget();
    this.newest = body.version;
    this.others(body.others);
    this.tell(body.kept_at);
  }

  tell(moment) {
    const isOvertaken = this.newest > this.desk.seen;
    if (isOvertaken) this.status.say(`Version ${this.newest} was saved by somebody else meanwhile. Saving will show you both texts.`, "trouble");
    else if (!this.desk.isSaved && this.desk.text !== this.refused) this.status.say(`Not saved yet; what you typed is kept (${clock(moment)})`, "working");
  }

  /** Nothing was kept; there is nothing to say where the server has the text already. */
  failed(reason, isSignedOut = false) {
    if (this.desk.isKept && !isSignedOut) this.isTroubled = true;
    else this.trouble(reason, isSignedOut);
  }

  /** Say what is wrong and keep the text in this browser. */
  trouble(reason, isSignedOut = false) {
    this.isTroubled = true;
    const isStashed = stash(this.desk.text, this.desk.seen);
    const place = isStashed ? "Your text is kept in this browser" : "Leave this page open: your text stands only here";
    if (isSignedOut) this.status.say(`Not saved: your session has expired. ${place}.`, "trouble", this.signIn());
    else this.status.say(`Not saved: ${lowered(reason)} ${place}.`, "trouble");
  }

  signIn() {
    return { text: "Sign in in a new tab, then save again.", href: location.pathname };
  }

  halt(message) {
    this.isHalted = true;
    stash(this.desk.text, this.desk.seen);
    this.halted(message);
  }

  leave() {
    if (this.desk.isKept || this.isHalted) return true;
    const { text, seen } = this.desk;
    const isSent = this.desk.server.beacon(this.address, { text, seen, leaving: 1 });
    if (isSent && !this.isTroubled) this.desk.kept = text;
    else stash(text, seen);
    return isSent && !this.isTroubled;
  }

  warn(event) {
    if (this.desk.isKept || this.leave()) return;
    event.preventDefault();
  }
}

function lowered(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
