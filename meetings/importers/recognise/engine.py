"""The engine: tries the fullest structure first and proves that no word is lost, then simpler ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from meetings.diagnostics import Diagnostic, Findings, Severity
from meetings.importers.blocks import Block
from meetings.importers.imported import Facts, Imported, refused
from meetings.importers.recognise.build import PLANS, Builder, Plan
from meetings.importers.recognise.doubts import tell_doubts
from meetings.importers.recognise.head import Head, read_head
from meetings.importers.recognise.items import Item, clean
from meetings.importers.recognise.wording import minutes_words, source_words
from meetings.lines import HEAPED, InvalidMinutes, find_heap
from meetings.minutes import Minutes
from meetings.vocabulary import Vocabulary

NO_DAY = (
    "The file states no day on which the body met, nor does its name. Write it below the title, such as 2020-12-14."
)

GLUED = "Title and dates could not be parted from the words beside them, and stand in the text too; correct both."


def recognise(blocks: Sequence[Block], facts: Facts, vocabulary: Vocabulary | None = None) -> Imported:
    """Give minutes that hold every word of the blocks, in their order.

    What is guessed is a warning, what was recognised as nothing is unplaced. Without a day there are no minutes.
    """
    heap = next((block.line for block in blocks if find_heap(block.text) is not None), None)
    if heap is not None:
        return refused(HEAPED, heap)
    findings = Findings()
    items = clean(blocks, findings)
    if not items:
        return refused("The file holds no words; give one that holds minutes.")
    head = read_head(items, facts, findings)
    if head is None:
        return refused(NO_DAY, items[0].line, "first_day")
    reason = ""
    for plan in PLANS:
        imported, reason = _try(plan, items, head, facts, vocabulary, findings)
        if imported:
            return imported
    findings.warn(items[0].line, GLUED)
    imported, reason = _try(PLANS[0], items, replace(head, taken=0, said=()), facts, vocabulary, findings)
    return imported or refused(reason, items[0].line)


def _try(
    plan: Plan, items: list[Item], head: Head, facts: Facts, vocabulary: Vocabulary | None, findings: Findings
) -> tuple[Imported | None, str]:
    """Make minutes by one plan; None and the reason where they cannot be made, or would not say every word."""
    own = Findings()
    builder = Builder(plan, facts, vocabulary, own)
    try:
        minutes = builder.build(items, head)
    except InvalidMinutes as error:
        return None, str(error)
    if not _says_all(minutes, items, head):
        return None, "The words of the file could not be kept in their order; give it as Markdown in the text form."
    if plan.warning:
        own.warn(items[0].line, plan.warning)
    tell_doubts(items, minutes, facts.name, own)
    report = sorted((*findings.report(), *own.report()), key=lambda each: (each.severity == Severity.INFO, each.line))
    return Imported(minutes, tuple(_unique(report)), tuple(sorted(builder.unplaced, key=lambda each: each.line))), ""


def _says_all(minutes: Minutes, items: list[Item], head: Head) -> bool:
    """Compare the words of the source with those of the minutes, in the order of the page."""
    return source_words(items) == minutes_words(minutes, head.said)


def _unique(report: list[Diagnostic]) -> list[Diagnostic]:
    return list(dict.fromkeys(report))
