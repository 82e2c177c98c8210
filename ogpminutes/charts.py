"""How often over the years, as a small bar chart: its geometry alone. `browse/_years.html` draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

WIDTH = 360  # of the bars at most, in units that are about a pixel: the screen of a phone
NARROW = 240  # of a side column
PITCH = 44  # from one bar to the next at most
TOP, PLOT, FOOT = 18, 96, 20  # heights: of the numbers above the bars, of the bars, of the years below
SIDE = 12  # left and right, for half a label
LABEL, DIGIT, GAP = 34, 8, 4  # widths: of a year, of a digit, between two numbers
LONGEST = 60  # years; a longer record has its table alone


@dataclass(frozen=True, slots=True)
class Bar:
    """A year with its number. `label` is what stands below it, `figure` what stands above it, or nothing."""

    year: int
    number: int
    x: int
    y: int
    width: int
    height: int
    label: str
    figure: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        return self.y - 5


@dataclass(frozen=True)
class Chart:
    """The years from first to last, the empty ones among them, each with its number."""

    numbers: Mapping[int, int]
    room: int = WIDTH

    @cached_property
    def pitch(self) -> int:
        return min(PITCH, self.room // len(self.numbers))

    @property
    def left(self) -> int:
        return -SIDE

    @property
    def width(self) -> int:
        return self.pitch * len(self.numbers) + 2 * SIDE

    @property
    def height(self) -> int:
        return TOP + PLOT + FOOT

    @property
    def ground(self) -> int:
        return TOP + PLOT

    @property
    def foot(self) -> int:
        return self.height - 5

    @cached_property
    def most(self) -> int:
        return max(self.numbers.values())

    @property
    def fullest(self) -> list[int]:
        """The years with the greatest number."""
        return [year for year, number in self.numbers.items() if number == self.most > 0]

    @property
    def bars(self) -> list[Bar]:
        return [self._bar(place, year, number) for place, (year, number) in enumerate(self.numbers.items())]

    @property
    def first(self) -> int:
        return next(iter(self.numbers))

    @property
    def last(self) -> int:
        return next(reversed(list(self.numbers)))

    def _bar(self, place: int, year: int, number: int) -> Bar:
        every = ceil(LABEL / self.pitch)
        height = ceil(PLOT * number / (self.most or 1))
        fits = number and (DIGIT * len(str(number)) + GAP <= self.pitch or year == self.fullest[0])
        width = max(2, self.pitch * 7 // 10)
        x = place * self.pitch + (self.pitch - width) // 2
        label, figure = "" if place % every else str(year), str(number) if fits else ""
        return Bar(year, number, x, TOP + PLOT - height, width, height, label, figure)


def chart(
    numbers: Mapping[int, int], first: int | None = None, last: int | None = None, room: int = WIDTH
) -> Chart | None:
    """Give the chart of numbers by year; of one year, or of more than can be read, there is none.

    It goes from the first year to the last, also where these say nothing.
    """
    known = [*numbers, *(year for year in (first, last) if year is not None)]
    span = range(min(known), max(known) + 1) if known else range(0)
    if not 2 <= len(span) <= LONGEST or not any(numbers.values()):
        return None
    return Chart({year: numbers.get(year, 0) for year in span}, room)
