// Completion: themes and regions, the keys and words of attributes, people and organisations.
import { autocompletion } from "@codemirror/autocomplete";
import { partAt, structure } from "./structure.js";

const KEYS = {
  heading: ["theme", "region", "number", "attendees"],
  passage: ["theme", "region", "scope", "outcome", "referred to", "decision", "kind"],
  attendee: ["role", "capacity", "votes", "presence", "co-chair", "term", "person"],
  organisation: ["role", "organisation key"],
};
const WORDS = {
  scope: ["overall", "country", "thematic", "global", "none"],
  outcome: ["approved", "approved with conditions", "endorsed", "noted", "deferred", "not agreed"],
  kind: ["narrative", "point", "feedback", "decision"],
  capacity: ["government member", "civil society member", "additional member", "observer", "participant"],
  presence: ["present", "remote", "apologies", "absent", "not recorded"],
  "co-chair": ["lead", "incoming", "outgoing", "support", "none"],
  votes: ["yes", "no"],
};
const MOST = 40;

/** Complete from `{themes, regions, people, organisations}`, each a list of `{slug, name}` or `{name}`. */
export function completion(vocabulary) {
  const sources = [tags, attributes, attendees].map((source) => (context) => source(context, vocabulary));
  return autocompletion({ override: sources, icons: false, maxRenderedOptions: MOST, aboveCursor: false, interactionDelay: 0 });
}

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Give what holds the typed words, what begins with them first. */
export function matching(options, typed) {
  const wanted = fold(typed);
  const rank = (option) => {
    const places = [option.slug, option.name].filter(Boolean).map((text) => fold(text).indexOf(wanted)).filter((place) => place >= 0);
    return places.length ? Math.min(...places) : -1;
  };
  return options.map((option) => [rank(option), option]).filter(([place]) => place >= 0)
    .sort(([one], [other]) => one - other).slice(0, MOST).map(([, option]) => option);
}

function offer(from, options) {
  return options.length ? { from, options, filter: false } : null;
}

function tags(context, { themes }) {
  const word = context.matchBefore(/(?<=\s)#[\w-]*$/u);
  if (!word || partAt(context.state, context.pos) !== "sessions") return null;
  if (!context.explicit && themes.some(({ slug }) => `#${slug}` === word.text)) return null; // Enter begins a new line
  return offer(word.from, matching(themes, word.text.slice(1)).map(({ slug, name }) => ({ label: `#${slug}`, detail: name })));
}

function attributes(context, vocabulary) {
  const inside = context.matchBefore(/(?<!\\)\{[^{}]*$/);
  if (!inside) return null;
  const part = inside.text.slice(inside.text.lastIndexOf(";") + 1).replace(/^\{/, "");
  const colon = part.indexOf(":");
  if (colon < 0) return offerKeys(context, part.trimStart());
  const typed = part.slice(colon + 1).split(",").at(-1).trimStart();
  return offer(context.pos - typed.length, values(part.slice(0, colon).trim().toLowerCase(), typed, vocabulary));
}

function offerKeys(context, typed) {
  const keys = KEYS[placeOf(context)].filter((key) => key.startsWith(typed.toLowerCase()));
  return offer(context.pos - typed.length, keys.map((key) => ({ label: key, apply: key === "attendees" ? key : `${key}: ` })));
}

function placeOf({ state, pos }) {
  const found = state.field(structure)[state.doc.lineAt(pos).number - 1];
  if (found.part !== "attendees") return found.kind === "heading" ? "heading" : "passage";
  if (found.kind !== "heading") return "attendee";
  return found.level === 4 ? "organisation" : "heading";
}

function values(key, typed, { themes, regions, organisations }) {
  const named = { theme: themes, themes, region: regions, regions }[key];
  if (named) return matching(named, typed).map(({ slug, name }) => ({ label: slug, detail: name }));
  const words = WORDS[key]?.map((name) => ({ name })) || (/^(?:a[0-9]+|referred to)$/.test(key) ? organisations : []);
  return matching(words, typed).map(({ name }) => ({ label: name }));
}

/** Where people are listed: names, then organisations; below `####`, organisations. */
function attendees(context, { people, organisations }) {
  const { state, pos } = context;
  if (partAt(state, pos) !== "attendees") return null;
  const before = state.sliceDoc(state.doc.lineAt(pos).from, pos);
  const seat = /^####\s+(\S.*)$/.exec(before);
  const person = /^\s*[-*]\s+([^|{]*)$/.exec(before);
  const place = /^\s*[-*]\s+[^|{]*\|\s*([^|{]*)$/.exec(before);
  const typed = (seat || person || place)?.[1] ?? "";
  if (typed.length < 2 && !context.explicit) return null;
  const named = person ? people : seat || place ? organisations : [];
  return offer(pos - typed.length, matching(named, typed).map(({ name }) => ({ label: name })));
}
