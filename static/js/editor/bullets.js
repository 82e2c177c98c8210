// Moving, nesting and continuing bullets. A bullet takes the bullets below it along.
import { EditorSelection } from "@codemirror/state";
import { branchAt, readBullet } from "./lines.js";
import { announce } from "./notes.js";
import { selectedItems, structure } from "./structure.js";

/** Give the lines that a command is about: the selected bullets with all below them, or null. */
function selectedBranch(state) {
  const kinds = state.field(structure);
  const items = selectedItems(state);
  if (!items.length) return null;
  const depth = Math.min(...items.map((item) => item.depth));
  const tops = items.filter((item) => item.depth === depth);
  const isTorn = items[0].depth !== depth;
  return isTorn ? null : { from: tops[0].from, to: branchAt(kinds, tops.at(-1).from).to, depth };
}

/** Give the neighbour of a branch in the same list, or null. */
function neighbour(kinds, branch, direction) {
  if (direction > 0) {
    const next = branchAt(kinds, branch.to + 1);
    return next && next.depth === branch.depth ? next : null;
  }
  for (let place = branch.from - 1; place >= 0; place -= 1) {
    const before = branchAt(kinds, place);
    if (!before || before.depth < branch.depth) return null;
    if (before.depth === branch.depth) return before;
    place = before.from;
  }
  return null;
}

const move = (direction) => (view) => {
  const { state } = view;
  const branch = selectedBranch(state);
  const other = branch && neighbour(state.field(structure), branch, direction);
  if (!other) {
    announce(view, branch ? `This is the ${direction < 0 ? "first" : "last"} of its list.` : "Only bullets can be moved.");
    return true;
  }
  const [upper, lower] = direction < 0 ? [other, branch] : [branch, other];
  const text = (part) => state.doc.sliceString(state.doc.line(part.from + 1).from, state.doc.line(part.to + 1).to);
  const [above, below] = [text(upper), text(lower)];
  const shift = direction < 0 ? -(above.length + 1) : below.length + 1;
  const { anchor, head } = state.selection.main;
  view.dispatch({
    changes: { from: state.doc.line(upper.from + 1).from, to: state.doc.line(lower.to + 1).to, insert: `${below}\n${above}` },
    selection: EditorSelection.single(within(anchor, branch, state) + shift, within(head, branch, state) + shift),
    scrollIntoView: true,
    userEvent: "move.line",
  });
  announce(view, `Moved ${direction < 0 ? "up" : "down"}.`);
  return true;
};

/** Keep a place inside the lines that move: a selection of whole lines ends at the next one. */
function within(position, branch, state) {
  return Math.min(Math.max(position, state.doc.line(branch.from + 1).from), state.doc.line(branch.to + 1).to);
}

export const moveUp = move(-1);
export const moveDown = move(1);

const nest = (step) => (view) => {
  const { state } = view;
  const branch = selectedBranch(state);
  if (!branch || (step < 0 && branch.depth === 0)) return Boolean(branch);
  const changes = [];
  for (let place = branch.from; place <= branch.to; place += 1) {
    const line = state.doc.line(place + 1);
    const indent = /^\s*/.exec(line.text)[0];
    const cut = indent.startsWith("\t") ? 1 : Math.min(2, indent.length);
    changes.push(step > 0 ? { from: line.from, insert: "  " } : { from: line.from, to: line.from + cut });
  }
  view.dispatch({ changes, userEvent: step > 0 ? "input.indent" : "delete.dedent" });
  announce(view, step > 0 ? "Nested one step deeper." : "Nested one step less.");
  return true;
};

export const nestDeeper = nest(1);
export const nestLess = nest(-1);

/** Enter: begin the next bullet; on an empty bullet, end the list. */
export function continueList(view) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  const bullet = readBullet(line.text);
  const start = bullet && `${bullet.indent}${bullet.marker} `;
  if (!bullet || to > line.to || from < line.from + start.length) return false;
  const isEmpty = !bullet.text.trim();
  const outer = "  ".repeat(Math.max(0, bullet.depth - 1));
  const lesser = bullet.depth ? `${outer}${bullet.marker} ` : "";
  const after = /^\s*/.exec(line.text.slice(to - line.from))[0].length;
  const changes = isEmpty
    ? { from: line.from, to: line.to, insert: lesser }
    : { from, to: to + after, insert: `\n${start}` };
  view.dispatch({
    changes,
    selection: { anchor: isEmpty ? line.from + lesser.length : from + 1 + start.length },
    scrollIntoView: true,
    userEvent: "input",
  });
  return true;
}
