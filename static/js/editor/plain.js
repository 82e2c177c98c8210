// Plain text from the clipboard, and blocks as lines of the text form. Pure.

// "o" is Word's sign of the second level when its lists become plain text: always before a tab.
const SIGN = /^(?:[•·●○◦▪■□‣⁃∙\uf0b7\uf0a7][ \t]*|[-–—*+][ \t]+|o\t+)(?=\S)/;

export function isSigned(text) {
  return SIGN.test(text.replace(/^\\(?=[*+-])/, ""));
}

export function unsigned(text) {
  return text.replace(/^\\(?=[*+-])/, "").replace(SIGN, "");
}

/** Give text as lines of the text form: other bullets' signs become "- ". The text form itself stays as it is. */
export function readPlain(text) {
  return text.replace(/\r\n?/g, "\n").split("\n").map(readLine).join("\n");
}

function readLine(line) {
  const [, indent, rest] = /^([ \t\u00a0]*)(.*)$/s.exec(line);
  if (/^[-*] /.test(rest) || !SIGN.test(rest) || /^[-–—*+\s]+$/.test(rest)) return line.trimEnd();
  const level = rest.startsWith("o\t") ? 1 : 0;
  const depth = Math.max(level, Math.floor((indent.length + indent.split("\t").length - 1) / 2));
  return `${"  ".repeat(depth)}- ${rest.replace(SIGN, "").trimEnd()}`;
}

/** Write blocks (as `readHtml` gives them) as lines; a blank one between all but neighbouring bullets. */
export function writeBlocks(blocks) {
  const lines = [];
  blocks.forEach((block, place) => {
    const isInList = block.kind === "bullet" && blocks[place - 1]?.kind === "bullet";
    if (place && !isInList) lines.push("");
    lines.push(writeBlock(block));
  });
  return lines.join("\n");
}

function writeBlock({ kind, level, depth, marker, text }) {
  if (kind === "heading") return `${"#".repeat(level)} ${text}`;
  if (kind === "bullet") return `${"  ".repeat(depth)}${marker} ${text}`;
  return /^(?:#{2,}|#(?=\s|$)|[-*•+](?=\s|$))/.test(text) ? `\\${text}` : text;
}
