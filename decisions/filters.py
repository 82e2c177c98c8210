"""The filters of the register and of the list of action items: words, and one value of each group."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django_filters import FilterSet
from django_filters.filters import Filter

from attendees.models import Organisation, Person
from attendees.offices import Role
from decisions.listing import Listing
from decisions.models import ActionItem, Decision, Update
from decisions.owners import COMMITTEE, meaning, owned_by
from decisions.querysets import ActionItemQuerySet
from meetings.filters import Choices, Options
from meetings.forms import Offer, OneOf, Values, Words, cleaned, notes_of
from meetings.keeping import Keep, looked_up_anew
from meetings.references import CitedItem, read_item, read_meeting
from meetings.terms import read_terms
from meetings.words import Outcome

Items = Any  # decisions or action items
Actions = ActionItemQuerySet[ActionItem]
OUTCOMES = [(outcome.value, outcome.label) for outcome in Outcome if outcome]
SOON = 14  # days before its due date from which an action item is due soon
STILL_OPEN, NO_UPDATE, NOBODY = "still-open", "no-update", "-"
STATES = [
    (STILL_OPEN, "Still open"),
    (NO_UPDATE, "No update recorded"),
    *((str(value), f"Update says: {str(label).lower()}") for value, label in Update.State.choices),
]
ANY_OF_COMMITTEE = "committee"
OFFICES = [(ANY_OF_COMMITTEE, "The Steering Committee: co-chairs and members"), *Role.choices]
OVERDUE, DUE_SOON, UNDATED = "overdue", "soon", "undated"
DUE = [(OVERDUE, "Overdue"), (DUE_SOON, f"Due within {SOON} days"), (UNDATED, "No day stated")]


class Choice(Filter):
    """A list to choose one value from; what is on offer comes with the request.

    `said` is how a value is said where it stands by itself, without the label of the list.
    """

    field_class = OneOf

    def __init__(self, *, everything: str, said: str = "{}", **options: Any) -> None:
        super().__init__(widget=forms.Select(attrs={"class": "field"}), **options)
        self.everything = everything
        self.said = said

    def offer(self, choices: Choices | Offer) -> None:
        self.extra["choices"] = Offer(lambda: Values.of([("", self.everything), *choices]))


class Holder(Choice):
    """Whose items alone are listed: said by a link, and kept by the form without a field to see."""

    def __init__(self, **options: Any) -> None:
        super().__init__(everything="", **options)
        self.extra["widget"] = forms.HiddenInput()

    def offer(self, choices: Choices | Offer) -> None:
        self.extra["choices"] = choices


class SearchBox(Filter):
    field_class = Words

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "field", "type": "search"}), **options)


class ItemFilter(FilterSet):
    """What both lists are narrowed by. `main` are the filters that show at once; the others unfold."""

    main: tuple[str, ...] = ()

    q = SearchBox(label="Words", method="with_words")
    state = Choice(label="State now", everything="All states", method="in_state")
    year = Choice(label="Year", everything="All years", method="in_year")
    body = Choice(label="Body", everything="All bodies", method="of_body")
    region = Choice(label="Region", everything="All regions", method="in_region")
    theme = Choice(label="Theme", everything="All themes", method="on_theme")
    meeting = Holder(label="Meeting", said="of {}", method="of_meeting")

    def __init__(self, data: Any, queryset: Items, *, options: Options, keep: Keep = looked_up_anew) -> None:
        super().__init__({} if data is None else data, queryset)
        self.is_bound = True
        self.keep = keep
        for name, each in self.filters.items():
            if isinstance(each, Choice):
                each.offer({"state": STATES, "outcome": OUTCOMES, "due": DUE, "office": OFFICES, **options}[name])

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in cleaned(self.form).items() if value})

    def value_of(self, name: str) -> str:
        """What is asked for by one filter; empty where nothing is."""
        return str(cleaned(self.form)[name])

    @property
    def days(self) -> str:
        """The days of the meeting of which alone items are listed; empty where it is all meetings."""
        slug = self.value_of("meeting")
        return dict(self.form.fields["meeting"].choices)[slug] if slug else ""

    def without(self, name: str) -> Items:
        """What is asked for but for one filter."""
        items = self.queryset.all()
        for other, value in cleaned(self.form).items():
            items = items if other == name else self.filters[other].filter(items, value)
        return items

    def ever(self, items: Items) -> Items:
        """Those of some items that are asked for, or would be if nothing had settled them."""
        for name, value in cleaned(self.form).items():
            items = self._ever(items, name, value)
        return items

    def _ever(self, items: Items, name: str, value: str) -> Items:
        return items if (name, value) == ("state", STILL_OPEN) else self.filters[name].filter(items, value)

    @property
    def words(self) -> str:
        """The words that are looked for, as they were typed."""
        return self.value_of("q")

    @property
    def chosen(self) -> list[str]:
        """What was chosen from lists, as one would say it."""
        chosen = [(name, each, cleaned(self.form)[name]) for name, each in self.filters.items()]
        return [
            each.said.format(dict(self.form.fields[name].choices)[value])
            for name, each, value in chosen
            if isinstance(each, Choice) and value
        ]

    @property
    def listing(self) -> Listing:
        """What is asked for, to be cut into pages. How the whole is spread over the minutes is kept."""
        keep: Keep = looked_up_anew if self.query else self.keep
        return Listing(self.qs, lambda make: keep(f"spread/{type(self).__name__}", make))

    @property
    def notes(self) -> list[str]:
        return notes_of(self.form)

    @property
    def main_fields(self) -> list[Any]:
        return [self.form[name] for name in self.main]

    @property
    def more_fields(self) -> list[Any]:
        return [self.form[name] for name in self._further()]

    @property
    def hidden_fields(self) -> list[Any]:
        return [field for field in self.form.hidden_fields() if field.value()]

    @property
    def has_more(self) -> bool:
        """Whether a filter is in use that does not show at once."""
        return any(cleaned(self.form)[name] for name in self._further())

    def _further(self) -> list[str]:
        return [name for name, each in self.filters.items() if name not in self.main and not isinstance(each, Holder)]

    def with_words(self, items: Items, name: str, value: str) -> Items:
        """Items that say the words; a reference finds what it names, and what mentions it."""
        cited = read_item(value) or CitedItem(read_meeting(value), "")
        return items.saying(read_terms(value), *cited)

    def in_state(self, items: Items, name: str, value: str) -> Items:
        if value == STILL_OPEN:
            return items.still_open()
        return items.in_state("" if value == NO_UPDATE else value)

    def in_year(self, items: Items, name: str, value: str) -> Items:
        return items.in_year(int(value))

    def of_meeting(self, items: Items, name: str, value: str) -> Items:
        return items.filter(edition__meeting__slug=value)

    def of_body(self, items: Items, name: str, value: str) -> Items:
        return items.of_body(value)

    def in_region(self, items: Items, name: str, value: str) -> Items:
        return items.about(region=value)

    def on_theme(self, items: Items, name: str, value: str) -> Items:
        return items.about(theme=value)


class DecisionFilter(ItemFilter):
    main = ("q", "year", "outcome", "state")

    outcome = Choice(label="Outcome", everything="All outcomes", method="with_outcome")
    referred = Choice(label="Referred to", everything="Anybody or nobody", said="referred to {}", method="referred_to")
    altered = Choice(label="Altered", everything="Anything or nothing", said="altered the {}", method="altering")

    class Meta:
        model = Decision
        fields: list[str] = []

    def with_outcome(self, decisions: Items, name: str, value: str) -> Items:
        return decisions.filter(outcome=value)

    def referred_to(self, decisions: Items, name: str, value: str) -> Items:
        return decisions.filter(referred_to=value)

    def altering(self, decisions: Items, name: str, value: str) -> Items:
        return decisions.altering(value)


class ActionFilter(ItemFilter):
    main = ("q", "owner", "office", "state", "due")

    owner = Choice(label="Responsible", everything="Anybody", said="responsible: {}", method="owned_by")
    due = Choice(label="Due", everything="Any day", method="due_on")
    office = Choice(label="Office that is meant", everything="Any owner", said="office: {}", method="of_office")
    organisation = Holder(label="Organisation", said="to be done by {}", method="of_organisation")
    person = Holder(label="Person", said="to be done by {}", method="of_person")

    class Meta:
        model = ActionItem
        fields: list[str] = []

    def owned_by(self, items: Actions, name: str, value: str) -> Actions:
        return items.owned_by("" if value == NOBODY else value)

    def of_office(self, items: Actions, name: str, value: str) -> Actions:
        return items.filter(meaning(items, COMMITTEE if value == ANY_OF_COMMITTEE else (Role(value),)))

    def of_organisation(self, items: Actions, name: str, value: str) -> Actions:
        return items.filter(owned_by(items, Organisation.objects.get(slug=value)))

    def of_person(self, items: Actions, name: str, value: str) -> Actions:
        return items.filter(owned_by(items, Person.objects.get(slug=value)))

    @property
    def whose(self) -> str:
        """Whose items alone are listed, by the name that the reader may see; empty where it is everybody's."""
        chosen = [(name, cleaned(self.form)[name]) for name in ("organisation", "person")]
        return next((dict(self.form.fields[name].choices)[slug] for name, slug in chosen if slug), "")

    def due_on(self, items: Actions, name: str, value: str) -> Actions:
        return items.without_day() if value == UNDATED else self._by_day(items, value).still_open()

    def _ever(self, items: Actions, name: str, value: str) -> Actions:
        is_by_day = name == "due" and self.is_by_day
        return self._by_day(items, value) if is_by_day else super()._ever(items, name, value)

    @property
    def is_by_day(self) -> bool:
        """Whether a day that comes changes what is asked for."""
        return self.value_of("due") in (OVERDUE, DUE_SOON)

    def _by_day(self, items: Actions, value: str) -> Actions:
        """Items whose day is past, or near, whether they are settled or not."""
        day = timezone.localdate()
        return items.due_before(day) if value == OVERDUE else items.due_between(day, day + timedelta(days=SOON))
