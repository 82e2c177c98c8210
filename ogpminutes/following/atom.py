"""Atom (RFC 4287), by Django's feed generator."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Enclosure, rfc3339_date

from ogpminutes.following import naming
from ogpminutes.following.entries import Entry
from ogpminutes.following.shape import AUTHOR, LANGUAGE, Feed, content, legible

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class Atom(Atom1Feed):
    """Django's feed, with what it has no words for: labels with their scheme, and the type of each link."""

    def latest_post_date(self) -> Any:
        return self.feed["changed"]

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **({"xmlns:at": TOMBSTONES} if self.feed["withdrawn"] else {})}

    def add_root_elements(self, handler: Any) -> None:
        """Say where the next page is (RFC 5005), and what left (RFC 6721), too."""
        super().add_root_elements(handler)
        for relation, address in self.feed["pages"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})
        for each in self.feed["withdrawn"]:
            handler.startElement("at:deleted-entry", {"ref": naming.tag(each.name), "when": rfc3339_date(each.when)})
            handler.addQuickElement("at:comment", legible(each.reason))
            handler.endElement("at:deleted-entry")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for label in item["labels"]:
            scheme = f"{settings.PORTAL_ADDRESS}/feeds/#{label.scheme}"
            handler.addQuickElement(
                "category", "", {"scheme": scheme, "term": label.term, "label": legible(label.name)}
            )


def export(feed: Feed) -> bytes:
    document = Atom(
        title=legible(feed.title),
        link=feed.address,
        description=None,
        subtitle=legible(feed.subtitle),
        language=LANGUAGE,
        author_name=AUTHOR,
        feed_url=feed.own_address("atom", feed.place),
        feed_guid=feed.name,
        changed=feed.changed,
        withdrawn=feed.withdrawn,
        pages=_pages(feed),
    )
    for entry in feed.entries:
        _add(document, entry)
    return document.writeString("utf-8").encode()


def _pages(feed: Feed) -> dict[str, str]:
    """Give relation -> address of the other pages that a reader may turn to."""
    found = {"first": feed.own_address("atom") if feed.place else "", "next": feed.next_address("atom")}
    return {relation: address for relation, address in found.items() if address}


def _add(document: Atom, entry: Entry) -> None:
    paper = entry.paper
    address = settings.PORTAL_ADDRESS
    document.add_item(
        title=legible(entry.title),
        link=address + entry.path,
        description=content(entry),
        unique_id=Feed.name_of(entry),
        pubdate=entry.published,
        updateddate=entry.updated,
        enclosures=[Enclosure(address + paper.path, str(paper.size), paper.content_type)] if paper else [],
        labels=entry.labels,
    )
