// The end of a block of the text form: `text {key: value; key: value}` and `text #theme #theme`. Pure.
// Mirrors meetings/textform/attributes.py: tags come last, and braces count only where every key in them is known.

const TAGS = /(?:^|\s)((?:#[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:\s+#[a-z][a-z0-9]*(?:-[a-z0-9]+)*)*)\s*$/i;
const KEYS = new Set([
  "number", "region", "regions", "theme", "themes", "attendees", "kind", "scope", "outcome", "decision", "referred to",
  "role", "organisation key", "organization key", "person", "capacity", "votes", "presence", "co-chair", "term",
]);
const ACTION = /^A[1-9][0-9]{0,3}$/;
const PLURALS = { themes: "theme", regions: "region" };

/** Part a block into `{text, pairs, tags}`; pairs are `[key, value]` with escapes as typed. */
export function splitEnd(raw) {
  const found = TAGS.exec(raw);
  const hasWords = found && raw.slice(0, found.index).trim();
  const tags = hasWords ? found[1].split(/\s+/).map((tag) => tag.slice(1).toLowerCase()) : [];
  const rest = (hasWords ? raw.slice(0, found.index) : raw).trimEnd();
  const start = openingBrace(rest);
  const pairs = start < 0 ? [] : splitAt(rest.slice(start + 1, -1), ";").filter(Boolean).map(readPair);
  if (start < 0 || pairs.some(([key]) => !KEYS.has(key) && !ACTION.test(key))) return { text: rest, pairs: [], tags };
  return { text: rest.slice(0, start).trimEnd(), pairs, tags };
}

/** Give where a `{…}` at the very end begins, or -1. An escaped brace is no brace. */
function openingBrace(text) {
  const braces = [...text.matchAll(/\\.|[{}]/gs)].filter(([sign]) => sign.length === 1);
  const [open, close] = braces.slice(-2);
  const isBlock = close?.[0] === "}" && close.index === text.length - 1 && open[0] === "{";
  return isBlock ? open.index : -1;
}

function splitAt(value, separator) {
  const parts = [];
  let start = 0;
  for (const match of value.matchAll(new RegExp(`\\\\.|${separator}`, "gs"))) {
    if (match[0] !== separator) continue;
    parts.push(value.slice(start, match.index).trim());
    start = match.index + 1;
  }
  return [...parts, value.slice(start).trim()];
}

function readPair(part) {
  const colon = part.indexOf(":");
  const key = (colon < 0 ? part : part.slice(0, colon)).trim().replace(/\s+/g, " ");
  const name = ACTION.test(key) ? key : key.toLowerCase();
  return [PLURALS[name] || name, colon < 0 ? "" : part.slice(colon + 1).trim()];
}

function joinEnd({ text, pairs, tags }) {
  const inside = pairs.map(([key, value]) => (value ? `${key}: ${value}` : key)).join("; ");
  return [text, inside && `{${inside}}`, ...tags.map((tag) => `#${tag}`)].filter(Boolean).join(" ");
}

/** Give the slugs of "theme" or "region" that a block bears. */
export function labels(raw, key) {
  const end = splitEnd(raw);
  const listed = end.pairs.filter(([name]) => name === key).flatMap(([, value]) => value.split(","));
  return [...listed.map((slug) => slug.trim()).filter(Boolean), ...(key === "theme" ? end.tags : [])];
}

/** Give the block with a label at its end. A theme is a tag, or stands in the braces where there are some. */
export function withLabel(raw, key, slug) {
  const end = splitEnd(raw);
  if (labels(raw, key).includes(slug)) return raw;
  const pair = end.pairs.find(([name]) => name === key);
  if (pair) pair[1] = pair[1] ? `${pair[1]}, ${slug}` : slug;
  else if (key === "theme" && (end.tags.length || !end.pairs.length)) end.tags.push(slug);
  else end.pairs.push([key, slug]);
  return joinEnd(end);
}

/** Give the block without a label. */
export function withoutLabel(raw, key, slug) {
  const end = splitEnd(raw);
  if (!labels(raw, key).includes(slug)) return raw;
  if (key === "theme") end.tags = end.tags.filter((tag) => tag !== slug);
  const keep = (value) => splitAt(value, ",").filter((each) => each && each !== slug).join(", ");
  end.pairs = end.pairs.map(([name, value]) => [name, name === key ? keep(value) : value]);
  end.pairs = end.pairs.filter(([name, value]) => name !== key || value);
  return joinEnd(end);
}
