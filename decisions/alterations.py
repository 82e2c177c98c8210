"""Which decisions altered a governing document, with the decision as a reader sees it, and its outcome as minuted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from decisions.models import Alteration, Decision, GoverningDocument
from decisions.querysets import AlterationQuerySet
from meetings.markdown import plain
from meetings.querysets import Reader

COLUMNS = (
    *("reference", "meeting", "date", "decision", "outcome", "document", "provision", "what it changed"),
    *("in force from", "not in the text of", "evidence", "recorded on", "address", "status of the minutes"),
)
CHUNK = 500  # rows of a spreadsheet whose decisions are read together


@dataclass(frozen=True, slots=True)
class Altered:
    """What the Support Unit says that a decision altered, and the decision in the newest edition that has it."""

    alteration: Alteration
    decision: Decision


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision, and all that stands next to each other of what it altered."""

    decision: Decision
    alterations: list[Alteration]

    @property
    def is_gone(self) -> bool:
        """Whether a newer edition stands in the place of the one that says this, and does not say it any more."""
        return self.decision.edition.status == "superseded"


def documents(user: Reader) -> QuerySet[GoverningDocument]:
    """Give the governing documents with `altered`: by how many decisions that a reader may see, as far as recorded."""
    seen = Alteration.objects.visible_to(user).standing()
    counted = Count("alterations", filter=Q(alterations__in=seen))
    found: QuerySet[GoverningDocument] = GoverningDocument.objects.annotate(altered=counted)
    return found


def listed(user: Reader, document: GoverningDocument) -> AlterationQuerySet[Alteration]:
    """Give what is recorded of a document and stands, newest meeting first, as far as a reader sees the decisions."""
    found: AlterationQuerySet[Alteration] = (
        Alteration.objects.visible_to(user).standing().of_document(document.slug).newest_first().with_all()
    )
    return found


def with_decisions(user: Reader, alterations: Iterable[Alteration]) -> list[Altered]:
    """Give these with their decisions, in one query; those of which the reader does not see it are left out."""
    alterations = list(alterations)
    places = {(each.meeting_id, each.number) for each in alterations}
    decisions = Decision.objects.visible_to(user).by_place(places) if places else {}
    pairs = ((each, decisions.get((each.meeting_id, each.number))) for each in alterations)
    return [Altered(alteration, decision) for alteration, decision in pairs if decision]


def by_decision(user: Reader, alterations: Iterable[Alteration]) -> list[Deciding]:
    """Give these decision by decision, in their order."""
    told = groupby(with_decisions(user, alterations), key=lambda each: each.decision)
    return [Deciding(decision, [each.alteration for each in own]) for decision, own in told]


def by(decision: Decision) -> list[Alteration]:
    """Give what a decision that the reader sees altered, the first recorded first, withdrawn ones too."""
    return list(Alteration.objects.told().by(decision).with_all().order_by("pk"))


def rows(user: Reader, alterations: QuerySet[Alteration]) -> Iterator[tuple[str, ...]]:
    """Give them as rows of CSV, a chunk at a time."""
    found = alterations.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from (_row(each) for each in with_decisions(user, chunk))


def _row(altered: Altered) -> tuple[str, ...]:
    alteration, decision = altered.alteration, altered.decision
    dated = alteration.document.dated
    return (
        decision.reference,
        decision.edition.title,
        decision.edition.first_day.isoformat(),
        plain(decision.passage.text),
        decision.get_outcome_display(),
        alteration.document.name,
        alteration.provision,
        alteration.note,
        alteration.in_force_from.isoformat() if alteration.in_force_from else "",
        dated.isoformat() if dated and alteration.text_lacks_it else "",
        alteration.evidence,
        timezone.localdate(alteration.recorded_at).isoformat(),
        f"{settings.PORTAL_ADDRESS}{decision.get_absolute_url()}#altered",
        decision.edition.status,
    )
