"""A passage on its own page, with its citations, and the citations of editions and passages as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from meetings.citations import Work
from meetings.citing import Offer, citation_response, offer, work_of
from meetings.layout import BULLETS, split_lead
from meetings.minutes import Passage, Session
from meetings.words import Kind
from ogpminutes import taking_up
from ogpminutes.reading import Reading, open_edition
from ogpminutes.renumbering import Fate, fates


@dataclass(frozen=True, slots=True)
class Cited:
    """One passage where it stands: its session, that session's parent, and the sentence that leads to its list."""

    citation: str
    passage: Passage
    session: Session
    parent: Session | None
    lead: str


@require_safe
def passage(request: HttpRequest, slug: str, number: int, citation: str) -> HttpResponse:
    reading = open_edition(request.user, slug, number)
    cited = find(reading, citation)
    place = (slug, number, cited.citation)
    shown = offer(_work(reading, cited), lambda suffix: reverse("passage-citation", args=[*place, suffix]))
    context = {
        **{"cited": cited, "fate": fate_of(request, reading, cited.citation), "offer": shown},
        "namesakes": namesakes(request, reading, cited.citation),
        "taken_up": taking_up.of_passage(request.user, reading, cited.citation),
        "can_record": request.user.has_perm("decisions.add_uptake") and cited.passage.kind == Kind.FEEDBACK,
    }
    return render(request, "cite/passage.html", {**reading.context(), **context})


@require_safe
def newest_passage(request: HttpRequest, slug: str, citation: str) -> HttpResponse:
    """Lead to a passage in the newest edition that numbers one so."""
    newest = open_edition(request.user, slug)
    for edition in newest.editions:
        reading = newest if edition.pk == newest.edition.pk else open_edition(request.user, slug, edition.number)
        if any(place.citation == citation for place in places(reading)):
            return redirect("passage", slug, edition.number, citation)
    raise Http404(f"No edition of these minutes that you may see has a passage {citation}.")


@require_safe
def edition_citation(request: HttpRequest, slug: str, number: int, suffix: str) -> HttpResponse:
    return citation_response(work_of(open_edition(request.user, slug, number).edition), suffix)


@require_safe
def passage_citation(request: HttpRequest, slug: str, number: int, citation: str, suffix: str) -> HttpResponse:
    reading = open_edition(request.user, slug, number)
    return citation_response(_work(reading, find(reading, citation)), suffix)


def offer_edition(reading: Reading) -> Offer:
    """Give the citation of a whole edition as its page shows it."""
    place = (reading.edition.meeting.slug, reading.edition.number)
    return offer(work_of(reading.edition), lambda suffix: reverse("edition-citation", args=[*place, suffix]))


def find(reading: Reading, citation: str) -> Cited:
    """Give the passage of this number. Raises `Http404`."""
    for place in places(reading):
        if place.citation == citation:
            return place
    raise Http404(f"Edition {reading.edition.number} has no passage {citation}.")


def places(reading: Reading) -> Iterator[Cited]:
    """Give every passage of an edition where it stands, in order."""
    for session in reading.minutes.sessions:
        for part, parent in ((session, None), *((breakout, session) for breakout in session.breakouts)):
            lead = ""
            for citation, one in part.numbered():
                is_bullet = one.kind in BULLETS
                yield Cited(citation, one, part, parent, lead if is_bullet else "")
                lead = lead if is_bullet else split_lead(one.text)[1]


def _work(reading: Reading, cited: Cited) -> Work:
    decision = cited.passage.decision
    item = f"{reading.minutes.reference}/{decision.number}" if decision else ""
    return work_of(reading.edition, cited.citation, item)


def fate_of(request: HttpRequest, reading: Reading, citation: str) -> Fate | None:
    """Tell what the newest edition made of a passage of an earlier one; nothing where it has the same number."""
    if reading.editions[0].pk == reading.edition.pk:
        return None
    slug = reading.edition.meeting.slug
    current, *earlier = (open_edition(request.user, slug, edition.number) for edition in reading.editions)
    wanted = (reading.edition.number, citation)
    return next((fate for fate in fates(current, earlier) if (fate.edition, fate.citation) == wanted), None)


def namesakes(request: HttpRequest, reading: Reading, citation: str) -> list[Fate]:
    """Tell what became here of other passages that earlier editions give this number, newest edition first."""
    before = reading.editions[reading.editions.index(reading.edition) + 1 :]
    slug = reading.edition.meeting.slug
    earlier = [open_edition(request.user, slug, edition.number) for edition in before]
    return [fate for fate in fates(reading, earlier) if fate.citation == citation]
