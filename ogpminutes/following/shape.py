"""A feed before it is Atom or JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.template.loader import render_to_string

from ogpminutes.following import naming
from ogpminutes.following.entries import Entry, newest
from ogpminutes.following.pages import Page, Place
from ogpminutes.following.stream import Stream
from ogpminutes.lasting import Gone

AUTHOR = "OGP Support Unit"
LANGUAGE = "en"
ABOUT = "Approved minutes of the Open Government Partnership Steering Committee. What was published last comes first."
_ILLEGIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


def legible(text: str) -> str:
    return _ILLEGIBLE.sub("", text)


def content(entry: Entry) -> str:
    """Give an entry as HTML."""
    return legible(render_to_string("feeds/entry.html", {"entry": entry, "portal": settings.PORTAL_ADDRESS})).strip()


@dataclass(frozen=True)
class Feed:
    """A page of a stream; without a `place` the first."""

    stream: Stream
    place: Place | None = None

    @cached_property
    def page(self) -> Page:
        return self.stream.turn_to(self.place)

    @property
    def entries(self) -> list[Entry]:
        return self.page.entries

    @cached_property
    def withdrawn(self) -> list[Gone]:
        return [] if self.place else self.stream.withdrawn()

    @property
    def changed(self) -> datetime:
        return max([newest(self.entries), *(each.when for each in self.withdrawn)])

    @property
    def title(self) -> str:
        """What it is, for people who subscribed to several."""
        words = self.stream.words
        return f"OGP: {self.stream.label}" + (f" – “{words}”" if words else "")

    @property
    def subtitle(self) -> str:
        """Say why it is empty, or what order it is in, and whether something follows, for who turns no pages."""
        if self.stream.notes:
            return f"Nothing is given, since a part of this address means nothing. {' '.join(self.stream.notes)}"
        return f"{ABOUT} Older entries are on the next page of this feed." if self.page.following else ABOUT

    @property
    def name(self) -> str:
        query = f"?{self.stream.query}" if self.stream.query else ""
        return naming.tag(f"feeds/{self.stream.name}{query}")

    @property
    def address(self) -> str:
        return settings.PORTAL_ADDRESS + self.stream.path

    def own_address(self, form: str, place: Place | None = None) -> str:
        """Give where the feed is, or the page of it that begins at a place."""
        path = self.stream.feed_path(form)
        return settings.PORTAL_ADDRESS + path + (f"{'&' if '?' in path else '?'}from={place}" if place else "")

    def next_address(self, form: str) -> str:
        """Give where the next page is; nothing on the last one."""
        following = self.page.following
        return self.own_address(form, following) if following else ""

    @property
    def atom_address(self) -> str:
        return self.own_address("atom")

    @staticmethod
    def name_of(entry: Entry) -> str:
        return naming.tag(entry.name)
