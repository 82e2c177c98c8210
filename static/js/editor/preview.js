// The preview: the document as readers will see it, in a shadow root with the public sheet, scrolled along with the text.
import { jumpTo } from "./jumping.js";

/** Draw what the server rendered, and keep text and preview at the same place. */
export class Preview {
  constructor(box, note, sheets) {
    Object.assign(this, { box, note, places: [], leader: "text" });
    this.root = box.attachShadow({ mode: "open" });
    this.page = document.createElement("div");
    this.page.className = "preview";
    this.root.append(...sheets.map(sheet), this.page);
    this.root.addEventListener("click", (event) => this.onClick(event));
  }

  follow(view) {
    this.view = view;
    const lead = (element, name) => ["pointerenter", "pointerdown", "focusin", "wheel", "keydown", "touchstart"].forEach((type) =>
      element.addEventListener(type, () => { this.leader = name; }, { passive: true }));
    lead(view.dom, "text");
    lead(this.box, "preview");
    view.scrollDOM.addEventListener("scroll", () => this.leader === "text" && this.soon(() => this.scrollPreview()), { passive: true });
    this.box.addEventListener("scroll", () => this.leader === "preview" && this.soon(() => this.scrollText()), { passive: true });
  }

  soon(act) {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(act);
  }

  /** Show a check's answer; without `html` the last preview stays, and a note says so. */
  show({ html, places }) {
    this.note.hidden = html !== null;
    this.note.textContent = html === null ? "The text has errors: this is the last preview that could be made." : "";
    if (html === null) return;
    const top = this.box.scrollTop;
    this.page.innerHTML = html;
    this.page.querySelectorAll("[data-print],[data-copy]").forEach((each) => each.remove());
    this.places = places;
    this.box.scrollTop = top;
    if (this.leader === "text") this.scrollPreview();
  }

  /** Give `{line, top}` of all places, in the order of the text, `top` counted from the top of the preview. */
  marks() {
    const start = this.page.getBoundingClientRect().top;
    const found = this.places.flatMap(({ line, anchor }) => {
      const element = this.root.getElementById(anchor);
      return element ? [{ line, top: element.getBoundingClientRect().top - start }] : [];
    });
    const end = { line: this.view.state.doc.lines + 1, top: this.page.scrollHeight };
    return [{ line: 1, top: 0 }, ...found, end];
  }

  scrollPreview() {
    if (!this.view || this.box.closest("[hidden]")) return;
    const { scrollTop, scrollHeight, clientHeight } = this.view.scrollDOM;
    const block = this.view.lineBlockAtHeight(scrollTop);
    const share = Math.min(1, (scrollTop - block.top) / Math.max(1, block.height));
    const line = this.view.state.doc.lineAt(block.from).number + share;
    const isEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2;
    this.box.scrollTop = isEnd ? this.box.scrollHeight : between(this.marks(), "line", line, "top");
  }

  scrollText() {
    const line = between(this.marks(), "top", this.box.scrollTop, "line");
    const { doc } = this.view.state;
    const block = this.view.lineBlockAt(doc.line(Math.min(Math.max(Math.floor(line), 1), doc.lines)).from);
    this.view.scrollDOM.scrollTop = block.top + (line - Math.floor(line)) * block.height;
  }

  onClick(event) {
    const link = event.composedPath().find((each) => each.tagName === "A");
    if (!link) return;
    event.preventDefault();
    const address = link.getAttribute("href") || "";
    if (!address.startsWith("#")) return void window.open(link.href, "_blank", "noopener");
    const place = this.places.findLast(({ anchor }) => anchor === decodeURIComponent(address.slice(1)));
    if (place && this.view) jumpTo(this.view, place.line);
  }
}

function sheet(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return link;
}

/** Give `to` at the place where `from` has a value, on a straight line between the two marks around it. */
export function between(marks, from, value, to) {
  const place = Math.max(0, marks.findLastIndex((mark) => mark[from] <= value));
  const [before, after] = [marks[place], marks[place + 1] || marks[place]];
  const share = after[from] > before[from] ? (value - before[from]) / (after[from] - before[from]) : 0;
  return before[to] + Math.min(1, share) * (after[to] - before[to]);
}

