"""Every condition with a meaning, as a verb. `visible_to(user)` is the only door to anything that a reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

Reader = AbstractUser | AnonymousUser
ANYBODY: Reader = AnonymousUser()  # who is not signed in, and so whoever reads what is public
Row = TypeVar("Row", bound=models.Model)

PUBLIC = ("approved", "superseded")
CIRCULATED = (*PUBLIC, "circulated")
ALL = (*CIRCULATED, "draft")
WRITTEN = ("session__edition__meeting__slug", "session__position", "number")  # the order of passages of one day


def statuses_visible_to(user: Reader) -> tuple[str, ...]:
    """Give the statuses of editions that a reader may see: the one rule that everything else asks."""
    if not user.is_authenticated or not user.is_active:
        return PUBLIC
    if user.has_perm("meetings.view_draft_edition"):
        return ALL
    if user.has_perm("meetings.view_circulated_edition"):
        return CIRCULATED
    return PUBLIC


class Slugged(models.QuerySet[Row]):
    """Rows whose slug is their name in fixtures."""

    def get_by_natural_key(self, slug: str) -> Row:
        return self.get(slug=slug)


class EditionQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(status__in=statuses_visible_to(user))

    def approved(self) -> Self:
        return self.filter(status="approved")

    def sealed(self) -> Self:
        """Approved editions, and those that were."""
        return self.filter(status__in=PUBLIC)

    def circulated(self) -> Self:
        return self.filter(status="circulated")

    def in_work(self) -> Self:
        return self.filter(status__in=("draft", "circulated"))

    def current_for(self, user: Reader) -> Self:
        """The newest edition of each meeting that the reader may see.

        Of those that anybody may see it is the approved one: a meeting has one alone, newer than what it superseded.
        """
        statuses = statuses_visible_to(user)
        if statuses == PUBLIC:
            return self.approved()
        newer = self.model._default_manager.filter(
            meeting=OuterRef("meeting"), number__gt=OuterRef("number"), status__in=statuses
        )
        return self.filter(~Exists(newer), status__in=statuses)

    def newest_first(self) -> Self:
        return self.order_by("-meeting__first_day", "-meeting__last_day", "meeting__slug", "-number")

    def of_meeting(self, slug: str) -> Self:
        return self.filter(meeting__slug=slug)

    def in_year(self, year: int) -> Self:
        return self.filter(meeting__first_day__year__lte=year, meeting__last_day__year__gte=year)

    def with_meeting(self) -> Self:
        return self.select_related("meeting__body")

    def with_seal(self) -> Self:
        """With what was sealed, so that it is shown without reading the rows."""
        return self.with_meeting().select_related("seal")

    def sealed_since(self, moment: datetime) -> Self:
        return self.filter(seal__sealed_at__gte=moment)

    def with_superseded_at(self) -> Self:
        """Add `superseded_at`: when the next edition was sealed, or None while this one stands."""
        later = self.model._default_manager.filter(
            meeting=OuterRef("meeting"), number__gt=OuterRef("number"), status__in=PUBLIC
        )
        return self.annotate(superseded_at=Subquery(later.order_by("number").values("seal__sealed_at")[:1]))

    def superseded(self) -> Self:
        """Editions `with_superseded_at` in whose place another one stands."""
        return self.with_superseded_at().filter(superseded_at__isnull=False)

    def changed_since(self, moment: datetime) -> Self:
        """Editions `with_superseded_at` that were sealed, or gave way to another, at that moment or later."""
        return self.filter(Q(seal__sealed_at__gte=moment) | Q(superseded_at__gte=moment))

    def get_by_natural_key(self, slug: str, number: int) -> Row:
        return self.get(meeting__slug=slug, number=number)


class EditionRowQuerySet(models.QuerySet[Row]):
    """Rows that belong to an edition, by the path `edition_path`."""

    edition_path: ClassVar[str] = "edition"

    def visible_to(self, user: Reader) -> Self:
        return self.filter(**{f"{self.edition_path}__status__in": statuses_visible_to(user)})

    def current_for(self, user: Reader) -> Self:
        """Rows of the newest edition of each meeting that the reader may see, so that nothing shows twice."""
        if statuses_visible_to(user) == PUBLIC:
            return self.filter(**{f"{self.edition_path}__status": "approved"})
        edition = self.model._meta.apps.get_model("meetings", "Edition")
        return self.filter(**{f"{self.edition_path}__in": edition._default_manager.current_for(user)})

    def replaced_for(self, user: Reader) -> Self:
        """Rows that the reader may see of editions in whose place another one stands."""
        return self.visible_to(user).filter(**{f"{self.edition_path}__status": "superseded"})

    def of_edition(self, edition: models.Model) -> Self:
        return self.filter(**{self.edition_path: edition})

    def of_editions(self, editions: Iterable[models.Model]) -> Self:
        return self.filter(**{f"{self.edition_path}__in": list(editions)})

    def with_seal(self) -> Self:
        """With their meeting and with the seal of their edition, which tells since when they are public."""
        return self.select_related(f"{self.edition_path}__meeting__body", f"{self.edition_path}__seal")

    def sealed_since(self, moment: datetime) -> Self:
        return self.filter(**{f"{self.edition_path}__seal__sealed_at__gte": moment})


class MeetingQuerySet(Slugged[Row]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(Exists(self._editions().filter(status__in=statuses_visible_to(user))))

    def known_to(self, user: Reader) -> Self:
        """Meetings of which a reader may see minutes, and those that were announced, which everybody may know of."""
        minutes = self._editions().filter(status__in=statuses_visible_to(user))
        return self.filter(Exists(minutes) | Q(announcement__isnull=False))

    def in_year(self, year: int) -> Self:
        return self.filter(first_day__year__lte=year, last_day__year__gte=year)

    def on_day(self, day: date) -> Self:
        return self.filter(first_day__lte=day, last_day__gte=day)

    def newest_first(self) -> Self:
        return self.order_by("-first_day", "-last_day", "slug")

    def before(self, meeting: Any) -> Self:
        """Earlier meetings of the same body, the nearest first. Of one day, the one whose slug comes first."""
        same_day = Q(first_day=meeting.first_day, slug__lt=meeting.slug)
        rows = self.filter(Q(first_day__lt=meeting.first_day) | same_day, body=meeting.body_id)
        return rows.order_by("-first_day", "-slug")

    def after(self, meeting: Any) -> Self:
        """Later meetings of the same body, the nearest first."""
        same_day = Q(first_day=meeting.first_day, slug__gt=meeting.slug)
        rows = self.filter(Q(first_day__gt=meeting.first_day) | same_day, body=meeting.body_id)
        return rows.order_by("first_day", "slug")

    def formerly(self, slug: str) -> Self:
        return self.filter(former_slugs__slug=slug)

    def _editions(self) -> Any:
        edition = self.model._meta.apps.get_model("meetings", "Edition")
        return edition._default_manager.filter(meeting=OuterRef("pk"))


class PaperQuerySet(models.QuerySet[Row]):
    """Papers of meetings, which whoever sees the minutes sees; of an announced meeting, whoever sees drafts too."""

    def visible_to(self, user: Reader) -> Self:
        meetings = self.model._meta.apps.get_model("meetings", "Meeting")._default_manager
        is_public = statuses_visible_to(user) == PUBLIC
        return self.filter(meeting__in=meetings.visible_to(user) if is_public else meetings.known_to(user))

    def of_meeting(self, slug: str) -> Self:
        return self.filter(meeting__slug=slug)

    def offered(self) -> Self:
        return self.filter(withdrawn="")


class SessionQuerySet(EditionRowQuerySet[Row]):
    def in_region(self, slugs: list[str]) -> Self:
        return self._about("regions", slugs)

    def on_theme(self, slugs: list[str]) -> Self:
        return self._about("themes", slugs)

    def _about(self, subject: str, slugs: list[str]) -> Self:
        """Sessions whose own subject it is, or that of the session they are a breakout of."""
        return self.filter(
            Q(pk__in=_links(self.model, subject, slugs, "session_id"))
            | Q(parent__in=_links(self.model, subject, slugs, "session_id"))
        )

    def get_by_natural_key(self, slug: str, edition: int, number: str) -> Row:
        return self.get(edition__meeting__slug=slug, edition__number=edition, number=number)


class ReferenceQuerySet(EditionRowQuerySet[Row]):
    edition_path = "session__edition"

    def get_by_natural_key(self, slug: str, edition: int, session: str, position: int) -> Row:
        meeting = {"session__edition__meeting__slug": slug, "session__edition__number": edition}
        return self.get(**meeting, session__number=session, position=position)


class PassageQuerySet(EditionRowQuerySet[Row]):
    edition_path = "session__edition"

    def in_region(self, slugs: list[str]) -> Self:
        """Passages about any of these regions, by themselves or by their session."""
        return self._about("regions", slugs)

    def on_theme(self, slugs: list[str]) -> Self:
        return self._about("themes", slugs)

    def _about(self, subject: str, slugs: list[str]) -> Self:
        session = self.model._meta.apps.get_model("meetings", "Session")
        sessions = _links(session, subject, slugs, "session_id")
        return self.filter(
            Q(pk__in=_links(self.model, subject, slugs, "passage_id"))
            | Q(session__in=sessions)
            | Q(session__parent__in=sessions)
        )

    def mentioning(self, words: list[str]) -> Self:
        """Passages whose text holds any of these, letter by letter."""
        said = Q()
        for each in words:
            said |= Q(text__contains=each)
        return self.filter(said)

    def with_reference(self, reference: str, session: str, number: int) -> Self:
        """The passage that is cited as `SC-2020-12/3D.6`; without a reference of minutes, those cited as `3D.6`."""
        cited = self.filter(session__number=session, number=number)
        return cited.filter(session__edition__reference=reference) if reference else cited

    def at(self, session: str, number: int) -> Row | None:
        """The passage of one place of an edition, if there is one."""
        return self.filter(session__number=session, number=number).first()

    def in_order(self) -> Self:
        """Newest meeting first, and within a meeting as it is written."""
        return self.order_by("-session__edition__meeting__first_day", *WRITTEN)

    def oldest_first(self) -> Self:
        """Oldest meeting first, and within a meeting as it is written."""
        return self.order_by("session__edition__meeting__first_day", *WRITTEN)

    def with_meeting(self) -> Self:
        return self.select_related("session__edition__meeting__body")

    def with_session(self) -> Self:
        return self.with_meeting().select_related("session__parent")

    def get_by_natural_key(self, slug: str, edition: int, session: str, number: int) -> Row:
        meeting = {"session__edition__meeting__slug": slug, "session__edition__number": edition}
        return self.get(**meeting, session__number=session, number=number)


def _links(model: Any, subject: str, slugs: list[str], key: str) -> Any:
    """Give the ids of rows that carry one of these regions or themes, as a subquery."""
    through = getattr(model, subject).through
    column = {"regions": "region", "themes": "theme"}[subject]
    return through._default_manager.filter(**{f"{column}__slug__in": slugs}).values(key)
