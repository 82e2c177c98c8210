"""What became of minutes between two states: which part is which, what changed, and how two changes go together.

Pure: it knows texts and `Minutes`, and nothing of Django.
"""

from meetings.history.changes import Change, compare
from meetings.history.identity import Pairs, identify, pair
from meetings.history.items import item_numbers, keep_numbers, same_items, unused, wordings
from meetings.history.lines import Row, compare_texts
from meetings.history.merging import MARKS, Merged, merge
from meetings.history.spans import Span, word_diff

__all__ = [
    "MARKS",
    "Change",
    "Merged",
    "Pairs",
    "Row",
    "Span",
    "compare",
    "compare_texts",
    "identify",
    "item_numbers",
    "keep_numbers",
    "merge",
    "pair",
    "same_items",
    "unused",
    "word_diff",
    "wordings",
]
