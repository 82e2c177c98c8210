"""The admin of what meetings are made of: bodies, meetings, regions and themes.

The rows of an edition are edited one floor up, in `ogpminutes.admin`, where the whole edition can be checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, F, Max, QuerySet
from django.http import HttpRequest
from django.utils.timezone import now

from meetings import uploads
from meetings.choosing import Choosing
from meetings.meanwhile import RefusableForm, Watching, facts_of
from meetings.models import Announcement, Body, Edition, FormerSlug, Meeting, Paper, Region, Theme
from meetings.models.meeting import spell_days
from meetings.search import index


class MeetingForm(RefusableForm):
    """The days of a meeting. Other ones than its approved minutes state are asked for twice."""

    is_confirmed = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sealed = newest_sealed(self.instance)
        if self.sealed:
            stated = f"The approved minutes state {spell_days(self.sealed.first_day, self.sealed.last_day)}."
            self.fields["first_day"].help_text = stated
            self.fields["is_confirmed"].label = f"{stated} Change the days all the same."

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        is_other = first and last and (first, last) not in (days_of(self.instance), days_of(self.sealed))
        if self.sealed and is_other and not given.get("is_confirmed"):
            stated = spell_days(self.sealed.first_day, self.sealed.last_day)
            cure = "Write those days, or tick that you change them all the same"
            self.add_error("is_confirmed", f"Nothing was saved: the approved minutes state {stated}. {cure}.")
        return given


def newest_sealed(meeting: Meeting) -> Edition | None:
    """Give the edition whose days a meeting should have."""
    return meeting.editions.sealed().order_by("-number").first() if meeting.pk else None


def days_of(row: Meeting | Edition | Announcement | None) -> tuple[date | None, date | None]:
    return (row.first_day, row.last_day) if row else (None, None)


class EditionLinks(admin.TabularInline):
    """The editions of a meeting, to open; they are edited on their own pages."""

    model = Edition
    fields = ("number", "status", "title", "reason", "approved_on")
    readonly_fields = fields
    extra = max_num = 0
    can_delete = False
    show_change_link = True


class AnnouncementForm(forms.ModelForm):
    """Counts the changes, so that calendars take the newer one."""

    is_confirmed = forms.BooleanField(required=False, label="Announce other days than those of the meeting.")

    def save(self, commit: bool = True) -> Announcement:
        if self.instance.pk and self.has_changed():
            self.instance.revision += 1
            self.instance.changed_at = now()
        announcement: Announcement = super().save(commit)
        return announcement


class AnnouncementFormSet(forms.BaseInlineFormSet):
    """An announcement of other days than those of its meeting, as both were typed, is asked for twice."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            given, announced = form.cleaned_data if form.is_valid() else {}, form.instance
            if not given or given["is_withdrawn"] or given["is_confirmed"] or None in days_of(self.instance):
                continue
            if days_of(announced) != days_of(self.instance) and self._is_news(announced):
                raise forms.ValidationError(
                    f"Nothing was saved: the meeting is on {self.instance.days}, and announced for {announced.days}. "
                    "Correct one of them, or tick that other days are announced.",
                    code="other_days",
                )

    def _is_news(self, announced: Announcement) -> bool:
        """Whether the days differ otherwise than they do already: a draft moves those of its meeting alone."""
        kept = Announcement.objects.select_related("meeting").filter(pk=announced.pk).first()
        typed = (days_of(announced), days_of(self.instance))
        return kept is None or typed != (days_of(kept), days_of(kept.meeting))


class AnnouncementInline(admin.StackedInline):
    """What is public of a meeting before its minutes are. It is withdrawn, never deleted."""

    model = Announcement
    form, formset = AnnouncementForm, AnnouncementFormSet
    extra = 0
    max_num = 1
    can_delete = False
    verbose_name_plural = "Announcement (public as soon as it is saved)"
    fields = (
        "title",
        "place",
        ("first_day", "last_day"),
        ("starts_at", "ends_at"),
        "is_daily",
        ("zone", "offset"),
        "is_withdrawn",
    )

    def get_fields(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        """Ask for a confirmation where other days were typed than those of the meeting."""
        days = ("first_day", "last_day")
        is_other = any(request.POST.get(f"announcement-0-{day}") not in (None, request.POST.get(day)) for day in days)
        return [*self.fields, "is_confirmed"] if is_other else self.fields


class VocabularyAdmin(Watching, admin.ModelAdmin):
    """Curated words: what ends the address stays, the name may be corrected."""

    list_display = ["name", "slug", "position"]
    list_editable = ["position"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["name"]}


class SubjectAdmin(VocabularyAdmin):
    """What sessions and passages are about."""

    list_display = ["name", "slug", "position", "sessions_count"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region] | QuerySet[Theme]:
        return super().get_queryset(request).annotate(used=Count("sessions", distinct=True))

    def delete_model(self, request: HttpRequest, obj: Region | Theme) -> None:
        super().delete_model(request, obj)
        index.forget(f"{self.opts.model_name}s", obj.slug)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        slugs = list(queryset.values_list("slug", flat=True))
        super().delete_queryset(request, queryset)
        for slug in slugs:
            index.forget(f"{self.opts.model_name}s", slug)

    @admin.display(description="sessions", ordering="used")
    def sessions_count(self, word: Region | Theme) -> int:
        return word.used  # type: ignore[union-attr]


admin.site.register(Region, SubjectAdmin)
admin.site.register(Theme, SubjectAdmin)


class PaperForm(forms.ModelForm):
    """A new paper with its address or its file; of one that is there, the reason why it is withdrawn."""

    upload = forms.FileField(
        required=False,
        label="or a file",
        help_text=f"At most {uploads.SIZE_LIMIT // 1024**2} MB: {', '.join(uploads.TYPES)}.",
        widget=forms.ClearableFileInput({"accept": uploads.ACCEPTED}),
    )

    class Meta:
        model = Paper
        fields = ("kind", "title", "url", "withdrawn")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.checked: uploads.Upload | None = None
        for name in ("kind", "title", "url", "upload") if self.instance.pk else ("withdrawn",):
            self.fields[name].disabled = True
        if self.instance.withdrawn:
            self.fields["withdrawn"].disabled = True

    def clean_upload(self) -> Any:
        file = self.cleaned_data["upload"]
        self.checked = uploads.check_upload(file) if file else None
        return file

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        is_read = not self.instance.pk and not self.errors
        if is_read and bool(given.get("url")) == bool(given.get("upload")):
            raise forms.ValidationError("Give the address of the paper, or a file: one of the two.")
        return given

    def save(self, commit: bool = True) -> Paper:
        paper: Paper = self.instance
        if self.checked:
            paper.stored = uploads.keep(self.cleaned_data["upload"], self.checked, "papers")
            for fact in ("name", "content_type", "size", "digest"):
                setattr(paper, fact, getattr(self.checked, fact))
        saved: Paper = super().save(commit)
        return saved


class PaperInline(admin.StackedInline):
    """The packet and the papers of a meeting. One that is there is withdrawn, not taken away: its address stays."""

    model = Paper
    form = PaperForm
    extra = 1
    can_delete = False
    fields = (("kind", "title"), ("url", "upload"), ("kept", "withdrawn"))
    readonly_fields = ("kept",)

    @admin.display(description="kept file")
    def kept(self, paper: Paper) -> str:
        return f"{paper.name}, {paper.size:,} bytes" if paper.stored else "-"


@admin.register(Body)
class BodyAdmin(Watching, Choosing, admin.ModelAdmin):
    list_display = ["name", "prefix", "parent", "starts_on", "ends_on"]
    list_filter = ["parent"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "prefix"]
    autocomplete_fields = ["parent"]

    def get_readonly_fields(self, request: HttpRequest, obj: Body | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Body | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["name"]}


@admin.register(Meeting)
class MeetingAdmin(Watching, Choosing, admin.ModelAdmin):
    form = MeetingForm
    list_display = ["__str__", "slug", "body", "first_day", "last_day"]
    list_filter = ["body", "first_day"]
    list_select_related = ["body"]
    search_fields = ["slug", "body__name", "editions__title"]
    date_hierarchy = "first_day"
    autocomplete_fields = ["body"]
    inlines = [AnnouncementInline, EditionLinks, PaperInline]

    def get_fields(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        """Ask for a confirmation where other days were typed than the approved minutes state."""
        fields, sealed = ["body", "slug", "first_day", "last_day"], newest_sealed(obj) if obj else None
        if request.method != "POST" or sealed is None:
            return fields
        typed = (request.POST.get("first_day", ""), request.POST.get("last_day", ""))
        is_stated = typed == (sealed.first_day.isoformat(), sealed.last_day.isoformat())
        return fields if is_stated else [*fields, "is_confirmed"]

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> list[str]:
        """What published minutes name stays as it is."""
        return ["body", "slug"] if obj and obj.editions.sealed().exists() else []

    def facts_of(self, row: Meeting) -> list[str]:
        """Give them with those of the announcement. Papers are only added, and what is withdrawn stays so."""
        announced = Announcement.objects.filter(meeting=row).first()
        return super().facts_of(row) + (facts_of(announced) if announced else [])

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        """Let the address that a meeting had lead to the one that it has now, and what is kept of it be made anew."""
        super().save_model(request, obj, form, change)
        Meeting.objects.filter(pk=obj.pk).update(revision=F("revision") + 1)
        FormerSlug.objects.filter(slug=obj.slug).delete()
        if change and "slug" in form.changed_data:
            FormerSlug.objects.update_or_create(slug=form.initial["slug"], defaults={"meeting": obj})
        index.follow(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Number new papers behind the last."""
        if formset.model is Paper:
            last = form.instance.papers.aggregate(last=Max("number"))["last"] or 0
            for number, paper in enumerate(
                (one.instance for one in formset.extra_forms if one.has_changed()), last + 1
            ):
                paper.number, paper.added_by = number, request.user
        super().save_formset(request, form, formset, change)
