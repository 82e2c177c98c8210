"""What the lists of the API narrow by, where the portal has no list of its own with these filters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import QueryDict
from django_filters import FilterSet

from attendees.models import Organisation, Person
from meetings.filters import Group, meeting_options_for, options_for
from meetings.forms import Offer, Values, notes_of, printable
from meetings.models import Meeting
from meetings.querysets import ANYBODY


class Everything(FilterSet):
    """Rows by values on offer, several of a group meaning any of them. What is not on offer is left out and noted."""

    wanted: ClassVar[Any] = staticmethod(lambda user: {})  # the values on offer to a reader, group by group

    def __init__(self, data: QueryDict, queryset: Any) -> None:
        super().__init__(data, queryset)
        self.is_bound = True
        named = {"meeting": Meeting, "person": Person, "organisation": Organisation}
        options = {**type(self).wanted(ANYBODY), **{name: _asked(model, data, name) for name, model in named.items()}}
        for name, each in self.filters.items():
            each.extra["choices"] = options[name]

    @property
    def notes(self) -> list[str]:
        return notes_of(self.form)


def _asked(model: Any, data: QueryDict, name: str) -> Offer:
    """Offer those that are asked for, of which there may be thousands; what they are called does not matter."""
    asked = [printable(slug) for slug in data.getlist(name)]
    seen = model.objects.visible_to(ANYBODY).filter(slug__in=asked).order_by("slug")
    return Offer(lambda: Values.of((slug, slug) for slug in seen.values_list("slug", flat=True)))


class Meetings(Everything):
    wanted = staticmethod(meeting_options_for)
    year = Group(label="Year", field_name="meeting__first_day__year", lookup_expr="in")
    body = Group(label="Body", field_name="meeting__body__slug", lookup_expr="in")


class Editions(Meetings):
    meeting = Group(label="Meeting", field_name="meeting__slug", lookup_expr="in")


class Sessions(Everything):
    wanted = staticmethod(options_for)
    meeting = Group(label="Meeting", field_name="edition__meeting__slug", lookup_expr="in")
    body = Group(label="Body", field_name="edition__meeting__body__slug", lookup_expr="in")
    year = Group(label="Year", field_name="edition__meeting__first_day__year", lookup_expr="in")
    region = Group(label="Region", method="in_region")
    theme = Group(label="Theme", method="on_theme")

    def in_region(self, sessions: Any, name: str, values: list[str]) -> Any:
        return sessions.in_region(values)

    def on_theme(self, sessions: Any, name: str, values: list[str]) -> Any:
        return sessions.on_theme(values)


class Attended(Everything):
    wanted = staticmethod(meeting_options_for)
    meeting = Group(label="Meeting", field_name="group__edition__meeting__slug", lookup_expr="in")
    body = Group(label="Body", field_name="group__edition__meeting__body__slug", lookup_expr="in")
    year = Group(label="Year", field_name="group__edition__meeting__first_day__year", lookup_expr="in")
    person = Group(label="Person, by their slug", field_name="person__slug", lookup_expr="in")
    organisation = Group(label="Organisation, by its slug", field_name="organisation__slug", lookup_expr="in")
