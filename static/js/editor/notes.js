// What the editor says in passing: shown and announced through a region of role=status.
import { Facet } from "@codemirror/state";

/** Who shows a note; given once by the page. */
export const notesTo = Facet.define({ combine: (given) => given[0] || (() => {}) });

export function announce(view, text) {
  view.state.facet(notesTo)(text);
}
