"""The register: decisions and action items as lists, by their references, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, QueryDict

from decisions.filters import DecisionFilter
from decisions.models import ActionItem, Decision, Item, Update
from meetings.filters import meeting_options_for
from meetings.markdown import plain
from meetings.models import Edition
from meetings.querysets import Reader

COLUMNS = (
    *("reference", "meeting", "date", "decision", "outcome", "conditions", "referred to"),
    *("session", "citation", "address"),
)
NO_STATE = "No update recorded"

Kind = TypeVar("Kind", bound=Item)


def search(user: Reader, data: QueryDict) -> DecisionFilter:
    """Give the decisions that a reader may see and asks for, newest first."""
    decisions = Decision.objects.current_for(user).with_passage().newest_first()
    return DecisionFilter(data, decisions, options=meeting_options_for(user))


def rows(decisions: QuerySet[Decision]) -> Iterator[tuple[str, ...]]:
    """Give decisions as rows of CSV."""
    for decision in decisions.iterator(chunk_size=500):
        edition, passage = decision.edition, decision.passage
        yield (
            decision.reference,
            edition.title,
            edition.first_day.isoformat(),
            plain(passage.text),
            decision.get_outcome_display(),
            "; ".join(decision.condition_list),
            decision.referred_to,
            passage.session.heading,
            passage.citation,
            f"{settings.PORTAL_ADDRESS}{decision.get_absolute_url()}",
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """A decision or an action item with the newest that is known of it."""

    item: Decision | ActionItem
    state: str

    @property
    def is_known(self) -> bool:
        return self.state != NO_STATE


def promises(items: Iterable[Decision] | Iterable[ActionItem]) -> list[Promise]:
    """Give decisions or action items that came `with_state`."""
    labels = dict(Update.State.choices)
    return [Promise(item, str(labels.get(item.state, NO_STATE))) for item in items]  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision or action item on its own page."""

    item: Decision | ActionItem
    updates: list[Update]
    newest: Edition | None

    @property
    def is_superseded(self) -> bool:
        """Whether a newer edition of the minutes stands in the place of the one that says this."""
        return self.newest is not None and self.newest.pk != self.item.edition_id

    @property
    def minutes_address(self) -> str:
        edition = self.item.edition
        return edition.get_absolute_url() if self.is_superseded else edition.meeting.get_absolute_url()

    @property
    def address(self) -> str:
        """Where it can be cited."""
        return f"{settings.PORTAL_ADDRESS}{self.item.get_absolute_url()}"


def find(user: Reader, model: type[Decision] | type[ActionItem], reference: str, number: str) -> Entry:
    """Give what is cited as `SC-2020-12/D1`, from the newest edition that has it, in three queries."""
    cited = model.objects.visible_to(user).with_reference(reference, number).with_passage()
    item = cited.order_by("-edition__first_day", "-edition__number").first()
    if item is None:
        raise Http404(f"No minutes that you may see hold {reference}/{number}.")
    meeting = item.edition.meeting
    updates = Update.objects.filter(meeting=meeting, number=item.number)
    newest = Edition.objects.current_for(user).filter(meeting=meeting).first()
    return Entry(item, list(updates), newest)
