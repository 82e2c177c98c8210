"""Paragraphs and bullets, their attributes and their marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meetings.minutes import ActionItem, Decision, Passage, Session
from meetings.textform import dump, parse
from meetings.words import Kind, Outcome, Scope
from tests.texts import minutes_of, passage_of, passages_of, told_below_heading

NARRATIVE, POINT, FEEDBACK, DECISION = Kind.NARRATIVE, Kind.POINT, Kind.FEEDBACK, Kind.DECISION


def kinds(body: str) -> list[tuple[Kind, int, str]]:
    return [(passage.kind, passage.depth, passage.text) for passage in passages_of(body)]


def written(*passages: Passage) -> str:
    """Give the lines of passages, and hold that they are read as these passages again."""
    minutes = replace(minutes_of(""), sessions=(Session(number="1", heading="Session 1: A", passages=passages),))
    text = dump(minutes)
    assert parse(text).minutes == minutes
    return text.partition("## Session 1: A\n\n")[2].rstrip("\n")


def test_lines_are_joined_and_blank_lines_part() -> None:
    body = "One\r\ntwo\tthree\n\nFour.\n- a\nb\n\n- c\n* d\n• e\n+ f\n\ng"
    assert kinds(body) == [
        (NARRATIVE, 0, "One two three"),
        (NARRATIVE, 0, "Four."),
        (FEEDBACK, 0, "a b"),
        (FEEDBACK, 0, "c"),
        (POINT, 0, "d"),
        (POINT, 0, "e"),
        (POINT, 0, "f"),
        (NARRATIVE, 0, "g"),
    ]


def test_two_spaces_or_a_tab_are_one_step_deeper() -> None:
    body = "* a\n  * b\n\t* c\n \u00a0 * d\n\t  - e\n* f"
    assert [depth for _, depth, _ in kinds(body)] == [0, 1, 1, 1, 2, 0]


def test_the_bullets_below_decision_are_decisions() -> None:
    body = "DECISIONS:\n\n- a\n  - b\n* c\n\nText.\n\n- d"
    assert [kind for kind, _, _ in kinds(body)] == [NARRATIVE, DECISION, POINT, POINT, NARRATIVE, FEEDBACK]


@pytest.mark.parametrize("text", ["- a {outcome: noted}", "a {decision: D1}", "* a {referred to: x}", "Decision: a"])
def test_what_has_the_facts_of_a_decision_is_one(text: str) -> None:
    passage = passage_of(text)
    assert (passage.kind, passage.text) == (DECISION, "a")
    assert passage.decision is not None
    assert passage.decision.number == "D1"


def test_kind_can_be_said() -> None:
    body = "- a {kind: point}\n\nb {kind: feedback}\n\nDecision:\n- c {kind: Feedback}\n\nDecision: d {kind: narrative}"
    assert kinds(body) == [
        (POINT, 0, "a"),
        (FEEDBACK, 0, "b"),
        (NARRATIVE, 0, "Decision:"),
        (FEEDBACK, 0, "c"),
        (NARRATIVE, 0, "Decision: d"),
    ]


def test_the_scope_of_a_lead_in_holds_until_the_next_paragraph_or_heading() -> None:
    body = (
        "## S\nOn country: {scope: country}\n- a\n* b\n- c {scope: none}\n- d {scope: global}\n\nText.\n- e\n"
        "\nMore. {scope: country}\n### B\n- f"
    )
    scopes = [passage.scope for passage in minutes_of(body).passages() if passage.kind == FEEDBACK]
    assert scopes == [Scope.COUNTRY, Scope.UNSTATED, Scope.GLOBAL, Scope.UNSTATED, Scope.UNSTATED]


def test_a_common_scope_is_written_once_and_a_lone_one_where_it_is() -> None:
    lead_in = Passage(kind=NARRATIVE, text="On country:")
    country = Passage(kind=FEEDBACK, text="a", scope=Scope.COUNTRY)
    plain = Passage(kind=FEEDBACK, text="b")
    assert written(lead_in, country, country) == "On country: {scope: country}\n\n- a\n- a"
    assert written(lead_in, country, plain) == "On country:\n\n- a {scope: country}\n- b"


def test_tags_and_attributes_end_a_passage() -> None:
    assert passage_of("- Fund it. #Funding #civil-society") == Passage(
        kind=FEEDBACK, text="Fund it.", themes=("civil-society", "funding")
    )
    assert passage_of("- Fund it {region: Europe, asia-pacific; themes: funding}.") == Passage(
        kind=FEEDBACK, text="Fund it {region: Europe, asia-pacific; themes: funding}."
    )
    assert passage_of("- Fund it{regions: europe; theme: b}\n#a #b") == Passage(
        kind=FEEDBACK, text="Fund it", regions=("europe",), themes=("a", "b")
    )


@pytest.mark.parametrize(
    ("passage", "line"),
    [
        (Passage(kind=FEEDBACK, text="a", themes=("b", "c")), "- a #b #c"),
        (Passage(kind=FEEDBACK, text="a #x", themes=("b",)), "- a #x {theme: b}"),
        (Passage(kind=FEEDBACK, text="a #x"), "- a #x {}"),
        (Passage(kind=FEEDBACK, text="#x"), "- #x"),
        (Passage(kind=FEEDBACK, text="a {scope: x}"), "- a {scope: x} {}"),
        (Passage(kind=FEEDBACK, text="a {}"), "- a {} {}"),
        (Passage(kind=FEEDBACK, text="a {b}", themes=("c",)), "- a {b} #c"),
        (Passage(kind=FEEDBACK, text="a", regions=("b",), themes=("c",)), "- a {region: b; theme: c}"),
        (Passage(kind=POINT, text="a", depth=2), "    * a"),
        (Passage(kind=NARRATIVE, text="## a"), "\\## a"),
        (Passage(kind=NARRATIVE, text="- a"), "\\- a"),
        (Passage(kind=NARRATIVE, text="\\\\- a"), "\\\\\\- a"),
        (Passage(kind=NARRATIVE, text="\\a"), "\\a"),
        (Passage(kind=NARRATIVE, text="---"), "\\---"),
        (Passage(kind=NARRATIVE, text="+"), "\\+"),
        (Passage(kind=NARRATIVE, text="*a* b"), "*a* b"),
        (Passage(kind=NARRATIVE, text="#a b"), "#a b"),
        (Passage(kind=NARRATIVE, text="Decision: a"), "\\Decision: a"),
        (Passage(kind=NARRATIVE, text="Decision:", themes=("a",)), "Decision: #a"),
        (Passage(kind=NARRATIVE, text="References: a"), "\\References: a"),
        (Passage(kind=FEEDBACK, text="- # a"), "- - # a"),
        (Passage(kind=FEEDBACK, text="a {A1} b"), "- a \\{A1} b"),
        (Passage(kind=FEEDBACK, text="a \\{/condition} b\\"), "- a \\\\\\{/condition} b\\"),
    ],
)
def test_text_that_looks_like_markup_is_escaped_only_there(passage: Passage, line: str) -> None:
    assert written(passage) == line


def test_action_items_are_marked_words_or_the_whole_text() -> None:
    first, second = passages_of(
        "{A2}The SU will share it{/A2} and {A10}read it{/A10}. {A2: OGP Support Unit, due 2021-02-01}\n\n"
        "The SC will ask. {A3: SC, SU; A4}"
    )
    assert first == Passage(
        kind=NARRATIVE,
        text="The SU will share it and read it.",
        actions=(
            ActionItem(number="A2", text="The SU will share it", responsible="OGP Support Unit", due=date(2021, 2, 1)),
            ActionItem(number="A10", text="read it"),
        ),
    )
    assert second.actions == (
        ActionItem(number="A3", text="The SC will ask.", responsible="SC, SU"),
        ActionItem(number="A4", text="The SC will ask."),
    )


def obliged(text: str, words: str, responsible: str = "", due: date | None = None) -> Passage:
    item = ActionItem(number="A1", text=words, responsible=responsible, due=due)
    return Passage(kind=FEEDBACK, text=text, actions=(item,))


@pytest.mark.parametrize(
    ("passage", "line"),
    [
        (obliged("a b", "a b"), "- a b {A1}"),
        (obliged("a b", "b", "SU"), "- a {A1}b{/A1} {A1: SU}"),
        (obliged("a b", "b"), "- a {A1}b{/A1} {A1}"),
        (obliged("a", "a", "SU, SC; {x}"), "- a {A1: SU\\, SC\\; \\{x\\}}"),
        (obliged("a", "a", "due 2021-02-01"), "- a {A1: \\due 2021-02-01}"),
        (obliged("a", "a", "", date(2021, 2, 1)), "- a {A1: due 2021-02-01}"),
        (obliged("a\\b c", "b"), "- a\\\\{A1}b{/A1} c {A1}"),
        (obliged("a {A1} b", "{A1} b"), "- a {A1}\\{A1} b{/A1} {A1}"),
        (obliged("a {A1} b", "a {A"), "- {A1}a {A{/A1}1} b {A1}"),
    ],
)
def test_action_items_are_written_as_marks(passage: Passage, line: str) -> None:
    assert written(passage) == line


def test_decisions_hold_outcome_conditions_and_who_hears_of_them() -> None:
    body = (
        "- Approved if {condition}edited{/condition} and {condition}funded{/condition}. "
        "{outcome: Approved with conditions; referred to: Board\\; all of it}\n- b {decision: D7; outcome: endorsed}\n"
        "- c {outcome: none}"
    )
    first, second, third = (passage.decision for passage in passages_of(body))
    assert first == Decision(
        number="D1",
        outcome=Outcome.APPROVED_WITH_CONDITIONS,
        conditions=("edited", "funded"),
        referred_to="Board; all of it",
    )
    assert second == Decision(number="D7", outcome=Outcome.ENDORSED)
    assert third == Decision(number="D8")


def test_decisions_are_written_with_what_is_not_usual() -> None:
    first = Passage(kind=DECISION, text="a a", decision=Decision(number="D1", conditions=("a", "a")))
    second = Passage(kind=DECISION, text="b", decision=Decision(number="D3", outcome=Outcome.NOT_AGREED))
    assert written(first, second) == (
        "- {condition}a{/condition} {condition}a{/condition} {kind: decision}\n- b {decision: D3; outcome: not agreed}"
    )


ERRORS = [
    ("-", "This bullet is empty; write its text, or take it out."),
    ("{scope: country}", "These attributes stand alone; put them behind the text that they are of."),
    (
        "a {scope: contry}",
        "scope “contry” is not one of: none, overall, country, thematic, global. Did you mean “country”?",
    ),
    ("* a {scope: country}", "Passage “a”: only feedback has a scope."),
    ("a {number: 3}", "“number” says nothing here; take it out, or end the line with {}."),
    ("a {theme: }", "theme has no value; write a name such as “civic-space”."),
    ("a {scope: country; scope: global}", "One attribute is given twice; keep one of them."),
    ("            - a", "Passage “a”: lists nest 5 deep at most."),
    ("- a {A1: SU, due soon}", "The due date “soon” is not a day such as 2021-02-01."),
    ("- a {A1: due 2021-02-30}", "The due date “2021-02-30” is not a day such as 2021-02-01."),
    ("- {A1}a", "{A1} is not closed; put {/A1} behind the words."),
    ("- a{/A1}", "{/A1} closes nothing; put {A1} where the words begin."),
    ("- {A1}a {A1}b{/A1}", "{A1} is opened twice; put {/A1} behind the first words."),
    ("- {A1}a{/A1} {A1}b{/A1}", "A1 is marked twice; an action item is stated once."),
    ("- a {A1}{/A1}", "Action item A1: states nothing; mark the words that state it."),
    ("- a {condition}b{/condition}", "Only a decision has “condition”; add {kind: decision}, or take it out."),
    ("- a {kind: point; outcome: noted}", "Only a decision has “outcome”; add {kind: decision}, or take it out."),
    ("- a {outcome: noted; decision: 2}", "Reference number: '2' is not one such as 'D1'."),
    (
        "- {condition}a{/condition} {outcome: approved}",
        "Decision D1: has conditions: its outcome is 'approved with conditions'.",
    ),
    ("a\0", "Passage.text: holds a control character; take it out."),
]


@pytest.mark.parametrize(("body", "message"), ERRORS)
def test_errors_say_what_and_the_cure(body: str, message: str) -> None:
    assert told_below_heading(body) == [("error", 1, message)]


def test_a_number_given_on_two_lines_names_both() -> None:
    assert told_below_heading(
        "- a {A1}\n- b {A1}\n- c {decision: D1; outcome: noted}\n- d {decision: D1; outcome: noted}"
    ) == [
        ("error", 2, "A1 is given on line 11 already; give one of them another number."),
        ("error", 4, "D1 is given on line 13 already; give one of them another number."),
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("a {scop: country}", "“scop” is no attribute, so the braces are read as text. Did you mean “scope”?"),
        ("a {scope: country; x: y}", "“x” is no attribute, so the braces are read as text."),
        ("Decision: a", "This decision has no outcome; add {outcome: approved}, or another outcome."),
        ("a\n---", "The rule “---” says nothing and is left out."),
    ],
)
def test_warnings_say_what_and_the_cure(body: str, message: str) -> None:
    assert [(severity, text) for severity, _, text in told_below_heading(body)] == [("warning", message)]


def test_braces_that_hold_other_words_are_text_without_a_remark() -> None:
    assert told_below_heading("see {annex 3: b}") == []
    assert passage_of("see {annex 3: b}").text == "see {annex 3: b}"
