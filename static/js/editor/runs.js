// Pieces of text with their marks, as inline Markdown. Pure.

/** A run is `{text, bold, italic, href}`. Give the Markdown of all, on one line. */
export function markdown(runs) {
  return write(settle(runs), ["href", "bold", "italic"]).replace(/\s+/g, " ").trim();
}

/** Merge neighbours of equal marks; a blank between two marked runs takes the marks that both have. */
function settle(runs) {
  const kept = [];
  runs.forEach((run, place) => {
    const [before, after] = [kept.at(-1), runs[place + 1]];
    const marks = run.text.trim() ? run : shared(before, after);
    if (before && isAlike(before, marks)) before.text += run.text;
    else if (run.text) kept.push({ ...marks, text: run.text });
  });
  return kept;
}

function shared(before, after) {
  const both = (key) => (before?.[key] === after?.[key] ? before?.[key] : undefined);
  return { bold: Boolean(both("bold")), italic: Boolean(both("italic")), href: both("href") || "" };
}

function isAlike(one, other) {
  return Boolean(one.bold) === Boolean(other.bold) && Boolean(one.italic) === Boolean(other.italic)
    && (one.href || "") === (other.href || "");
}

function write(runs, [mark, ...inner]) {
  if (!mark) return runs.map((run) => escape(run.text)).join("");
  return groups(runs, mark).map((group) => wrap(write(group, inner), mark, group[0][mark])).join("");
}

function groups(runs, mark) {
  const found = [];
  for (const run of runs) {
    if (found.length && (found.at(-1)[0][mark] || "") === (run[mark] || "")) found.at(-1).push(run);
    else found.push([run]);
  }
  return found;
}

/** Put a mark around words; the space at their ends stays outside. */
function wrap(text, mark, value) {
  const [, before, words, after] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  if (!value || !words) return text;
  if (mark === "href") return `${before}[${words}](${target(value)})${after}`;
  const sign = mark === "bold" ? "**" : "*";
  return before + sign + words + sign + after;
}

function target(address) {
  return address.trim().replace(/\s/g, "%20").replace(/\(/g, "%28").replace(/\)/g, "%29").replace(/</g, "%3C").replace(/>/g, "%3E");
}

/** Keep signs of the text from being read as marks. An underscore inside a word is none; tags and braces stay. */
function escape(text) {
  return text
    .replace(/\\(?=[\\`*_{}[\]()>#+\-.!])|[`*]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/\](?=\()/g, "\\]");
}
