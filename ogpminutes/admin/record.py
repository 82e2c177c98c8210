"""What every admin of the rows of an edition shares: single facts, one form each.

Only a draft can be changed. A form carries the version of the edition that it was made from, and claims it; after the
change the whole edition is read back as `Minutes` and kept as a version. Where either fails nothing is saved, and
the form comes back with what was typed and the reason.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern

from meetings.choosing import Choosing
from meetings.lines import InvalidMinutes
from meetings.meanwhile import RefusableForm, differing
from meetings.models import Edition
from ogpminutes import editing
from ogpminutes.admin import answers, desk, seen
from ogpminutes.editing import Stale, name_of


class Draft:
    """Permission to change what belongs to a draft, and nothing else."""

    edition_path: tuple[str, ...] = ()

    def edition_of(self, row: Any) -> Edition:
        for step in self.edition_path:
            row = getattr(row, step)
        edition: Edition = row
        return edition

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return allowed and self._is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)  # type: ignore[misc]
        return allowed and self._is_open(obj)

    def _is_open(self, obj: Any) -> bool:
        return obj is None or self.edition_of(obj).status == Edition.Status.DRAFT

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer the parts of drafts alone, so that nothing can be added to an approved edition."""
        paths = {"edition": "status", "session": "edition__status", "parent": "edition__status"}
        paths |= {"passage": "session__edition__status", "group": "edition__status"}
        if db_field.name in paths:
            rows = db_field.remote_field.model._default_manager
            options["queryset"] = rows.filter(**{paths[db_field.name]: Edition.Status.DRAFT})
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]


class DraftInline(Draft, Choosing, admin.TabularInline):
    """Rows below another row of the same edition: open when that one is."""

    extra = 0
    show_change_link = True
    parent_path: tuple[str, ...] = ()

    def _is_open(self, obj: Any) -> bool:
        for step in self.parent_path if obj is not None else ():
            obj = getattr(obj, step)
        return obj is None or obj.status == Edition.Status.DRAFT

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._is_open(obj)


class RecordAdmin(Draft, Choosing, admin.ModelAdmin):
    form = RefusableForm
    change_form_template = "admin/meetings/edition/row_form.html"
    delete_confirmation_template = "admin/meetings/edition/row_delete.html"
    delete_selected_confirmation_template = "admin/meetings/edition/rows_delete.html"
    other_paths: tuple[tuple[str, ...], ...] = ()  # further ways to an edition, which must be the same one

    def get_urls(self) -> list[URLPattern]:
        """Let a form that comes from somebody signed out come back with what was typed."""
        patterns = super().get_urls()
        for pattern in patterns:
            pattern.callback = desk.answering_strangers(self, pattern.callback)
        return patterns

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **options)
        form.refusal = getattr(request, "refusal", "")
        return form

    def name_of_row(self, row: Any) -> str:
        """Give what a version's note calls a row."""
        return f"{self.opts.verbose_name} {str(row)[:80]}"

    # Forms

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (InvalidMinutes, Stale) as error:
            # Rolled back. The second pass shows the same form, as typed, with the reason.
            request.refusal = str(error)  # type: ignore[attr-defined]
            request.is_stale = isinstance(error, Stale)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if request.method != "POST" or not self.has_view_permission(request):
                raise
            return answers.refuse(request, 403, "This is no part of a draft any more, so it cannot be changed.")

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        if request.method == "POST":
            return answers.refuse(request, 410, f"Somebody took out this {opts.verbose_name}; nothing was saved.")
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def render_change_form(self, request: HttpRequest, context: Any, *arguments: Any, **options: Any) -> Any:
        original = context.get("original")
        editions = [self.edition_of(original)] if original else seen.drafts()
        is_stale = getattr(request, "is_stale", False)
        if request.method == "POST" and not is_stale:
            context["seen"] = request.POST.get("seen", "")[:2000]  # a form with a mistake saw no more than before
        else:
            context["seen"] = seen.write(editions)
        if is_stale:
            context["stale"] = seen.explain(request, editions)
            context["differing"] = differing(context) if original else []
        return super().render_change_form(request, context, *arguments, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self._check_place(obj, change)
        self._claim(request, self.edition_of(obj))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        edition = self.edition_of(form.instance)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            how = "by form" if change else "added by form"
            editing.settle(edition, name_of(desk.editor(request)), f"{self.name_of_row(form.instance)} {how}")
        else:
            editing.give_back(edition)

    def _check_place(self, row: Any, change: bool) -> None:
        """Refuse a row that would go to another edition than it stood in, or stand in two."""
        edition = self.edition_of(row)
        if change:
            stood = self.edition_of(type(row)._default_manager.get(pk=row.pk))
            if stood.pk != edition.pk:
                raise InvalidMinutes("It belongs to another edition; delete it there, and write it here.")
        for way in self.other_paths:
            other = row
            for step in way:
                other = getattr(other, step) if other is not None else None
            if other is not None and other.pk != edition.pk:
                raise InvalidMinutes(f"Its {way[0]} belongs to another edition; choose one of {edition}.")

    # Deleting

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            row = self.get_object(request, object_id)
            token = {"seen": seen.write([self.edition_of(row)])} if row else {}
            return super().delete_view(request, object_id, {**token, **(extra_context or {})})
        except (InvalidMinutes, Stale) as error:
            messages.error(request, f"Nothing was deleted. {error}")
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        edition, name = self.edition_of(obj), self.name_of_row(obj)
        self._claim(request, edition)
        super().delete_model(request, obj)
        self._settle_rest(request, edition, name)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            with transaction.atomic():
                page = super().changelist_view(request, extra_context)
        except (InvalidMinutes, Stale) as error:
            messages.error(request, f"Nothing was deleted. {error}")
            return HttpResponseRedirect(request.get_full_path())
        if isinstance(page, TemplateResponse) and page.context_data and "deletable_objects" in page.context_data:
            rows = page.context_data["queryset"]
            page.context_data["seen"] = seen.write({self.edition_of(row) for row in rows})
        return page

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        editions = sorted({self.edition_of(row) for row in queryset}, key=lambda edition: edition.pk)
        name = f"{len(queryset)} {self.opts.verbose_name_plural}"
        for edition in editions:
            self._claim(request, edition)
        super().delete_queryset(request, queryset)
        for edition in editions:
            self._settle_rest(request, edition, name)

    def _claim(self, request: HttpRequest, edition: Edition) -> None:
        """Claim the version that the form was made from, for an edition that was read in this request."""
        number = seen.read(request).get(edition.pk, -1)
        standing = Edition.objects.with_meeting().filter(pk=edition.pk).first()
        if standing is None or edition.version != number:
            raise Stale(seen.tell(edition))
        try:
            editing.claim(standing, number)
        except Stale as error:
            raise Stale(seen.tell(edition)) from error
        editing.keep_what_stood(standing, number)
        edition.version = standing.version

    def _settle_rest(self, request: HttpRequest, edition: Edition, name: str) -> None:
        if Edition.objects.filter(pk=edition.pk).exists():
            editing.settle(edition, name_of(desk.editor(request)), f"{name} deleted")
