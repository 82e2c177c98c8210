// What each line of the text form is. Pure: knows no editor and no page.
// The server's reader (meetings/textform) decides; this is its view of single lines, for colours, folding and moving.

const HEADING = /^(#{2,}|#(?=\s|$))\s*(.*)$/;
const BULLET = /^(\s*)([-*•+])(?:(\s+)(.*))?$/;
const RULE = /^(?:-{3,}|\*{3,}|_{3,})$/;
const CONFLICT = /^(?:<{7}|={7}|>{7})(?: .*)?$/;
const ATTENDEES = /^(?:attendees|list of attendees|attendance|participants|present)$/i;
const DECISIONS = /^\*{0,2}decisions?:\*{0,2}$/i;
const DECISION = /^decisions?: ./i;

/** Part a bullet into `{indent, marker, gap, text, depth}`, or null where the line is none. */
export function readBullet(line) {
  const match = BULLET.exec(line);
  if (!match || RULE.test(line.trim())) return null;
  const [, indent, marker, gap = " ", text = ""] = match;
  return { indent, marker, gap, text, depth: depthOf(indent) };
}

function depthOf(indent) {
  return Math.floor((indent.length + indent.split("\t").length - 1) / 2);
}

/** Part a heading into `{level, text}`, its attributes left off, or null. */
export function readHeading(line) {
  const match = HEADING.exec(line.trim());
  return match && { level: match[1].length, text: withoutEnd(match[2]) };
}

/** Leave off the attributes or the tags at the end of a heading. */
export function withoutEnd(text) {
  return text.replace(/(?:\s+#[a-z][a-z0-9-]*)+$/i, "").replace(/\s*\{[^{}]*\}$/, "");
}

/**
 * Say of each line what it is: a list of `{kind, level, depth, part, isDecision}`.
 * kind: facts, fence, heading, bullet, paragraph, rest (of the block above), blank, rule or conflict;
 * part: facts, sessions or attendees.
 */
export function readLines(lines) {
  const state = { part: "sessions", isOpen: false, announces: false, decides: false, end: endOfFacts(lines) };
  return lines.map((line, place) => (place <= state.end ? readFact(line) : readLine(line, state)));
}

function endOfFacts(lines) {
  const first = lines.findIndex((line) => line.trim());
  if (first < 0 || lines[first].trim() !== "---") return -1;
  const last = lines.findIndex((line, place) => place > first && line.trim() === "---");
  return last < 0 ? first : last;
}

function readFact(line) {
  const kind = line.trim() === "---" ? "fence" : line.trim() ? "facts" : "blank";
  return { kind, level: 0, depth: 0, part: "facts", isDecision: false };
}

function readLine(line, state) {
  const plain = line.trim();
  const found = { kind: "blank", level: 0, depth: 0, part: state.part, isDecision: false };
  if (CONFLICT.test(line)) return { ...close(state, found), kind: "conflict" };
  if (!plain || RULE.test(plain)) return { ...close(state, found), kind: plain ? "rule" : "blank" };
  const heading = HEADING.exec(plain);
  if (heading) return readHead(heading, state, close(state, found));
  const bullet = readBullet(line);
  if (!bullet && state.isOpen) return { ...found, kind: "rest", depth: state.depth, isDecision: state.decides };
  state.isOpen = true;
  state.depth = bullet ? bullet.depth : 0;
  if (!bullet) state.announces = DECISIONS.test(plain);
  state.decides = state.part === "sessions" && decides(plain, bullet, state);
  const marker = bullet ? bullet.marker : "";
  return { ...found, kind: bullet ? "bullet" : "paragraph", depth: state.depth, marker, isDecision: state.decides };
}

function close(state, found) {
  state.isOpen = state.decides = false;
  return found;
}

function readHead(match, state, found) {
  const level = match[1].length;
  state.announces = false;
  if (level === 2) {
    const isList = /\{attendees\}$/i.test(match[2].trim()) || ATTENDEES.test(withoutEnd(match[2]));
    state.part = isList ? "attendees" : "sessions";
  }
  return { ...found, kind: "heading", level, part: state.part };
}

function decides(plain, bullet, state) {
  if (/\{[^{}]*\b(?:outcome|decision|referred to|kind:\s*decision)\b[^{}]*\}$/i.test(plain)) return true;
  return bullet ? state.announces && bullet.marker === "-" && bullet.depth === 0 : DECISION.test(plain) || state.announces;
}

/**
 * Give the items that lines of `kinds` (from `readLines`) form: `{from, to, depth}` for each bullet with the rest of
 * its lines, without the bullets below it. Places count from 0; `to` is the last line.
 */
export function itemAt(kinds, place) {
  let from = place;
  while (kinds[from]?.kind === "rest") from -= 1;
  if (kinds[from]?.kind !== "bullet") return null;
  let to = from;
  while (kinds[to + 1]?.kind === "rest") to += 1;
  return { from, to, depth: kinds[from].depth };
}

/** The same with all deeper bullets that follow. */
export function branchAt(kinds, place) {
  const item = itemAt(kinds, place);
  if (!item) return null;
  let next = itemAt(kinds, item.to + 1);
  while (next && next.depth > item.depth) {
    item.to = next.to;
    next = itemAt(kinds, item.to + 1);
  }
  return item;
}
