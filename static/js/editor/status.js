// The status line (is the text saved?) and passing notes; both are announced.

export class Status {
  constructor(line, note) {
    Object.assign(this, { line, note });
  }

  /** kind: calm, working or trouble. A link is `{text, href}` and opens a new tab. */
  say(text, kind = "calm", link = null) {
    this.line.dataset.kind = kind;
    if (this.line.textContent === `${text}${link ? ` ${link.text}` : ""}`) return;
    this.line.textContent = text;
    if (!link) return;
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: link.href, textContent: link.text, target: "_blank", rel: "noopener" });
    this.line.append(" ", anchor);
  }

  mention(text) {
    this.note.textContent = "";
    requestAnimationFrame(() => { this.note.textContent = text; });
  }
}

/** Give the time of day, such as 14:05. */
export function clock(moment = new Date()) {
  const time = new Date(moment);
  return `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
}

/** Give the day, such as 4 July 2026. */
export function day(moment) {
  return new Date(moment).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
}
