// A session, a breakout or a group of attendees folds under its heading; the facts of the meeting under their fence.
import { codeFolding, foldGutter, foldService } from "@codemirror/language";
import { structure } from "./structure.js";

const sections = foldService.of((state, start, end) => {
  const kinds = state.field(structure);
  const place = state.doc.lineAt(start).number - 1;
  const last = kinds[place].kind === "heading" ? endOfPart(kinds, place) : endOfFacts(kinds, place);
  return last > place ? { from: end, to: state.doc.line(last + 1).to } : null;
});

function endOfPart(kinds, place) {
  let next = place + 1;
  while (next < kinds.length && !(kinds[next].kind === "heading" && kinds[next].level <= kinds[place].level)) next += 1;
  let last = next - 1;
  while (last > place && kinds[last].kind === "blank") last -= 1;
  return last;
}

function endOfFacts(kinds, place) {
  if (kinds[place].kind !== "fence" || kinds[place + 1]?.part !== "facts") return place;
  let last = place + 1;
  while (kinds[last].kind !== "fence" && kinds[last + 1]?.part === "facts") last += 1;
  return last;
}

export const folding = [
  sections,
  codeFolding({ placeholderText: "…" }),
  foldGutter({ markerDOM: (isOpen) => marker(isOpen) }),
];

function marker(isOpen) {
  const sign = document.createElement("span");
  sign.className = "fold-sign";
  sign.textContent = isOpen ? "⌄" : "›";
  sign.title = isOpen ? "Fold this part" : "Unfold this part";
  return sign;
}
