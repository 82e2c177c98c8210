"""Following by mail in Chromium, without JavaScript, and the pages that a letter leads to: accessible, at any width."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Announcement, Body, Meeting
from ogpminutes.following import alerts
from ogpminutes.models import Alert, Follower
from tests import mailserver
from tests.browser.conftest import Open
from tests.browser.test_public_pages import violations
from tests.mailserver import Postbox
from tests.ogpminutes.following.test_alerts import links

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def postbox(settings: LazySettings, portal: str) -> Iterator[Postbox]:
    cache.clear()
    settings.PORTAL_ADDRESS = portal
    with mailserver.serving(settings) as postbox:
        yield postbox
    cache.clear()


def test_a_search_is_followed_and_stopped_without_a_script(portal: str, postbox: Postbox, opened: Open) -> None:
    with opened(390, java_script_enabled=False) as page:
        page.goto(f"{portal}/browse/?region=europe&q=feedback")
        page.get_by_role("navigation", name="Follow", exact=True).get_by_role("link", name="by mail").click()
        page.get_by_label("Your e-mail address").fill("ada@example.org")
        page.get_by_label("How often").select_option("weekly")
        page.get_by_role("button", name="Send me the letter to agree").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
        (link,) = links(postbox.to("ada@example.org"), portal)
        page.goto(portal + link)
        page.get_by_role("button", name="Yes, send them to me").click()
        expect(page.get_by_role("status").first).to_contain_text("You follow this now.")
        expect(page.get_by_label("How often")).to_have_value("weekly")
        page.get_by_role("button", name="Stop this").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Stopped")
    assert Follower.objects.count() == 0


@pytest.fixture
def addresses(portal: str, settings: LazySettings) -> list[str]:
    """The pages that links of letters lead to, and an announced meeting."""
    settings.PORTAL_ADDRESS = portal
    who = Follower.objects.create(address=f"{'long-name' * 6}@{'sub.' * 10}example.org")
    facts = {"follower": who, "stream": "browse", "rhythm": "daily", "asked_at": timezone.now()}
    waiting = Alert.objects.create(query=f"q={'unbreakable' * 10}&region=europe", **facts)
    agreed = Alert.objects.create(query="region=europe", confirmed_at=timezone.now(), **facts)
    body = Body.objects.get(slug="steering-committee")
    days = {"first_day": date(2030, 6, 3), "last_day": date(2030, 6, 4)}
    meeting = Meeting.objects.create(body=body, slug="june-2030", **days)
    Announcement.objects.create(meeting=meeting, title="Working-level meeting", place="Tallinn", **days)
    Announcement.objects.create(
        meeting=Meeting.objects.create(body=body, slug="july-2030", **days), title="No", is_withdrawn=True, **days
    )
    own = [alerts.link_to_agree(waiting), alerts.link_to_stop(agreed), alerts.link_to_keep(who)]
    return [*own, *(portal + path for path in ("/meetings/", "/meetings/june-2030/", "/meetings/july-2030/"))]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_of_letters_are_accessible_and_fit(addresses: list[str], opened: Open, width: int, scheme: str) -> None:
    found = {}
    with opened(width, scheme) as page:
        for address in addresses:
            page.goto(address)
            too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[address] = [*violations(page), *page.evaluate("complaints"), *(["too wide"] if too_wide else [])]
    assert {address: each for address, each in found.items() if each} == {}
