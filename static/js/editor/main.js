// The page of a draft: wires the text, its outline, its preview, its problems, and the server together.
import { closeCompletion, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { continueList, moveDown, moveUp, nestDeeper, nestLess } from "./bullets.js";
import { Checker } from "./checking.js";
import { completion } from "./completion.js";
import { Desk } from "./desk.js";
import { askConflict, askRemoval } from "./dialogs.js";
import { folding } from "./folding.js";
import { Keeper } from "./keeping.js";
import { openLabels } from "./labelbox.js";
import { marking } from "./marking.js";
import { notesTo } from "./notes.js";
import { outline } from "./outline.js";
import { showPanes } from "./panes.js";
import { pasting } from "./pasting.js";
import { Preview } from "./preview.js";
import { problemMarks, showProblems } from "./problems.js";
import { offerUnsaved } from "./recovering.js";
import { Server } from "./requests.js";
import { Saver } from "./saving.js";
import { extendDown, extendUp, selectList } from "./selecting.js";
import { Status } from "./status.js";
import { structure } from "./structure.js";

const form = document.getElementById("minutes");
const part = (name) => document.querySelector(`[data-${name}]`);
const facts = form.dataset;
const field = form.elements.text;
const vocabulary = JSON.parse(document.getElementById("vocabulary").textContent);
const status = new Status(part("status"), part("note"));
const looks = [structure, marking];
let going = {}; // how far a submission to another address is

const desk = new Desk({ server: new Server(form), seen: Number(form.elements.seen.value), saved: textOf(part("standing") || field) });
const preview = new Preview(part("preview"), part("preview-note"), facts.sheets.split(" "));
const problems = (found) => showProblems(desk.view, found, { list: part("problems"), count: part("count") });
const checker = new Checker(desk, facts.check, { problems, preview: (answer) => preview.show(answer) });
const keeper = new Keeper(desk, status, facts.keep, { others: showOthers, halted: halt });
const saver = new Saver(desk, status, keeper, {
  address: location.pathname,
  ask: { conflict: (body) => askConflict(part("conflict"), body, looks), removal: (body) => askRemoval(part("removal"), body) },
  showProblems: problems,
  saved: (version) => { part("version").textContent = version; },
});

const save = () => { saver.save(); return true; };
const label = (view) => { openLabels(part("labels"), view, vocabulary); return true; };
const commands = [
  { key: "Mod-s", run: save, preventDefault: true },
  { key: "Alt-ArrowUp", run: moveUp },
  { key: "Alt-ArrowDown", run: moveDown },
  { key: "Alt-ArrowRight", run: nestDeeper },
  { key: "Alt-ArrowLeft", run: nestLess },
  { key: "Shift-Alt-ArrowUp", run: extendUp },
  { key: "Shift-Alt-ArrowDown", run: extendDown },
  { key: "Alt-a", run: selectList },
  { key: "Mod-Shift-l", run: label, preventDefault: true },
  { key: "F8", run: nextDiagnostic },
  { key: "Shift-F8", run: previousDiagnostic },
  { key: "Enter", run: continueList },
];

desk.view = new EditorView({
  parent: part("text"),
  state: EditorState.create({
    doc: textOf(field),
    extensions: [
      EditorView.cspNonce.of(facts.nonce),
      notesTo.of((text) => status.mention(text)),
      Prec.high(keymap.of(commands)),
      keymap.of([...completionKeymap, ...searchKeymap, ...foldKeymap, ...historyKeymap, ...defaultKeymap]),
      lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), highlightSelectionMatches(),
      history(), looks, folding, problemMarks, pasting, completion(vocabulary), outline(part("outline")),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Text of the minutes", "aria-describedby": "leaving", spellcheck: "true", lang: facts.language }),
      EditorView.updateListener.of((update) => update.docChanged && changed()),
      EditorView.domEventHandlers({ blur: (event, view) => { if (completionStatus(view.state)) closeCompletion(view); } }),
    ],
  }),
});
Object.assign(desk.view.scrollDOM, { tabIndex: 0, role: "group", ariaLabel: "Text, scrolling" });
preview.follow(desk.view);

function textOf(element) {
  return (element.value ?? element.textContent).replace(/\r\n?/g, "\n").replace(/^\n(?=---)/, "");
}

function changed() {
  keeper.changed();
  checker.soon();
}

function showOthers(others) {
  const names = others.map(({ name }) => name);
  part("others").textContent = names.length ? `${names.join(" and ")} ${names.length > 1 ? "are" : "is"} writing here too. Both texts are kept, whoever saves first.` : "";
}

/** Submit the form by a button that leads to another address, once the text is in safe hands. */
async function go(button) {
  if (going.isBegun) return;
  going = { isBegun: true };
  const isReady = await keeper.handOver();
  await new Promise((resolve) => setTimeout(resolve)); // a form whose submission is being told of begins no other
  going = isReady ? { isReady, isBegun: true } : {};
  if (isReady) form.requestSubmit(button);
}

function halt(message) {
  status.say(`${message} Your text is kept in this browser; copy it before you leave.`, "trouble");
}

form.addEventListener("submit", (event) => {
  field.value = desk.text;
  form.elements.seen.value = desk.seen;
  const isElsewhere = event.submitter?.hasAttribute("formaction");
  if (isElsewhere && going.isReady) return;
  event.preventDefault();
  if (isElsewhere) go(event.submitter);
  else save();
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  going = {}; // the page was left in this way, and is shown again
  keeper.resume();
});
addEventListener("keydown", (event) => {
  const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s";
  if (!isSave || event.defaultPrevented) return;
  event.preventDefault();
  save();
});
part("label").addEventListener("click", () => label(desk.view));
part("help").addEventListener("click", () => part("shortcuts").showModal());

showPanes(document.querySelector(".desk"), () => preview.scrollPreview());
document.documentElement.classList.add("has-editor");
const isOffered = offerUnsaved(part("unsaved"), desk, facts.discard);
if (!isOffered) desk.view.focus();
checker.now();
if (!desk.isSaved) keeper.changed();
