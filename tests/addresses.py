"""Every public address of the portal, in one place: by the name of its URL, for the minutes of one meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from meetings.citations import STYLES
from meetings.exporters.registry import FORMATS
from meetings.minutes import Minutes
from ogpminutes.api.resources import RESOURCES

Addresses = dict[str, list[str]]

STREAMS = ("minutes", "decisions", "actions", "browse")
PLAIN = (
    *("home", "meetings", "browse", "browse-csv", "regions", "themes", "decisions", "decisions-csv", "actions"),
    *("about", "taken-up", "taken-up-csv", "documents", "decision-updates-csv", "action-updates-csv"),
    "actions-csv",
    *("attendees", "organisations", "sitemap", "robots", "health", "favicon", "schema", "drafts"),
    *("seals", "seats", "attendance-csv", "co-chairs"),
    *("feeds", "opml", "calendar", "follow-asked"),
    "api",
    "api-schema",
    "api-withdrawn",
    "open-data",
    "open-data-file",
    *(f"api-{resource.name}" for resource in RESOURCES),
)
FOR_ALL_ALIKE = "/api/"  # what begins so says the same to everybody, signed in or not,
AS_A_PAGE = "format=html"  # but for the head of the page, where it is asked for as one
NOT_THERE = (
    "api-missing",
    "api-seals-one",
    "api-updates-one",
    "api-taken-up-one",
    "api-alterations-one",
    "open-data-file",
)  # known only when they are made
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
    "action",
    "invitation",
    "respond",
    "verify",
    *LEAVING,
    *SIGN_IN,
    *ACCOUNT,
    *KEYS,
    "account_reset_password_from_key",
    *("follow", "agree", "stop", "alerts"),
)  # what answers POST at all
PAGES = (  # what a reader opens and a browser test looks at
    *("home", "meetings", "meetings-year", "minutes", "edition", "browse", "region", "theme", "regions", "themes"),
    *(
        "verify",
        "changes",
        "passage",
        "decisions",
        "decision",
        "actions",
        "taken-up",
        "documents",
        "document",
        "about",
        "action",
        "attendees",
        "organisations",
        "organisation",
        "person",
        "seats",
        "co-chairs",
        "sign-in",
        "api",
        "open-data",
    ),
    *("feeds", "follow", "follow-asked"),
    *("account_request_login_code", "account_reset_password", "account_inactive", "account_signup"),
)
CHECKS = ("seal=00000000", "seal=x", f"digest={'0' * 64}")  # on the page that verifies
CROSSED = "/regions/europe/?theme=civic-space&since=2014"  # a region, narrowed to a theme and to some years
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
    cited = [citation for session in minutes.all_sessions() for citation, _ in session.numbered()]
    items = [one.number for one in (*minutes.decisions(), *minutes.actions())]
    tagged = [*minutes.all_sessions(), *minutes.passages()]
    return {
        **{name: [reverse(name)] for name in (*PLAIN, *LEAVING, *SIGN_IN, *ACCOUNT)},
        **{name: [reverse(name, args=[1])] for name in KEYS},
        "account_reset_password_from_key": [reverse("account_reset_password_from_key", args=["1", "a-b"])],
        "browse": [reverse("browse"), *_searches(reverse("browse"), minutes)],
        "browse-csv": [reverse("browse-csv"), *_searches(reverse("browse-csv"), minutes)],
        "feed": [f"{address}{search}" for address in _feeds() for search in ("", "?region=europe&q=feedback")],
        "follow": [f"/follow/{stream}/?q=feedback" for stream in STREAMS],
        **{name: [reverse(name, args=["1.x"])] for name in ("agree", "stop", "alerts")},
        "body-calendar": [reverse("body-calendar", args=[minutes.body])],
        "meeting-calendar": [reverse("meeting-calendar", args=meeting)],
        "meetings-year": [reverse("meetings-year", args=[minutes.first_day.year])],
        "minutes": [reverse("minutes", args=meeting)],
        "edition": [reverse("edition", args=edition)],
        "changes": [reverse("changes", args=edition)],
        "edition-citation": [reverse("edition-citation", args=[*edition, suffix]) for suffix in STYLES],
        "newest-passage": [reverse("newest-passage", args=[*meeting, citation]) for citation in cited],
        "passage": [reverse("passage", args=[*edition, citation]) for citation in cited],
        "passage-citation": [reverse("passage-citation", args=[*edition, cited[0], suffix]) for suffix in STYLES],
        "item-citation": [reverse("item-citation", args=[minutes.reference, *item]) for item in product(items, STYLES)],
        "paper": [reverse("paper", args=[*meeting, number]) for number in (1, 2)],
        "verify": [reverse("verify"), *(f"{reverse('verify')}?{search}" for search in CHECKS)],
        "invitation": [reverse("invitation", args=["a-b"])],
        "respond": [reverse("respond", args=edition)],
        "minutes-file": [reverse("minutes-file", args=[*meeting, suffix]) for suffix in FORMATS],
        "edition-file": [reverse("edition-file", args=[*edition, suffix]) for suffix in FORMATS],
        "region": [*_each("region", {slug for part in tagged for slug in part.regions}), CROSSED],
        "seats": [reverse("seats"), f"{reverse('seats')}?body={minutes.body}&year={minutes.first_day.year}"],
        "co-chairs": [reverse("co-chairs"), f"{reverse('co-chairs')}?day={minutes.last_day}"],
        **{name: [reverse(name, args=["articles-of-governance"])] for name in ("document", "document-csv")},
        "theme": _each("theme", {slug for part in tagged for slug in part.themes}),
        "decision": [reverse("decision", args=[minutes.reference, one.number]) for one in minutes.decisions()],
        "action": [reverse("action", args=[minutes.reference, one.number]) for one in minutes.actions()],
        "evidence": [reverse("evidence", args=[minutes.reference, one.number, 1, "pdf"]) for one in minutes.actions()],
        "person": _each("person", people),
        "organisation": _each("organisation", organisations),
        **_api(minutes, number),
    }


def _api(minutes: Minutes, number: int) -> Addresses:
    """Give the addresses of single objects of the API, and of lists as they are searched."""
    edition = (minutes.meeting, number)
    numbered = [(session, place) for session in minutes.all_sessions() for place, _ in enumerate(session.passages, 1)]
    people = {attendee.person for attendee in minutes.attendees() if attendee.person}
    organisations = {attendee.organisation_key for attendee in minutes.attendees() if attendee.organisation}
    attending = [
        (group, place) for group, one in enumerate(minutes.attendance, 1) for place, _ in enumerate(one.attendees, 1)
    ]
    found = {
        "meetings": [(minutes.meeting,)],
        "editions": [edition],
        "sessions": [(minutes.reference, session.number) for session in minutes.all_sessions()],
        "passages": [(minutes.reference, f"{session.number}.{place}") for session, place in numbered],
        "decisions": [(minutes.reference, one.number) for one in minutes.decisions()],
        "action-items": [(minutes.reference, one.number) for one in minutes.actions()],
        "updates": [("1",)],
        "taken-up": [("1",)],
        "alterations": [("1",)],
        "governing-documents": [("articles-of-governance",)],
        "people": [(slug,) for slug in sorted(people)],
        "organisations": [(slug,) for slug in sorted(organisations)],
        "attendances": [(*edition, *place) for place in attending],
        "regions": [("europe",)],
        "themes": [("civic-space",)],
        "bodies": [(minutes.body,)],
        "seals": [("0" * 64,)],
    }
    single = {
        f"api-{name}-one": [reverse(f"api-{name}-one", args=each) for each in all_] for name, all_ in found.items()
    }
    searches = [f"{reverse('api-passages')}?{urlencode(search)}&modified_since=2020-01-01" for search in SEARCHES]
    return {
        **single,
        "api-passages": [reverse("api-passages"), *searches, f"{reverse('api-passages')}?format=html"],
        "api-minutes": [reverse("api-minutes", args=edition)],
        "api-missing": ["/api/nothing/"],
    }


def is_for_all_alike(address: str) -> bool:
    """Whether nobody is looked up to answer this; test_no_leaks.py holds it."""
    return address.startswith(FOR_ALL_ALIKE) and AS_A_PAGE not in address


def pages(minutes: Minutes) -> list[str]:
    """Give one address of each page, and of what a search finds and does not find."""
    known = of(minutes)
    return [*(known[name][0] for name in PAGES), *known["browse"][1:3], "/no-such-page/"]


def _feeds() -> list[str]:
    return [reverse("feed", args=[stream, form]) for stream in STREAMS for form in ("atom", "json")]


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
