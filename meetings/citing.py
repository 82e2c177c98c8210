"""Citations of rows, and as answers: an edition, a passage of it, or what that passage states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import Http404, HttpResponse

from meetings.citations import STYLES, Work, plain
from meetings.models import Edition


def work_of(edition: Edition, citation: str = "", item: str = "") -> Work:
    """Give an edition as it is cited, or its passage `3D.6`, or the decision or action item that this passage states.

    `item` is a reference such as `SC-2020-12/D1`.
    """
    work = Work(
        publisher=edition.publisher,
        title=edition.title,
        dates=edition.dates,
        reference=edition.reference,
        edition=edition.number,
        address=settings.PORTAL_ADDRESS + edition.get_absolute_url(),
        first_day=edition.first_day,
        last_day=edition.last_day,
        approved_on=edition.approved_on,
        language=edition.language,
        status="" if edition.is_public else edition.status,
    )
    if not citation:
        return work
    word = "decision" if "/D" in item else "action item"
    part = ", ".join(filter(None, (f"{word} {item}" if item else "", f"passage {citation}")))
    return replace(work, address=f"{work.address}#{citation}", part=part, place=citation, item=item)


@dataclass(frozen=True, slots=True)
class Offer:
    """A citation as a page shows it: its line, and each style as (name, text, address of its file)."""

    line: str
    styles: tuple[tuple[str, str, str], ...]


def offer(work: Work, address: Callable[[str], str]) -> Offer:
    """Give what a page shows; `address` gives that of the file of a style."""
    styles = ((style.name, style.write(work), address(suffix)) for suffix, style in STYLES.items() if suffix != "txt")
    return Offer(plain(work), tuple(styles))


def citation_response(work: Work, suffix: str) -> HttpResponse:
    """Give a citation as a file that reference managers open. Raises `Http404` for a style that there is not."""
    style = STYLES.get(suffix)
    if style is None:
        raise Http404(f"Citations are not written as .{suffix}.")
    response = HttpResponse(style.write(work), content_type=style.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{work.key}.{suffix}"'
    return response
