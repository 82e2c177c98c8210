"""Holds the floors: imports go down only, and the pure rooms stay pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["meetings", "attendees", "decisions", "ogpminutes"]  # from the ground up
WAIST = (
    "meetings.minutes",
    "meetings.words",
    "meetings.lines",
    "meetings.keys",
    "meetings.headings",
    "meetings.marked",
)
PURE = {  # room -> what it may import of the house; nothing of Django at all
    "meetings/words.py": (),
    "meetings/lines.py": (),
    "meetings/keys.py": ("meetings.lines",),
    "meetings/headings.py": (),
    "meetings/marked.py": ("meetings.lines",),
    "meetings/minutes.py": WAIST,
    "meetings/canonical.py": WAIST,
    "meetings/imprint.py": (),
    "meetings/vocabulary.py": (),
    "meetings/layout.py": WAIST,
    "meetings/diagnostics.py": (),
    "meetings/textform": (*WAIST, "meetings.textform", "meetings.vocabulary", "meetings.diagnostics"),
    "meetings/importers": ("meetings",),
}
FORBIDDEN = {  # room -> what it may not touch, by the start of the module's name
    "meetings/querysets.py": ("django.http", "django.template"),
    "meetings/models": ("django.http", "django.template", "django.core.mail", "django.dispatch"),
    "meetings/exporters": ("django.db", "django.http", "meetings.models", "meetings.querysets"),
    "meetings/markdown.py": ("django.db", "meetings.models"),
    "ogpminutes/archive.py": ("django.http", "django.template", "markdown", "weasyprint"),
    "ogpminutes/responses.py": ("django.http", "django.template", "django.core.mail"),
    "ogpminutes/review.py": ("django.http", "django.template", "django.core.mail"),
    "ogpminutes/membership.py": ("django.http", "django.template", "django.core.mail"),
    "ogpminutes/following/alerts.py": ("django.http", "django.template", "django.core.mail"),
    "ogpminutes/following/news.py": ("django.http", "django.template", "django.core.mail"),
    "ogpminutes/member_lists.py": ("django.http", "django.template", "django.core.mail"),
    "ogpminutes/filing.py": ("django.http", "django.template", "markdown", "weasyprint"),
}


def files(place: str) -> list[Path]:
    path = ROOT / place
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [file for file in found if "migrations" not in file.parts]


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def starts(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_go_down_only(floor: str) -> None:
    above = tuple(FLOORS[FLOORS.index(floor) + 1 :])
    wrong = [(str(file), name) for file in files(floor) for name in imports(file) if starts(name, above)]
    assert wrong == []


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_know_no_django(room: str) -> None:
    house = tuple(FLOORS)
    wrong = [
        (str(file), name)
        for file in files(room)
        for name in imports(file)
        if starts(name, ("django",)) or (starts(name, house) and not starts(name, PURE[room]))
    ]
    assert wrong == []


@pytest.mark.parametrize("room", FORBIDDEN)
def test_rooms_do_not_touch_what_they_may_not(room: str) -> None:
    wrong = [(str(file), name) for file in files(room) for name in imports(file) if starts(name, FORBIDDEN[room])]
    assert wrong == []


def test_marking_safe_happens_in_one_room() -> None:
    rooms = [
        str(file.relative_to(ROOT)) for floor in FLOORS for file in files(floor) if "mark_safe" in file.read_text()
    ]
    assert rooms == ["meetings/markdown.py"]


def test_what_is_safe_by_itself_is_written_out_where_it_is_made() -> None:
    """`SafeString` trusts what it is given, as `mark_safe` does: that is nothing, or a text of ours."""
    calls = [
        (str(file), call.lineno, [type(argument) for argument in call.args])
        for floor in FLOORS
        for file in files(floor)
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "SafeString"
    ]
    assert len(calls) > 5
    assert [call for call in calls if call[2] not in ([], [ast.Constant])] == []


def test_templates_never_trust_text() -> None:
    templates = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]
    assert templates
    wrong = [str(path) for path in templates for word in ("|safe", "autoescape off") if word in path.read_text()]
    assert wrong == []


def test_templates_hold_no_inline_script_or_style() -> None:
    wrong = [
        (str(path), mark)
        for path in ROOT.glob("templates/**/*.html")
        for mark in (" style=", "<style", "<script>", " onclick=", " onload=")
        if mark in path.read_text()
    ]
    assert wrong == []


@pytest.mark.parametrize("floor", FLOORS)
def test_views_do_not_filter(floor: str) -> None:
    views = [file for file in files(floor) if file.stem in ("views", "browsing", "responding", "welcome")]
    assert [str(file) for file in views if ".filter(" in file.read_text()] == []


def test_the_top_of_the_tree_holds_what_the_design_names() -> None:
    folders = {path.parts[0] for path in map(Path, tracked()) if len(path.parts) > 1}
    assert folders <= {*FLOORS, "templates", "static", "fixtures", "tests", ".ci"}


def tracked() -> list[str]:
    """Give the files of the tree, without what set-up made (what `.gitignore` names at the top)."""
    ignored = {line.strip("/ \n") for line in (ROOT / ".gitignore").read_text().splitlines()} | {".git"}
    return [
        str(path.relative_to(ROOT))
        for top in ROOT.iterdir()
        if top.name not in ignored
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.is_file()
    ]
