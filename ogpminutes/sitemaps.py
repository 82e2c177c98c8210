"""The addresses that search engines should know: what anybody may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model
from django.urls import reverse

from attendees.models import Organisation, Person
from decisions.models import ActionItem, Decision, GoverningDocument
from meetings.models import Edition, Region, Theme
from meetings.querysets import ANYBODY


class PortalMap(Sitemap):
    """Addresses as the portal publishes them, whatever name it is asked by."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PORTAL_ADDRESS).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.PORTAL_ADDRESS).netloc


class Pages(PortalMap):
    def items(self) -> list[str]:
        names = ["home", "meetings", "browse", "regions", "themes"]
        names += ["decisions", "actions", "attendees", "organisations", "seats", "co-chairs"]
        return [*names, "taken-up", "documents", "about", "open-data", "api"]

    def location(self, item: str) -> str:
        return reverse(item)


class MinutesMap(PortalMap):
    def items(self) -> Iterable[Edition]:
        return Edition.objects.current_for(ANYBODY).with_meeting().newest_first()

    def location(self, item: Edition) -> str:
        return item.meeting.get_absolute_url()

    def lastmod(self, item: Edition) -> date | None:
        return item.approved_on


class Things(PortalMap):
    """Rows with a page of their own."""

    def items(self) -> list[Model]:
        seen = [model.objects.visible_to(ANYBODY).order_by("slug") for model in (Person, Organisation)]
        cited = [model.objects.current_for(ANYBODY).with_passage().newest_first() for model in (Decision, ActionItem)]
        words = (Region.objects.all(), Theme.objects.all(), GoverningDocument.objects.all())
        return [row for rows in (*words, *cited, *seen) for row in rows]


SITEMAPS = {"pages": Pages, "minutes": MinutesMap, "things": Things}
