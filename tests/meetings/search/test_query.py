"""What was typed, read as a question."""

import pytest

from meetings.search import postgresql, sqlite
from meetings.search.query import MOST, Query, Said, read, with_star


def quoted(*words: str) -> Said:
    return Said(words, is_quoted=True)


def word(text: str, *, goes_on: bool = False) -> Said:
    return Said((text,), goes_on=goes_on)


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("", (), ()),
        ("civic space", ((word("civic"),), (word("space", goes_on=True),)), ()),
        ('"Civic space" su', ((quoted("civic", "space"),), (word("su"),)), ()),
        ("“civic space”", ((quoted("civic", "space"),),), ()),
        ("peer-to-peer", ((Said(("peer", "to", "peer"), goes_on=True),),), ()),
        ("su*", ((word("su", goes_on=True),),), ()),
        ("su* eu", ((word("su", goes_on=True),), (word("eu"),)), ()),
        ("space -civic", ((word("space"),),), (word("civic"),)),
        ('-"civic space"', (), (quoted("civic", "space"),)),
        ("a or b c", ((word("a"), word("b")), (word("c"),)), ()),
        ("a OR b or c", ((word("a"), word("b"), word("c")),), ()),
        ("or a or", ((word("a"),),), ()),
        ("a a", ((word("a"),),), ()),
        ("- -- '", (), ()),
        ('_ -__ "_" civic', ((word("civic", goes_on=True),),), ()),
        ("a_b _c", ((word("ab"),), (word("c"),)), ()),
        ('a "b', ((word("a"),), (word("b"),)), ()),
        ("NEAR(a b) AND text:c", ((Said(("near", "a")),), (word("b"),), (word("and"),), (Said(("text", "c")),)), ()),
    ],
)
def test_what_is_typed_is_a_question(
    typed: str, wanted: tuple[tuple[Said, ...], ...], unwanted: tuple[Said, ...]
) -> None:
    assert read(typed) == Query(wanted, unwanted)


def test_a_question_has_an_end() -> None:
    assert len(read(" ".join(f"w{place}" for place in range(500))).wanted) == MOST


@pytest.mark.parametrize(
    ("said", "text", "is_said"),
    [
        (word("commitments"), "commit", True),
        (word("commitment"), "committed", True),
        (word("comm"), "commit", False),
        (word("comm", goes_on=True), "commit", True),
        (quoted("commit"), "commitments", False),
        (Said(("civic", "spa"), goes_on=True), "civic space", True),
        (quoted("civic", "space"), "civic", False),
    ],
)
def test_marks_follow_the_search(said: Said, text: str, is_said: bool) -> None:
    assert said.is_at(text.split(), 0) is is_said


HOSTILE = "\"'; DROP TABLE x; -- * ^ : ( NEAR/2 {a} \\ <-> !a & | ß"


def test_signs_are_never_syntax() -> None:
    asked = read(HOSTILE)
    assert sqlite.expression(asked) == (
        '("drop" OR "ßdrop") AND ("table" OR "ßtabl") AND ("x") AND ("near 2") AND ("a") AND ("ss")'
    )
    assert postgresql.expression(asked) == (
        "(('drop') | 'ßdrop') & (('table') | 'ßtabl') & (('x')) & (('near' <-> '2')) & (('a')) & (('ss'))"
    )


def test_choices_and_exclusions_in_both_languages() -> None:
    asked = read('"civic space" or su -of')
    assert sqlite.expression(asked) == '(("civic space" OR "su")) NOT ("of")'
    assert postgresql.expression(asked) == "((('civic' <-> 'space') | ('su'))) & !(('of'))"


@pytest.mark.parametrize(
    ("typed", "starred"),
    [
        ("Tur", "Tur*"),
        ("civic su", "civic su*"),
        ("peer-to", "peer-to*"),
        ("é", "é*"),
        *(
            (typed, "")
            for typed in ("", "civic", "tur*", '"tur"', "-tur", "tur or", "tur civic", "...", "a " * (MOST + 1))
        ),
    ],
)
def test_a_star_lets_a_word_go_on_that_is_too_short_to(typed: str, starred: str) -> None:
    assert with_star(typed) == starred


@pytest.mark.parametrize(
    ("typed", "is_said"),
    [
        ("articles of governance", True),
        ("GOVERNANCE article", True),
        ("governan", True),
        ('"articles of"', True),
        ('"of articles"', False),
        ("nothing or articles", True),
        ("articles budget", False),
        ("articles -governance", False),
        ("-budget", False),
        ("", False),
    ],
)
def test_a_name_says_what_is_asked_for_or_not(typed: str, is_said: bool) -> None:
    assert read(typed).is_said_by("Articles of Governance") is is_said
