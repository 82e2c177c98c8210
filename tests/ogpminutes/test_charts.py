"""The bars of a chart: where they stand, and what is written at them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogpminutes.charts import LONGEST, NARROW, PLOT, SIDE, WIDTH, Chart, chart


def drawn(numbers: dict[int, int], **more: int) -> Chart:
    made = chart(numbers, **more)
    assert made is not None
    return made


@pytest.mark.parametrize("numbers", [{}, {2020: 5}, {2019: 0, 2020: 0}, {1900: 1, 2020: 1}])
def test_a_chart_that_would_say_nothing_is_not_drawn(numbers: dict[int, int]) -> None:
    assert chart(numbers) is None


def test_one_year_in_a_longer_record_is_drawn_among_the_empty_ones() -> None:
    made = drawn({2020: 5}, first=2018, last=2021)
    assert [(bar.year, bar.number, bar.height) for bar in made.bars] == [
        *((2018, 0, 0), (2019, 0, 0)),
        *((2020, 5, PLOT), (2021, 0, 0)),
    ]
    assert (made.first, made.last, made.fullest) == (2018, 2021, [2020])


def test_bars_are_as_high_as_their_number() -> None:
    made = drawn({2019: 2, 2020: 8, 2021: 4})
    assert [bar.height for bar in made.bars] == [24, 96, 48]
    assert {bar.y + bar.height for bar in made.bars} == {made.ground}


def test_every_year_and_number_is_written_where_there_is_room() -> None:
    made = drawn({2019: 2, 2020: 8, 2021: 14})
    assert [(bar.label, bar.figure) for bar in made.bars] == [("2019", "2"), ("2020", "8"), ("2021", "14")]


def test_labels_that_would_touch_are_left_out() -> None:
    made = drawn(dict.fromkeys(range(2011, 2027), 100) | {2016: 1000})
    assert [bar.label for bar in made.bars if bar.label] == [
        "2011",
        "2013",
        "2015",
        "2017",
        "2019",
        "2021",
        "2023",
        "2025",
    ]
    assert {bar.figure for bar in made.bars} == {"", "1000"}


@given(
    st.dictionaries(st.integers(1990, 2040), st.integers(0, 99_999), min_size=2),
    st.sampled_from([NARROW, WIDTH]),
)
def test_bars_stay_apart_and_within_the_chart(numbers: dict[int, int], room: int) -> None:
    made = chart(numbers, room=room)
    if made is None:
        assert not any(numbers.values())
        return
    bars = made.bars
    assert [bar.number for bar in bars] == [numbers.get(bar.year, 0) for bar in bars]
    assert all(left.x + left.width < right.x for left, right in pairwise(bars))
    assert made.left < bars[0].x < bars[-1].x + bars[-1].width <= made.left + made.width <= room + 2 * SIDE
    assert all(bar.height >= 1 for bar in bars if bar.number)
    assert len(bars) <= LONGEST
