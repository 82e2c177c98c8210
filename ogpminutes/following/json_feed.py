"""JSON Feed 1.1. What the format has no word for stands under `_minutes`."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from meetings.markdown import plain
from ogpminutes.following import naming
from ogpminutes.following.entries import Entry
from ogpminutes.following.shape import AUTHOR, LANGUAGE, Feed, content

VERSION = "https://jsonfeed.org/version/1.1"


def export(feed: Feed) -> bytes:
    document: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.address,
        "feed_url": feed.own_address("json"),
        "description": feed.subtitle,
        "language": LANGUAGE,
        "authors": [{"name": AUTHOR}],
        "items": [_item(entry) for entry in feed.entries],
    }
    if address := feed.next_address("json"):
        document["next_url"] = address
    if feed.withdrawn:
        left = [
            (naming.tag(each.name), each.when.isoformat(timespec="seconds"), each.reason) for each in feed.withdrawn
        ]
        document["_minutes"] = {"withdrawn": [dict(zip(("id", "when", "reason"), each, strict=True)) for each in left]}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": Feed.name_of(entry),
        "url": settings.PORTAL_ADDRESS + entry.path,
        "title": entry.title,
        "content_html": content(entry),
        "date_published": entry.published.isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "tags": [label.name for label in entry.labels],
        "_minutes": {"kind": entry.kind, "date": entry.day.isoformat(), **entry.facts},
    }
    if entry.words:
        item["summary"] = plain(entry.words)
    if entry.paper:
        paper = entry.paper
        address = settings.PORTAL_ADDRESS + paper.path
        item["attachments"] = [{"url": address, "mime_type": paper.content_type, "size_in_bytes": paper.size}]
    return item
