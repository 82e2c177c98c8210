// Going to a line of the text.
import { unfoldEffect, foldedRanges } from "@codemirror/language";
import { EditorView } from "@codemirror/view";

/** Put the cursor at the beginning of a line (from 1), unfolded and near the top, and the focus into the text. */
export function jumpTo(view, line) {
  const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  const folded = [];
  foldedRanges(view.state).between(at.from, at.to, (from, to) => {
    if (from < at.from) folded.push(unfoldEffect.of({ from, to }));
  });
  view.dispatch({
    selection: { anchor: at.from },
    effects: [...folded, EditorView.scrollIntoView(at.from, { y: "start", yMargin: 24 })],
  });
  view.focus();
}
