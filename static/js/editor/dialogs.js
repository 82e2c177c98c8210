// The two questions that a save may ask: both texts side by side, and what would be removed.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { counted } from "./saving.js";
import { clock } from "./status.js";

const MARKER = /^(?:<{7} yours|={7}|>{7} saved meanwhile)[ \t]*$/m;
const CONTROLS = { collapseUnchanged: { margin: 2 }, gutter: true, revertControls: "a-to-b", renderRevertControl: takeSaved };

/** Give the button that puts what is saved at one place into the merged text. The comparison listens to the mouse alone. */
function takeSaved() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: "→", title: "Take what is saved here", ariaLabel: "Take what is saved here" });
  button.addEventListener("click", ({ detail }) => detail === 0 && button.dispatchEvent(new MouseEvent("mousedown", { bubbles: true })));
  return button;
}

/** Open a dialog and give the value that it is closed with; Esc gives "". */
function answerOf(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.showModal();
  });
}

/** Show what a save would take out; give whether it may. */
export async function askRemoval(dialog, { changes, removed }) {
  dialog.querySelector("[data-changes]").textContent = counted(changes).slice(2);
  dialog.querySelector("[data-removed]").replaceChildren(...removed.map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  }));
  return (await answerOf(dialog)) === "confirm";
}

/** Show the saved text beside the merged one, which can be changed; give the merged text, or null. */
export async function askConflict(dialog, body, looks) {
  const { theirs, merged, has_conflicts: hasConflicts, saved_by: author, saved_at: moment, version } = body;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const who = [author && `by ${author}`, moment && `at ${clock(moment)}`].filter(Boolean).join(" ");
  part("saved").textContent = `Version ${version} was saved ${who || "meanwhile"}.`;
  part("told").textContent = hasConflicts
    ? "Where both of you changed the same lines, the merged text holds both between lines of <<<<<<< and >>>>>>>. Choose, and take these lines out; → takes what is saved."
    : "You changed different parts: the merged text holds all of both.";
  part("left").hidden = true;
  part("texts").replaceChildren();
  const view = new MergeView({ ...sides(theirs, merged, looks), ...CONTROLS, parent: part("texts") });
  const check = () => refuseMarkers(view.b.state.doc.toString(), part("left"));
  part("save").onclick = (event) => { if (!check()) event.preventDefault(); };
  const answer = await answerOf(dialog);
  const text = view.b.state.doc.toString();
  view.destroy();
  return answer === "save" ? text : null;
}

function sides(theirs, merged, looks) {
  const shared = [EditorView.lineWrapping, lineNumbers(), looks];
  const named = (name) => EditorView.contentAttributes.of({ "aria-label": name });
  const readOnly = [EditorState.readOnly.of(true), named("Saved text, read only")];
  const editable = [history(), keymap.of([...defaultKeymap, ...historyKeymap]), named("Merged text")];
  return { a: { doc: theirs, extensions: [shared, readOnly] }, b: { doc: merged, extensions: [shared, editable] } };
}

function refuseMarkers(text, message) {
  const found = MARKER.exec(text);
  message.hidden = !found;
  if (!found) return true;
  const line = text.slice(0, found.index).split("\n").length;
  message.textContent = `Line ${line} of the merged text is still a mark (${found[0]}). Choose between the words around it and delete the marks.`;
  return false;
}
