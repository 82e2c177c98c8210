// Selecting bullets as a whole: the list around the cursor, or one bullet more.
import { EditorSelection } from "@codemirror/state";
import { itemAt } from "./lines.js";
import { announce } from "./notes.js";
import { selectedItems, structure } from "./structure.js";

function select(view, first, last) {
  const { doc } = view.state;
  const count = selectedItems(view.state).length;
  view.dispatch({ selection: EditorSelection.single(doc.line(first + 1).from, doc.line(last + 1).to), scrollIntoView: true });
  const now = selectedItems(view.state).length;
  if (now !== count || now) announce(view, `${now} ${now === 1 ? "point" : "points"} selected.`);
  return true;
}

/** Select all bullets of the list that the cursor stands in. */
export function selectList(view) {
  const kinds = view.state.field(structure);
  const place = view.state.doc.lineAt(view.state.selection.main.head).number - 1;
  const item = itemAt(kinds, place);
  if (!item) {
    announce(view, "Put the cursor into a list first.");
    return true;
  }
  let [first, last] = [item.from, item.to];
  for (let before = itemAt(kinds, first - 1); before; before = itemAt(kinds, first - 1)) first = before.from;
  for (let after = itemAt(kinds, last + 1); after; after = itemAt(kinds, last + 1)) last = after.to;
  return select(view, first, last);
}

const extend = (direction) => (view) => {
  const items = selectedItems(view.state);
  if (!items.length) return selectOne(view);
  const kinds = view.state.field(structure);
  const isWhole = !view.state.selection.main.empty;
  const other = isWhole && itemAt(kinds, direction < 0 ? items[0].from - 1 : items.at(-1).to + 1);
  return select(view, Math.min(items[0].from, other ? other.from : Infinity), Math.max(items.at(-1).to, other ? other.to : 0));
};

function selectOne(view) {
  announce(view, "Put the cursor into a list first.");
  return true;
}

export const extendUp = extend(-1);
export const extendDown = extend(1);
