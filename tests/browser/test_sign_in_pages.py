"""Signing in and one's account in Chromium: accessible, within the policy, narrow and wide; a passkey in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Open
from tests.browser.test_public_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _no_limit_is_used_up() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(page: Page, portal: str, name: str) -> None:
    page.goto(f"{portal}/sign-in/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def virtual_key(page: Page) -> None:
    """Put a platform authenticator with a fingerprint reader into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("width", [390, 1280])
def test_account_pages_are_accessible(portal: str, opened: Open, width: int) -> None:
    factories.editor()
    with opened(width) as page:
        sign_in(page, portal, "editor")
        found = {}
        page.goto(f"{portal}/account/app/")
        found["confirm"] = violations(page)
        confirm(page)
        for address in ("app/", "", "password/", "passkeys/", "passkeys/new/", "recovery-codes/new/"):
            page.goto(f"{portal}/account/{address}")
            assert page.evaluate("document.documentElement.scrollWidth") == width, address
            found[address] = [*violations(page), *page.evaluate("complaints")]
    assert {address: each for address, each in found.items() if each} == {}


def test_a_passkey_is_added_and_signs_in_alone(portal: str, opened: Open) -> None:
    factories.editor()
    with opened() as page:
        virtual_key(page)
        sign_in(page, portal, "editor")
        page.goto(f"{portal}/account/passkeys/new/")
        confirm(page)
        page.get_by_label("Name").fill("Work laptop")
        page.get_by_label("Passwordless").check()
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery Codes")
        assert violations(page) == []
        page.goto(f"{portal}/account/passkeys/")
        expect(page.get_by_role("strong")).to_have_text("Work laptop")
        expect(page.get_by_role("link", name="Rename Work laptop")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{portal}/sign-in/?next=/admin/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page).to_have_url(f"{portal}/admin/")


def test_the_second_step_page_is_accessible(portal: str, opened: Open) -> None:
    factories.editor()
    with opened(390) as page:
        virtual_key(page)
        sign_in(page, portal, "editor")
        page.goto(f"{portal}/account/passkeys/new/")
        confirm(page)
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Recovery Codes")
        page.goto(portal)
        page.get_by_role("button", name="Sign out").click()
        sign_in(page, portal, "editor")
        expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
        assert violations(page) == []
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_passkey_at_an_address_without_a_name_says_where_it_works(portal: str, opened: Open) -> None:
    factories.editor()
    bare = portal.replace("localhost", "127.0.0.1")
    with opened() as page:
        virtual_key(page)
        sign_in(page, bare, "editor")
        page.goto(f"{bare}/account/passkeys/new/")
        confirm(page)
        page.get_by_label("Name").fill("Work laptop")
        page.get_by_role("button", name="Add").click()
        note = page.get_by_role("alert")
        expect(note).to_contain_text("Passkeys do not work at 127.0.0.1:")
        expect(note).to_contain_text("Open the portal by its name (localhost on your own machine)")
