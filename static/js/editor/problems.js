// What the server's check says: in the margin, under the words, and as a list that jumps to the line.
import { linter, lintGutter, setDiagnostics } from "@codemirror/lint";
import { jumpTo } from "./jumping.js";

const NAMES = { error: "Error", warning: "Warning", info: "Note" };

export const problemMarks = [linter(null), lintGutter()];

/** Show diagnostics (`{severity, line, message}`, lines from 1) in the text and in `list`; say their number in `count`. */
export function showProblems(view, diagnostics, { list, count }) {
  const { doc } = view.state;
  const marks = diagnostics.map(({ severity, line, message }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const indent = /^\s*/.exec(at.text)[0].length;
    const span = { from: at.from + (at.length > indent ? indent : 0), to: at.to, severity, message };
    return { ...span, actions: cures(at.text, message) };
  });
  view.dispatch(setDiagnostics(view.state, marks));
  count.textContent = summary(diagnostics);
  list.replaceChildren(...diagnostics.map((each) => entry(view, each)));
}

/** Give what puts a problem right by itself: the word that the server thinks was meant. */
function cures(line, message) {
  const [, word, meant] = /^Unknown \S+ #?([^\s.]+)\. Did you mean “#?([^”]+)”/.exec(message) || [];
  if (!word || !line.includes(word)) return [];
  const apply = (view, from) => {
    const at = view.state.doc.lineAt(from);
    const place = at.text.lastIndexOf(word);
    if (place >= 0) view.dispatch({ changes: { from: at.from + place, to: at.from + place + word.length, insert: meant }, userEvent: "input.cure" });
  };
  return [{ name: `Write ${meant}`, apply }];
}

/** Say how many problems there are, the errors first. */
export function summary(diagnostics) {
  const counted = Object.entries(NAMES).flatMap(([severity, name]) => {
    const number = diagnostics.filter((each) => each.severity === severity).length;
    return number ? `${number} ${name.toLowerCase()}${number === 1 ? "" : "s"}` : [];
  });
  return counted.join(", ") || "No problems found";
}

function entry(view, { severity, line, message }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const name = document.createElement("strong");
  button.type = "button";
  button.className = `problem is-${severity}`;
  name.textContent = `${NAMES[severity] || severity}, line ${line}:`;
  button.append(name, ` ${message}`);
  button.addEventListener("click", () => jumpTo(view, line));
  item.append(button);
  cures(view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines)).text, message).forEach(({ name: words, apply }) => {
    const cure = document.createElement("button");
    cure.type = "button";
    cure.className = "cure";
    cure.textContent = words;
    cure.addEventListener("click", () => {
      apply(view, view.state.doc.line(line).from);
      jumpTo(view, line);
    });
    item.append(" ", cure);
  });
  return item;
}
