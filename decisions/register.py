"""The register: decisions and action items as lists, by their references, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from attendees.models import Organisation, Person
from decisions.filters import NOBODY, SOON, ActionFilter, DecisionFilter
from decisions.models import ActionItem, Decision, GoverningDocument, Item, Update
from decisions.querysets import FULFILLED, SETTLED
from decisions.reviews import Review, reviews_of
from meetings.filters import Choices, meeting_options_for
from meetings.forms import Offer, Values, printable
from meetings.keeping import Keep, keeper
from meetings.markdown import plain
from meetings.models import Edition
from meetings.naming import Named, load_names
from meetings.querysets import Reader

COLUMNS = (
    *("reference", "meeting", "date", "decision", "outcome", "conditions", "referred to"),
    *("session", "citation", "address"),
    *("state", "state since", "recorded by", "evidence", "reviewed at", "status of the minutes"),
)
ACTION_COLUMNS = (
    *("reference", "meeting", "date", "action", "responsible", "organisation", "due", "overdue"),
    *("session", "citation", "address"),
    *("state", "state since", "recorded by", "evidence", "reviewed at", "status of the minutes"),
)
UPDATE_COLUMNS = (
    *("reference", "meeting", "date", "day", "state", "note", "evidence", "recorded by", "recorded at"),
    *("withdrawn on", "withdrawn because", "address", "status of the minutes"),
)
NO_STATE = "No update recorded"
CHUNK = 500  # rows of a spreadsheet whose updates are read together

AnyItem = TypeVar("AnyItem", Decision, ActionItem)


def search(user: Reader, data: QueryDict) -> DecisionFilter:
    """Give the decisions that a reader may see and asks for, newest first."""
    decisions, names = Decision.objects.current_for(user).with_passage(), load_names()
    keep = keeper(user, names.bodies)
    referred = keep("referred", lambda: _words_of(decisions, "referred_to"))
    options = {**_options(user, keep, names), "referred": referred, "altered": Offer(_documents)}
    return DecisionFilter(data, decisions.newest_first(), options=options, keep=keep)


def search_actions(user: Reader, data: QueryDict) -> ActionFilter:
    """Give the action items that a reader may see and asks for, newest meeting first."""
    items, names = ActionItem.objects.current_for(user).with_passage().with_owner(), load_names()
    keep = keeper(user, names.bodies)
    responsible = keep("responsible", lambda: _words_of(items, "responsible"))
    holders = {"organisation": _holder(user, Organisation, data), "person": _holder(user, Person, data)}
    options = {**_options(user, keep, names), "owner": [*responsible, (NOBODY, "Nobody named")], **holders}
    return ActionFilter(data, items.newest_first(), options=options, keep=keep)


def _options(user: Reader, keep: Keep, names: Named) -> dict[str, Choices | Offer]:
    return {**meeting_options_for(user, keep), "region": names.regions, "theme": names.themes}


def _documents() -> Values:
    return Values.of(GoverningDocument.objects.values_list("slug", "name"))


def _holder(user: Reader, model: type[Organisation] | type[Person], data: QueryDict) -> Choices:
    """Give whom a query string asks for by a slug, if minutes that the reader may see name somebody of that."""
    slug = printable(data.get(str(model._meta.model_name), ""))
    seen: Any = model.objects.visible_to(user).with_printed_name(user)
    return list(seen.filter(slug=slug).values_list("slug", "printed")) if slug else []


def _words_of(items: QuerySet[Any], field: str) -> Choices:
    """Give what the minutes say in one field, each once."""
    words = items.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
    return [(each, each if len(each) <= 60 else f"{each[:59]}…") for each in words]


# What became of items


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision or an action item with what is known of it on a day."""

    item: Decision | ActionItem
    newest: Update | None
    reviews: list[Review]
    day: date

    @property
    def is_known(self) -> bool:
        return self.newest is not None

    @property
    def state(self) -> str:
        return str(self.newest.get_state_display()) if self.newest else NO_STATE

    @property
    def is_settled(self) -> bool:
        return self.newest is not None and self.newest.state in SETTLED

    @property
    def is_fulfilled(self) -> bool:
        """Whether it came to be as it was decided or promised: what was dropped is settled, and no more."""
        return self.newest is not None and self.newest.state in FULFILLED

    @property
    def due(self) -> date | None:
        return self.item.due if isinstance(self.item, ActionItem) else None

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due < self.day and not self.is_settled

    @property
    def is_due_soon(self) -> bool:
        is_near = self.due is not None and self.day <= self.due <= self.day + timedelta(days=SOON)
        return is_near and not self.is_settled


def standings(user: Reader, items: Iterable[Decision | ActionItem]) -> list[Standing]:
    """Give items with the newest that is known of them, in two queries."""
    items, day = list(items), timezone.localdate()
    reviews = reviews_of(user, items)
    newest: dict[tuple[int, str], Update] = {}
    for update in Update.objects.of_items(items).standing().newest_first().with_speaker():
        newest.setdefault((update.meeting_id, update.number), update)
    return [
        Standing(item, newest.get((item.edition.meeting_id, item.number)), reviews.get(item.reference, []), day)
        for item in items
    ]


# Spreadsheets


def rows(user: Reader, decisions: QuerySet[Decision]) -> Iterator[tuple[str, ...]]:
    """Give decisions as rows of CSV."""
    for standing in _standings(user, decisions):
        decision: Any = standing.item
        yield (
            *_place(decision),
            plain(decision.passage.text),
            decision.get_outcome_display(),
            "; ".join(decision.condition_list),
            decision.referred_to,
            *_origin(decision),
            *_state(standing),
            standing.item.edition.status,
        )


def action_rows(user: Reader, items: QuerySet[ActionItem]) -> Iterator[tuple[str, ...]]:
    """Give action items as rows of CSV."""
    for standing in _standings(user, items):
        item: Any = standing.item
        yield (
            *_place(item),
            plain(item.text),
            item.responsible,
            item.organisation.name if item.organisation else "",
            item.due.isoformat() if item.due else "",
            "yes" if standing.is_overdue else "",
            *_origin(item),
            *_state(standing),
            standing.item.edition.status,
        )


def update_rows(user: Reader, items: QuerySet[Any]) -> Iterator[tuple[str, ...]]:
    """Give what became of items as rows of CSV, item by item, each newest first; what was withdrawn says so."""
    found = items.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        told: dict[tuple[int, str], list[Update]] = {}
        for update in Update.objects.of_items(chunk).newest_first().with_all():
            told.setdefault((update.meeting_id, update.number), []).append(update)
        for item in chunk:
            for update in told.get((item.edition.meeting_id, item.number), ()):
                yield _told(item, update)


def _told(item: Decision | ActionItem, update: Update) -> tuple[str, ...]:
    withdrawal = update.withdrawal if update.is_withdrawn else None
    return (
        *_place(item),
        update.day.isoformat(),
        str(update.get_state_display()) or "Withdrawal",
        update.note,
        evidence_of(item, update),
        update.speaker,
        update.recorded_at.isoformat(),
        withdrawal.day.isoformat() if withdrawal else "",
        withdrawal.note if withdrawal else "",
        f"{settings.PORTAL_ADDRESS}{item.get_absolute_url()}#update-{update.pk}",
        item.edition.status,
    )


def _standings(user: Reader, items: QuerySet[Any]) -> Iterator[Standing]:
    found = items.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from standings(user, chunk)


def _place(item: Item) -> tuple[str, ...]:
    return (item.reference, item.edition.title, item.edition.first_day.isoformat())


def _origin(item: Any) -> tuple[str, ...]:
    passage = item.passage
    return (passage.session.heading, passage.citation, f"{settings.PORTAL_ADDRESS}{item.get_absolute_url()}")


def _state(standing: Standing) -> tuple[str, ...]:
    newest, reviews = standing.newest, "; ".join(review.edition.reference for review in standing.reviews)
    if newest is None:
        return (standing.state, "", "", "", reviews)
    return (standing.state, newest.day.isoformat(), newest.speaker, evidence_of(standing.item, newest), reviews)


def evidence_of(item: Decision | ActionItem, update: Update) -> str:
    """Give the addresses of what an update shows as evidence."""
    file = f"{settings.PORTAL_ADDRESS}{update.file_address(item.edition.reference)}" if update.shown_file else ""
    return " ".join(filter(None, (update.shown_evidence, file)))


# One item


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision or action item on its own page. `others` are earlier wordings under the same number.

    `published` is what an update is of: where an amendment is under way, the same words in the newest edition that
    anybody may read. It is the item itself where there are none.
    """

    item: Decision | ActionItem
    published: Decision | ActionItem
    updates: list[Update]
    newest: Edition | None
    standing: Standing
    others: list[Decision | ActionItem]

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
        """Where the register keeps it, whichever edition says it."""
        return f"{settings.PORTAL_ADDRESS}{self.item.get_absolute_url()}"

    @property
    def seen(self) -> int:
        """The newest update that a form on this page has been made from; 0 where there is none."""
        return max((update.pk for update in self.updates), default=0)


def find(user: Reader, model: type[AnyItem], reference: str, number: str) -> Entry:
    """Give what is cited as `SC-2020-12/D1`, from the newest edition that has it, in five queries."""
    cited = model.objects.visible_to(user).with_reference(reference, number).with_passage()
    items = list(cited.order_by("-edition__first_day", "-edition__number"))
    if not items:
        raise Http404(f"No minutes that you may see hold {reference}/{number}.")
    item, meeting = items[0], items[0].edition.meeting
    updates = list(Update.objects.of_item(item).newest_first().with_all())
    newest = Edition.objects.current_for(user).filter(meeting=meeting).first()
    (standing,) = standings(user, [item])
    others = [other for other in items[1:] if words_of(other) != words_of(item)]
    published = next((each for each in items if each.edition.is_public and words_of(each) == words_of(item)), item)
    return Entry(item, published, updates, newest, standing, list(others))


def words_of(item: Decision | ActionItem) -> str:
    """Give what an item says, as minuted."""
    return item.text if isinstance(item, ActionItem) else item.passage.text
