// Paste: HTML of Word, Google Docs and pages becomes the text form; plain text gets its bullets. One step to undo.
import { EditorView } from "@codemirror/view";
import { isPlainInside, readHtml } from "./html.js";
import { readBullet } from "./lines.js";
import { announce } from "./notes.js";
import { readPlain, writeBlocks } from "./plain.js";
import { partAt } from "./structure.js";

export const pasting = EditorView.domEventHandlers({
  paste(event, view) {
    const pasted = read(event.clipboardData, partAt(view.state, view.state.selection.main.from));
    if (!pasted?.text) return false;
    event.preventDefault();
    insert(view, pasted.text);
    announce(view, [told(pasted.text), ...pasted.notes].join(" "));
    return true;
  },
});

function read(data, part) {
  const html = data?.getData("text/html");
  const plain = data?.getData("text/plain") || "";
  if (!html || isPlainInside(html)) return { text: readPlain(plain), notes: [] };
  const { blocks, notes } = readHtml(html, part);
  return { text: writeBlocks(blocks) || readPlain(plain), notes };
}

function told(text) {
  const count = text.split("\n").filter((line) => line.trim()).length;
  return `Pasted ${count} ${count === 1 ? "line" : "lines"}.`;
}

function insert(view, text) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const [start, before, after] = surroundings(state, from, to, text);
  const inserted = before + text + after;
  const cursor = start + before.length + text.length;
  view.dispatch({
    changes: { from: start, to, insert: state.toText(inserted) },
    selection: { anchor: cursor },
    scrollIntoView: true,
    userEvent: "input.paste",
  });
}

/**
 * Give where the paste begins and what to put before and behind it, so that blocks stand on lines of their own and
 * paragraphs between blank lines. Words of one line go where the cursor is.
 */
function surroundings(state, from, to, text) {
  const [first, last] = [state.doc.lineAt(from), state.doc.lineAt(to)];
  const [ahead, behind] = [state.sliceDoc(first.from, from), state.sliceDoc(to, last.to)];
  const isBlock = text.includes("\n") || isMarked(text);
  if (!isBlock) return [from, "", ""];
  const bullet = readBullet(ahead);
  const isEmptyBullet = bullet && !bullet.text.trim() && isBullet(text);
  const start = isEmptyBullet || !ahead.trim() ? first.from : from;
  const above = start === first.from ? lineText(state, first.number - 1) : ahead;
  const below = behind.trim() ? behind : lineText(state, last.number + 1);
  const before = (start === first.from ? "" : "\n") + (needsBlank(above, text.split("\n")[0]) ? "\n" : "");
  const blank = needsBlank(text.split("\n").at(-1), below) ? "\n" : "";
  return [start, before, behind.trim() ? `\n${blank}` : blank];
}

function lineText(state, number) {
  return number >= 1 && number <= state.doc.lines ? state.doc.line(number).text : "";
}

function isBullet(text) {
  return Boolean(readBullet(text.split("\n")[0]));
}

function isMarked(text) {
  return isBullet(text) || /^#{2,4} /.test(text);
}

function needsBlank(above, below) {
  return Boolean(above.trim() && below.trim()) && !(readBullet(above) && readBullet(below));
}
