// Putting themes and regions on the selected points, and taking them off again.
import { labels, withLabel, withoutLabel } from "./ends.js";
import { itemAt, readBullet } from "./lines.js";
import { announce } from "./notes.js";
import { selectedItems, selectedPlaces, structure } from "./structure.js";

/** Give the blocks to label: the selected bullets; where there are none, the paragraph or heading of the cursor. */
function targets(state) {
  const kinds = state.field(structure);
  const items = selectedItems(state);
  const chosen = items.length ? items : [single(kinds, selectedPlaces(state)[0])].filter(Boolean);
  return chosen.filter((item) => kinds[item.from].part === "sessions");
}

function single(kinds, place) {
  let from = place;
  while (kinds[from]?.kind === "rest") from -= 1;
  if (!["paragraph", "heading"].includes(kinds[from]?.kind)) return itemAt(kinds, place);
  let to = from;
  while (kinds[to + 1]?.kind === "rest") to += 1;
  return { from, to };
}

/** Label all of the selected points; where all bear the label already, take it off all. One step to undo. */
export function toggleLabel(view, key, slug, name) {
  const { state } = view;
  const blocks = targets(state).map((item) => ({
    from: state.doc.line(item.from + 1).from,
    to: state.doc.line(item.to + 1).to,
  }));
  if (!blocks.length) return announce(view, "Nothing was labelled: put the cursor on a point of a session, or select some.");
  const bears = (block) => labels(wordsOf(state, block), key).includes(slug);
  const isRemoval = blocks.every(bears);
  const changed = blocks.filter((block) => bears(block) === isRemoval);
  view.dispatch({ changes: changed.map((block) => edit(state, block, key, slug, isRemoval)), userEvent: "input.label" });
  const points = `${changed.length} ${changed.length === 1 ? "point" : "points"}`;
  return announce(view, isRemoval ? `${name}: taken off ${points}.` : `${name}: put on ${points}.`);
}

/** Give a block as the reader joins it; its lines keep their breaks. */
function wordsOf(state, { from, to }) {
  return state.doc.sliceString(from, to);
}

/** Give the change of a block's last line: what stands before its end stays untouched. */
function edit(state, { from, to }, key, slug, isRemoval) {
  const raw = wordsOf(state, { from, to });
  const bullet = readBullet(raw.split("\n")[0]);
  const start = bullet ? bullet.indent.length + bullet.marker.length + bullet.gap.length : 0;
  const words = raw.slice(start);
  const result = isRemoval ? withoutLabel(words, key, slug) : withLabel(words, key, slug);
  let same = 0;
  while (same < words.length && words[same] === result[same]) same += 1;
  return { from: from + start + same, to, insert: result.slice(same) };
}
