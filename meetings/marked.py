"""Words that are marked in a passage: its text says them, in its order."""

from __future__ import annotations

from collections.abc import Iterable

from meetings.lines import refuse


def check_marked(text: str, marked: Iterable[tuple[str, str]], where: str) -> None:
    """Refuse action items, each a number and its words, that a text does not say or that are not sorted."""
    marked = list(marked)
    for _, words in marked:
        refuse(words not in text, where, f"does not say “{words}”; mark words that it says.")
    numbers = [int(number[1:]) for number, _ in marked]
    refuse(numbers != sorted(numbers), where, "its action items stand in the order of their numbers; sort them.")


def check_in_order(text: str, conditions: Iterable[str], where: str) -> None:
    """Refuse conditions that a text does not say one behind the other."""
    place = 0
    for words in conditions:
        start = text.find(words, place)
        refuse(start < 0, where, f"does not say “{words}” behind its last condition; mark words in order.")
        place = start + len(words)
