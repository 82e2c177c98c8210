// The lines of the text and the selected ones, kept beside the editor's state.
import { StateField } from "@codemirror/state";
import { itemAt, readHeading, readLines } from "./lines.js";

/** What each line is (`readLines`), place 0 being line 1. */
export const structure = StateField.define({
  create: (state) => readLines(textLines(state)),
  update: (kinds, change) => (change.docChanged ? readLines(textLines(change.state)) : kinds),
});

function textLines(state) {
  return state.doc.toJSON();
}

/** Give sessions and breakouts: `{line, level, text}`. */
export function headings(state) {
  return state.field(structure).flatMap((found, place) => {
    const isPart = found.kind === "heading" && (found.level === 2 || found.level === 3);
    return isPart ? [{ line: place + 1, ...readHeading(state.doc.line(place + 1).text) }] : [];
  });
}

/** Give the first and the last selected line, as places from 0. A selection that ends at a line's start leaves it out. */
export function selectedPlaces(state) {
  const { from, to } = state.selection.main;
  const first = state.doc.lineAt(from).number;
  const end = state.doc.lineAt(to);
  const last = to === end.from && end.number > first ? end.number - 1 : end.number;
  return [first - 1, last - 1];
}

/** Give the bullets that the selection touches, as `{from, to, depth}`. */
export function selectedItems(state) {
  const kinds = state.field(structure);
  const [first, last] = selectedPlaces(state);
  const items = [];
  for (let place = first; place <= last; place += 1) {
    const item = itemAt(kinds, place);
    if (item && item.from !== items.at(-1)?.from) items.push(item);
  }
  return items;
}

export function partAt(state, position) {
  return state.field(structure)[state.doc.lineAt(position).number - 1]?.part || "sessions";
}
