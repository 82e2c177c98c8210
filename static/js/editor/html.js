// HTML from the clipboard (Word, Google Docs, pages) to the text form. Pure: a parser that runs and loads nothing.
import { markdown } from "./runs.js";
import { isSigned, unsigned } from "./plain.js";

const SKIPPED = "head,style,script,template,noscript,title,xml,[aria-hidden=true],[hidden],.msocomanchor,.MsoCommentReference";
const HEADINGS = /^H[1-6]$/;
const BLOCKS = new Set([
  "ADDRESS", "ARTICLE", "ASIDE", "BLOCKQUOTE", "CENTER", "DD", "DIV", "DL", "DT", "FIGCAPTION", "FIGURE", "FOOTER", "FORM",
  "HEADER", "HR", "MAIN", "NAV", "P", "PRE", "SECTION",
]);
const REDIRECT = /^https?:\/\/(?:www\.)?google\.[a-z.]+\/url\?/i;

/**
 * Give `{blocks, notes}`: blocks are `{kind: heading|bullet|paragraph, level, depth, marker, text}`, notes say what was
 * left out. Where people are listed (`part` is "attendees"), rows of tables are people and level 4 is a heading.
 */
export function readHtml(html, part = "sessions") {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  const notes = clean(page.body);
  const reader = new Reader(part, topHeading(page.body));
  reader.readChildren(page.body, {});
  reader.flush();
  return { blocks: reader.blocks, notes };
}

/** Let no style count as one: the page's policy forbids them, and what they say is read as data. */
function withoutStyles(html) {
  return html
    .replace(/<!--\[if !?(?:supportLists|vml)[^\]]*\]-->|<!--\[endif\]-->/gi, "")
    .replace(/<style\b[^]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

/** Say that a text is code or plain text in a coat of HTML, whose plain form is the better one. */
export function isPlainInside(html) {
  return /white-space:\s*pre(?:;|"|')/i.test(html) && !/<(?:p|li|h[1-6]|table)\b/i.test(html);
}

function clean(body) {
  const notes = [];
  body.querySelectorAll(SKIPPED).forEach((each) => each.remove());
  body.querySelectorAll("[data-style]").forEach((each) => {
    if (/mso-list:\s*ignore|mso-element:\s*comment|display:\s*none|mso-hide:\s*all/i.test(each.getAttribute("data-style"))) each.remove();
  });
  count(body, "del,.msoDel", "Words deleted in tracked changes", notes);
  count(body, "img,svg,video,object,canvas", "Pictures", notes);
  return notes;
}

function count(body, selector, what, notes) {
  const found = [...body.querySelectorAll(selector)];
  found.forEach((each) => each.remove());
  if (found.length) notes.push(`${what} were left out: ${found.length}.`);
}

/** Give the level that is a session: 2 where the one heading of level 1 is the title of several others, or there is none. */
function topHeading(body) {
  const [first, second] = [1, 2].map((level) => body.querySelectorAll(`h${level}`).length);
  return first && !(first === 1 && second > 1) ? 1 : 2;
}

class Reader {
  constructor(part, top) {
    this.part = part;
    this.top = top;
    this.blocks = [];
    this.runs = [];
  }

  readChildren(node, marks, list) {
    node.childNodes.forEach((child) => this.read(child, marks, list));
  }

  read(node, marks, list) {
    if (node.nodeType === Node.TEXT_NODE) this.add(node.data, marks);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const name = node.tagName.toUpperCase();
    if (name === "BR") this.runs.push({ text: "\n", isBreak: true });
    else if (HEADINGS.test(name)) this.readBlock(node, { kind: "heading", level: Number(name[1]) });
    else if (name === "UL" || name === "OL") this.readList(node, marks, list);
    else if (name === "LI") this.readItem(node, marks, list || { depth: 0 });
    else if (name === "TABLE") this.readTable(node, marks);
    else if (BLOCKS.has(name)) this.readParagraph(node, marks, list);
    else this.readChildren(node, marksOf(node, marks), list);
  }

  add(text, marks) {
    const plain = text.replace(/\u00ad/g, "").replace(/[\s\u00a0]+/g, " ");
    if (plain) this.runs.push({ ...marks, text: plain });
  }

  readBlock(node, block) {
    this.flush();
    this.readChildren(node, {});
    this.flush(block);
  }

  readParagraph(node, marks, list) {
    const level = wordLevel(node);
    const heading = /mso-outline-level:\s*([1-6])|(?:^|\s)MsoHeading([1-6])/i.exec(`${node.getAttribute("data-style")} ${node.className}`);
    if (level) return this.readBlock(node, { kind: "bullet", depth: level - 1 });
    if (heading) return this.readBlock(node, { kind: "heading", level: Number(heading[1] || heading[2]) });
    if (!list) this.flush();
    else if (this.runs.length) this.runs.push({ text: " " });
    this.readChildren(node, marksOf(node, marks), list);
    if (!list) this.flush();
    else this.runs.push({ text: " " });
  }

  readList(node, marks, list) {
    this.flush(list?.item);
    const depth = list ? list.depth + 1 : 0;
    this.readChildren(node, marks, { depth });
    this.flush({ kind: "bullet", depth });
    if (list) list.item = list.item && { kind: "bullet", depth: list.depth };
  }

  readItem(node, marks, list) {
    this.flush();
    const stated = Number(node.getAttribute("aria-level") || node.getAttribute("data-aria-level") || 0);
    const item = { kind: "bullet", depth: Math.max(list.depth, stated - 1) };
    this.readChildren(node, marksOf(node, marks), { depth: item.depth, item });
    this.flush(item);
  }

  readTable(table, marks) {
    this.flush();
    const rows = [...table.rows].map((row) => [...row.cells]);
    if (rows.every((cells) => cells.length < 2)) return rows.flat().forEach((cell) => this.readParagraph(cell, marks));
    for (const cells of rows) {
      const texts = cells.map((cell) => this.cellText(cell)).filter((text, place) => text || place);
      const text = texts.join(" | ").replace(/(?: \|\s*)+$/, "");
      if (text) this.blocks.push({ kind: "bullet", depth: 0, marker: this.part === "attendees" ? "-" : "*", text });
    }
  }

  cellText(cell) {
    const inner = new Reader(this.part, this.top);
    inner.readChildren(cell, {});
    inner.flush();
    return inner.blocks.map((block) => block.text.replace(/\|/g, "\\|")).join(" ");
  }

  /** End a block. Words that stand in none are a paragraph; a line break before a bullet's sign, or two, part it. */
  flush(block = { kind: "paragraph" }) {
    const runs = this.runs;
    this.runs = [];
    for (const lines of parted(runs)) {
      const text = markdown(block.kind === "heading" ? lines.map((run) => ({ ...run, bold: false })) : lines);
      if (text) this.blocks.push(this.placed(block, text));
    }
  }

  placed(block, text) {
    if (block.kind === "bullet") return { kind: "bullet", depth: block.depth, marker: "-", text };
    if (block.kind === "paragraph" && isSigned(text)) return { kind: "bullet", depth: 0, marker: "-", text: unsigned(text) };
    const level = block.kind === "heading" ? Math.max(2, block.level - this.top + 2) : 0;
    if (level > (this.part === "attendees" ? 4 : 3)) return { kind: "paragraph", text: `**${text}**` };
    return level ? { kind: "heading", level, text } : { kind: "paragraph", text };
  }
}

/** Part the runs of a block at its line breaks: at two of them, and before a line that begins with a bullet's sign. */
function parted(runs) {
  const lines = [[]];
  runs.forEach((run) => (run.isBreak ? lines.push([]) : lines.at(-1).push(run)));
  const texts = lines.map((line) => line.map((run) => run.text).join("").trim());
  const parts = [[]];
  lines.forEach((line, place) => {
    const isNew = place && (!texts[place] || isSigned(texts[place]) || isSigned(texts[place - 1]));
    if (isNew) parts.push([]);
    else if (place) parts.at(-1).push({ text: " " });
    parts.at(-1).push(...line);
  });
  return parts;
}

/** Give the level of a paragraph that Word calls an item of a list, from 1, or 0. */
function wordLevel(node) {
  const style = node.getAttribute("data-style") || "";
  const stated = /mso-list:[^;]*\blevel([1-9])/i.exec(style);
  if (stated) return Number(stated[1]);
  const bullets = /MsoListBullet(?:CxSp\w+)?([2-5]?)/.exec(node.className);
  return bullets ? Number(bullets[1] || 1) : 0;
}

function marksOf(node, marks) {
  const style = (node.getAttribute("data-style") || "").toLowerCase();
  const weight = /font-weight:\s*(bold|bolder|normal|lighter|[1-9]00)/.exec(style)?.[1];
  const slant = /font-style:\s*(italic|oblique|normal)/.exec(style)?.[1];
  const name = node.tagName.toUpperCase();
  const bold = weight ? weight.startsWith("bold") || Number(weight) >= 600 : marks.bold || name === "B" || name === "STRONG";
  const italic = slant ? slant !== "normal" : marks.italic || name === "I" || name === "EM";
  return { bold: Boolean(bold), italic: Boolean(italic), href: name === "A" ? addressOf(node) : marks.href || "" };
}

function addressOf(link) {
  const written = (link.getAttribute("href") || "").trim();
  const address = REDIRECT.test(written) ? new URL(written).searchParams.get("q") || written : written;
  return /^(?:https?:\/\/|mailto:)[^\s]/i.test(address) ? address : "";
}
