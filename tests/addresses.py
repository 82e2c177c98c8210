"""Every public address of the portal, in one place: by the name of its URL, for the minutes of one meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from meetings.exporters.registry import FORMATS
from meetings.minutes import Minutes

Addresses = dict[str, list[str]]

PLAIN = (
    *("home", "meetings", "browse", "browse-csv", "regions", "themes", "decisions", "decisions-csv", "actions"),
    *("attendees", "organisations", "sitemap", "robots", "health", "favicon", "schema", "drafts"),
    "seals",
)
LEAVING = ("sign-out", "account_logout")  # answer POST alone
SIGN_IN = (
    *("sign-in", "account_login", "account_signup", "account_inactive", "account_request_login_code"),
    *("account_confirm_login_code", "account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key_done", "mfa_authenticate", "mfa_login_webauthn"),
)
ACCOUNT = (
    *("account_change_password", "account_set_password", "account_reauthenticate", "mfa_index", "mfa_reauthenticate"),
    *("mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
)
KEYS = ("mfa_edit_webauthn", "mfa_remove_webauthn")  # of one passkey, by its number
FORMS = (
    "invitation",
    "respond",
    "verify",
    *LEAVING,
    *SIGN_IN,
    *ACCOUNT,
    *KEYS,
    "account_reset_password_from_key",
)  # what answers POST at all
PAGES = (  # what a reader opens and a browser test looks at
    *("home", "meetings", "meetings-year", "minutes", "edition", "browse", "region", "theme", "regions", "themes"),
    *(
        "verify",
        "changes",
        "decisions",
        "decision",
        "actions",
        "action",
        "attendees",
        "organisations",
        "organisation",
        "person",
        "sign-in",
    ),
    *("account_request_login_code", "account_reset_password", "account_inactive", "account_signup"),
)
CHECKS = ("seal=00000000", "seal=x", f"digest={'0' * 64}")  # on the page that verifies
SEARCHES = (  # of the browse page and of its CSV
    {"q": "feedback"},
    {"q": "feedbak", "sort": "date", "all": "meeting"},
    {"q": "1.3", "list": "1", "state": "open", "status": "draft"},
    {"q": "nothing at all"},
    {"region": "europe", "theme": "civic-space", "kind": "feedback"},
    {"scope": "overall", "body": "steering-committee", "page": "2"},
)


def of(minutes: Minutes, number: int = 1) -> Addresses:
    """Give the addresses of these minutes, and all that are of no minutes, by the name of their URL."""
    meeting, edition = (minutes.meeting,), (minutes.meeting, number)
    people = {attendee.person for attendee in minutes.attendees() if attendee.person}
    organisations = {attendee.organisation_key for attendee in minutes.attendees() if attendee.organisation}
    tagged = [*minutes.all_sessions(), *minutes.passages()]
    return {
        **{name: [reverse(name)] for name in (*PLAIN, *LEAVING, *SIGN_IN, *ACCOUNT)},
        **{name: [reverse(name, args=[1])] for name in KEYS},
        "account_reset_password_from_key": [reverse("account_reset_password_from_key", args=["1", "a-b"])],
        "browse": [reverse("browse"), *_searches(reverse("browse"), minutes)],
        "browse-csv": [reverse("browse-csv"), *_searches(reverse("browse-csv"), minutes)],
        "meetings-year": [reverse("meetings-year", args=[minutes.first_day.year])],
        "minutes": [reverse("minutes", args=meeting)],
        "edition": [reverse("edition", args=edition)],
        "changes": [reverse("changes", args=edition)],
        "verify": [reverse("verify"), *(f"{reverse('verify')}?{search}" for search in CHECKS)],
        "invitation": [reverse("invitation", args=["a-b"])],
        "respond": [reverse("respond", args=edition)],
        "minutes-file": [reverse("minutes-file", args=[*meeting, suffix]) for suffix in FORMATS],
        "edition-file": [reverse("edition-file", args=[*edition, suffix]) for suffix in FORMATS],
        "region": _each("region", {slug for part in tagged for slug in part.regions}),
        "theme": _each("theme", {slug for part in tagged for slug in part.themes}),
        "decision": [reverse("decision", args=[minutes.reference, one.number]) for one in minutes.decisions()],
        "action": [reverse("action", args=[minutes.reference, one.number]) for one in minutes.actions()],
        "person": _each("person", people),
        "organisation": _each("organisation", organisations),
    }


def pages(minutes: Minutes) -> list[str]:
    """Give one address of each page, and of what a search finds and does not find."""
    known = of(minutes)
    return [*(known[name][0] for name in PAGES), *known["browse"][1:3], "/no-such-page/"]


def _each(name: str, slugs: Iterable[str]) -> list[str]:
    return [reverse(name, args=[slug]) for slug in sorted(slugs)]


def _searches(address: str, minutes: Minutes) -> list[str]:
    own = {"meeting": minutes.meeting, "year": str(minutes.first_day.year)}
    return [f"{address}?{urlencode(search)}" for search in (*SEARCHES, own)]


def names() -> set[str]:
    """Give the name of every pattern of the URL conf outside the admin."""
    found = list(_names(get_resolver().url_patterns))
    assert None not in found, "every URL has a name, so that it can be tested"
    return {name for name in found if name}


def _names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str | None]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif pattern.app_name != "admin":
            yield from _names(pattern.url_patterns)


def admin() -> list[str]:
    """Give the addresses of the admin that are of no single row."""
    (resolver,) = (part for part in get_resolver().url_patterns if getattr(part, "app_name", "") == "admin")
    patterns = [part for app in resolver.url_patterns for part in getattr(app, "url_patterns", [app])]
    named = {part.name for part in patterns if part.name and part.pattern.regex.groups == 0}
    return sorted(reverse(f"admin:{name}") for name in named)
