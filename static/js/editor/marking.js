// Light colours for the text form, by lines and words; the looks stand in css/editor.css.
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { structure } from "./structure.js";

const WORDS = [
  ["mark", /\{\/?(?:A[1-9][0-9]{0,3}|condition)\}/g],
  ["end", /(?<!\\)\{[a-zA-Z][^{}]*\}(?=\s*(?:#[a-z][\w-]*\s*)*$)/g],
  ["tag", /(?<=\s)#[a-z][a-z0-9-]*(?=(?:\s+#[a-z][a-z0-9-]*)*\s*$)/gi],
  ["strong", /\*\*(?=\S)(?:[^*]|\*(?!\*))+?\*\*/g],
  ["link", /\[[^\[\]]*\]\([^()\s]*\)/g],
  ["word", /^(?:Decisions?|Reference(?: material)?s?):/gi],
];
const MARKS = Object.fromEntries(WORDS.map(([name]) => [name, Decoration.mark({ class: `is-${name}` })]));
const FACT = Decoration.mark({ class: "is-word" });
const LINES = new Map();

export const marking = ViewPlugin.fromClass(class {
  constructor(view) {
    this.decorations = decorate(view);
  }

  update(update) {
    if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
  }
}, { decorations: (plugin) => plugin.decorations });

function decorate(view) {
  const builder = new RangeSetBuilder();
  const kinds = view.state.field(structure);
  for (const { from, to } of view.visibleRanges) {
    let line = view.state.doc.lineAt(from);
    for (;;) {
      addLine(builder, line, kinds[line.number - 1]);
      if (line.to >= to) break;
      line = view.state.doc.line(line.number + 1);
    }
  }
  return builder.finish();
}

function addLine(builder, line, found) {
  builder.add(line.from, line.from, lineLook(found));
  if (found.kind === "facts") {
    const colon = line.text.indexOf(":");
    if (colon > 0) builder.add(line.from, line.from + colon + 1, FACT);
    return;
  }
  const spans = WORDS.flatMap(([name, pattern]) =>
    [...line.text.slice(0, 20000).matchAll(pattern)].map((match) => ({ name, from: match.index, to: match.index + match[0].length })));
  spans.sort((one, other) => one.from - other.from || other.to - one.to);
  let end = 0;
  for (const span of spans.filter((each) => each.to > each.from)) {
    if (span.from < end) continue;
    builder.add(line.from + span.from, line.from + span.to, MARKS[span.name]);
    end = span.to;
  }
}

/** Give the look of a line; equal lines share one. */
function lineLook({ kind, level, depth, marker, part, isDecision }) {
  const names = [`is-${kind}`];
  if (level) names.push(`level-${Math.min(level, 4)}`);
  if (kind === "bullet" || kind === "rest") names.push(`depth-${Math.min(depth, 4)}`);
  if (kind === "bullet" && part === "sessions") names.push(marker === "-" ? "is-feedback" : "is-point");
  if (isDecision) names.push("is-decision");
  const name = names.join(" ");
  if (!LINES.has(name)) LINES.set(name, Decoration.line({ class: name }));
  return LINES.get(name);
}
