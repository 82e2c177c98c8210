"""The runs of a paragraph of a Word file: text with marks and links, and what is printed beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from meetings.diagnostics import Findings, quote
from meetings.importers.archives import Archive
from meetings.importers.inline import Run
from meetings.importers.wordparts import Element, attribute, child, descendants, is_on, name_of, parse, relations, value
from meetings.importers.wordstyles import Styles
from meetings.lines import one_line, without_controls

TAB = "\t"
BREAK = Run("\n")
THROUGH = ("sdt", "sdtContent", "smartTag", "customXml", "dir", "bdo", "body", "Choice")  # what only holds others
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0E0: "→", 0xF0B0: "°", 0xF0A8: "□", 0xF0FE: "☑"}
_LINK = re.compile(r"\s*HYPERLINK\b(?P<rest>.*)", re.DOTALL)
_QUOTED = re.compile(r'\s*"([^"]*)"')
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


class Runs:
    """Reads runs. `line` is the paragraph that is being read, set by whoever reads paragraphs.

    `later` gathers what stands in a paragraph but is printed beside it: notes, text boxes.
    """

    def __init__(self, archive: Archive, styles: Styles, findings: Findings) -> None:
        self.line, self.relations = 0, relations(archive)
        self.later: list[Element] = []
        self._styles, self._findings = styles, findings
        self._notes = {kind: _notes(archive, kind) for kind in ("footnote", "endnote")}
        self._fields: list[tuple[str, bool]] = []  # of each open field, its instruction and whether its result began
        self._hushed: list[Run] = []  # what stands where an open field says what to show

    def read(self, element: Element, href: str = "") -> Iterator[Run]:
        """Give the runs of a paragraph, or of what stands in one."""
        for each in element:
            name = name_of(each)
            if name == "r":
                yield from self._read_run(each, href)
            elif name == "hyperlink":
                yield from self.read(each, self._target(each))
            elif name == "fldSimple":
                yield from self.read(each, _field_target(attribute(each, "instr")) or href)
            elif name == "AlternateContent":
                yield from self.read(alternative(each), href)
            elif name in ("oMath", "oMathPara"):
                yield Run("".join(part.text or "" for part in each.iter() if name_of(part) == "t"))
            elif name in THROUGH or next(descendants(each, "t"), None) is not None:
                yield from self.read(each, href)

    def finish(self) -> Iterator[Run]:
        """End a paragraph: a field that does not end in it before it shows anything is damaged, and its words stay."""
        if self._is_hushed():
            yield from self._hushed
            self._fields = [(instruction, has_result) for instruction, has_result in self._fields if has_result]
        self._hushed = []

    def _read_run(self, run: Element, href: str) -> Iterator[Run]:
        properties = child(run, "rPr")
        if is_on(properties, "vanish"):
            if text := one_line("".join(each.text or "" for each in descendants(run, "t"))):
                self._findings.warn(
                    self.line, f"Hidden text is left out: {quote(text)}. Show it in Word if it belongs."
                )
            return
        if is_on(properties, "strike") or is_on(properties, "dstrike"):
            if text := one_line("".join(each.text or "" for each in descendants(run, "t"))):
                self._findings.warn(self.line, f"Words that are struck out are left out: {quote(text)}.")
            return
        bold, italic = (self._is_set(properties, run, mark) for mark in ("b", "i"))
        for each in run:
            text = self._text(each)
            link = href or self._open_link()
            if text == BREAK.text:
                yield BREAK
            elif text and self._is_hushed():
                self._hushed.append(Run(text, bold, italic))
            elif text:
                yield Run(text, bold, italic, link)

    def _is_set(self, properties: Element | None, run: Element, mark: str) -> bool:
        stated = is_on(properties, mark)
        if stated is not None:
            return stated
        paragraph = next((each for each in run.iterancestors() if name_of(each) == "p"), None)
        keys = (value(properties, "rStyle"), value(paragraph, "pPr", "pStyle"))
        return any(self._styles.is_set(key, mark) for key in keys if key)

    def _text(self, element: Element) -> str:
        """Give what a part of a run prints; what it prints elsewhere is put by."""
        name = name_of(element)
        if name == "t":
            return without_controls(element.text or "").replace("\xad", "")
        if name in ("tab", "ptab"):
            return TAB
        if name in ("br", "cr"):
            return BREAK.text
        if name == "noBreakHyphen":
            return "\N{NON-BREAKING HYPHEN}"
        if name == "sym":
            return self._symbol(attribute(element, "char"))
        if name in ("fldChar", "instrText"):
            self._read_field(element, name)
        elif name in ("footnoteReference", "endnoteReference"):
            self._put_by_note(name.removesuffix("Reference"), attribute(element, "id"))
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            self._put_by_boxes(element)
        elif name == "ruby":
            return "".join(each.text or "" for each in descendants(element, "t"))
        return ""

    def _symbol(self, code: str) -> str:
        known = _SYMBOLS.get(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else None
        if known is None:
            self._findings.warn(self.line, "A sign of a symbol font cannot be told, and stands as □; compare it.")
        return known or "□"

    def _put_by_note(self, kind: str, key: str) -> None:
        note = self._notes[kind].get(key)
        if note is not None:
            self._findings.warn(self.line, f"A {kind} of this paragraph follows it as a paragraph of its own.")
            self.later.append(note)

    def _put_by_boxes(self, element: Element) -> None:
        """Put by the words of text boxes, once; name what is a picture."""
        chosen = alternative(element) if name_of(element) == "AlternateContent" else element
        boxes = [box for box in descendants(chosen, "txbxContent") if not _is_fallback(box)]
        if boxes:
            self._findings.warn(self.line, "A text box beside this paragraph follows it as paragraphs of their own.")
            self.later.extend(boxes)
        elif name_of(element) != "AlternateContent" or any(name_of(each) == "blip" for each in chosen.iter()):
            told = _drawn(chosen) or next(
                (attribute(each, "descr") for each in chosen.iter() if name_of(each) == "docPr"), ""
            )
            named = f" ({quote(told)})" if told else ""
            self._findings.warn(self.line, f"A picture{named} is left out; what it says has to be typed.")

    def _read_field(self, element: Element, name: str) -> None:
        if name == "instrText":
            if self._fields:
                instruction, has_result = self._fields[-1]
                self._fields[-1] = instruction + (element.text or ""), has_result
            return
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(("", False))
        elif self._fields and kind == "separate":
            self._fields[-1] = self._fields[-1][0], True
        elif self._fields and kind == "end":
            self._fields.pop()
            self._hushed = self._hushed if self._fields else []

    def _is_hushed(self) -> bool:
        """Whether this stands where a field says what to show, not what it shows."""
        return any(not has_result for _, has_result in self._fields)

    def _open_link(self) -> str:
        return next((found for text, _ in reversed(self._fields) if (found := _field_target(text))), "")

    def _target(self, link: Element) -> str:
        """Give the address of a link, `#` where it leads into the file itself or was lost."""
        _, target, is_outside = self.relations.get(attribute(link, "id"), ("", "", False))
        if not is_outside:
            return "#" if attribute(link, "anchor") or attribute(link, "id") else ""
        return target if _WEB.fullmatch(target) else "" if target.lower().startswith("mailto:") else "#"


def _notes(archive: Archive, kind: str) -> dict[str, Element]:
    """Give id -> note; those without a type are notes, the others separate them from the text."""
    place = f"word/{kind}s.xml"
    found = parse(archive, place) if place in archive else ()
    return {attribute(each, "id"): each for each in found if name_of(each) == kind and not attribute(each, "type")}


def alternative(element: Element) -> Element:
    """Give the first of several forms of the same content."""
    found = child(element, "Choice")
    return found if found is not None else child(element, "Fallback") or ()


def _drawn(element: Element) -> str:
    """Give the words of a drawing: in its shapes, and those that it shows as a picture of words."""
    words = (each.text or attribute(each, "string") for each in element.iter() if name_of(each) in ("t", "textpath"))
    return one_line(" ".join(words))


def _is_fallback(element: Element) -> bool:
    return any(name_of(each) == "Fallback" for each in element.iterancestors())


def _field_target(instruction: str) -> str:
    match = _LINK.fullmatch(instruction)
    if not match:
        return ""
    address = _QUOTED.match(match["rest"])
    return address[1] if address and _WEB.fullmatch(address[1]) else "#"
