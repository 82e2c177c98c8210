"""Saying what became of an item, in Chromium: accessible, narrow and wide, light and dark, without JavaScript too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from decisions.models import ActionItem, Decision, Update
from meetings.models import Edition
from ogpminutes import editing, updating
from tests import factories
from tests.browser.conftest import Open
from tests.browser.test_member_pages import come_in
from tests.browser.test_public_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACTION, DECISION = "/decisions/SC-2020-12/A2/", "/decisions/SC-2020-12/D2/"


@pytest.fixture(autouse=True)
def _no_limit_is_used_up() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def edition(live_server: LiveServer, settings: LazySettings, tmp_path: Path) -> Edition:
    """The minutes of December 2020, with updates of each kind; the Support Unit has a member."""
    settings.MEDIA_ROOT = tmp_path
    edition = factories.december()
    item = ActionItem.objects.with_passage().get(number="A2")
    assert item.organisation is not None
    factories.member(organisation=item.organisation)
    editor, decision = factories.editor(), Decision.objects.with_passage().get(number="D2")
    wrong = updating.record(Update(day=date(2021, 1, 2), state="done", note="See SC-2020-12/D1."), decision, editor)
    updating.withdraw(wrong, decision, editor, "It was another budget.")
    updating.record(
        Update(day=date(2021, 1, 3), state="under-way", evidence="https://example.org/budget"), decision, editor
    )
    return edition


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_an_item_with_updates_and_the_form_of_its_owner_are_accessible(
    live_server: LiveServer, edition: Edition, opened: Open, width: int, scheme: str
) -> None:
    with opened(width, scheme) as page:
        come_in(page, live_server, "member", ACTION)
        for address in (ACTION, DECISION, "/decisions/?region=europe", "/decisions/actions/?due=undated"):
            page.goto(live_server.url + address)
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("is_scripted", [True, False])
def test_an_owner_says_what_became_of_an_item_and_everybody_reads_it(
    live_server: LiveServer, edition: Edition, opened: Open, tmp_path: Path, is_scripted: bool
) -> None:
    paper = tmp_path / "roadmap.pdf"
    paper.write_bytes(b"%PDF-1.7\n%%EOF")
    with opened(390, java_script_enabled=is_scripted) as page:
        come_in(page, live_server, "member", ACTION)
        page.get_by_label("Date").fill("2021-02-01")
        page.get_by_label("State", exact=False).last.select_option("done")
        page.get_by_label("Note").fill("Shared with all.")
        page.get_by_label("File").set_input_files(paper)
        page.get_by_role("button", name="Publish this update").click()
        expect(page.get_by_text("Recorded for OGP Support Unit. Everybody can read it now.")).to_be_visible()
    with opened(390, java_script_enabled=is_scripted) as page:
        page.goto(live_server.url + ACTION)
        expect(page.get_by_text("Marked by OGP Support Unit")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="roadmap.pdf").click()
        assert download.value.suggested_filename == "roadmap.pdf"
    assert Update.objects.get(number="A2").state == "done"


def test_an_editor_adds_an_update_from_the_page_and_takes_up_what_is_open(
    live_server: LiveServer, edition: Edition, opened: Open
) -> None:
    minutes = factories.small_minutes("june", "june-2021", date(2021, 6, 3))
    draft = editing.open_draft(minutes, "editor")
    with opened() as page:
        come_in(page, live_server, "editor", DECISION)
        page.get_by_role("link", name="Add an update").click()
        expect(page.get_by_label("Reference:")).to_have_value("SC-2020-12/D2")
        page.get_by_label("Date:").fill("2021-03-01")
        page.get_by_label("State:").select_option("done")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Recorded. Everybody can read it now.")).to_be_visible()
        expect(page.get_by_text("Done").first).to_be_visible()
        page.goto(f"{live_server.url}/admin/meetings/edition/{draft.pk}/change/")
        page.get_by_role("button", name="Add matters arising").click()
        expect(page.get_by_text("Saved as version 2")).to_be_visible()
    text = editing.text_of(Edition.objects.with_meeting().get(pk=draft.pk))
    assert ("* SC-2020-12/A2 (OGP Support Unit): " in text, "* SC-2020-12/D2" in text) == (True, False)
