"""Importing minutes: a file or a pasted text, then what was recognised, then the import. Saves nothing before that."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from meetings.importers.imported import Facts
from meetings.layout import lay_out
from meetings.lines import without_controls
from meetings.minutes import LINE_LIMIT, Minutes
from meetings.models import Body, Edition, Meeting
from ogpminutes import archive, importing
from ogpminutes.admin import answers, carried, desk
from ogpminutes.admin.add import DayInput, Line
from ogpminutes.admin.carried import Carried, NotOurs
from ogpminutes.drafting import Removes
from ogpminutes.editing import Stale
from ogpminutes.importing import Fate
from ogpminutes.outlining import counts_of, outline
from ogpminutes.publication import Refused
from ogpminutes.reading import make_imprint

FILE_LIMIT = 20 * 1024 * 1024  # bytes; each form of file has its own, smaller limit
FORM = "admin/meetings/edition/import.html"
PREVIEW = "admin/meetings/edition/import_preview.html"
SHEET = "admin/meetings/edition/import_sheet.html"
UNCONFIRMED = "Nothing was imported: the draft would lose something. Read what, below, and tick that you want it."
FACTS = ("body", "title", "first_day", "last_day", "meeting", "reference")
FIELDS = {name: f"Or go back and fill in “{name.replace('_', ' ').capitalize()}”." for name in FACTS}
PASTED = "imported from a pasted text"


class ImportForm(forms.Form):
    file = forms.FileField(
        required=False, allow_empty_file=True, help_text="20 MB at most. What cannot be read is told, with the cure."
    )
    text = forms.CharField(
        label="or text",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 12, "class": "vLargeTextField"}),
        help_text="Pasted, such as from a PDF.",
    )
    body = forms.ModelChoiceField(
        Body.objects.order_by("name"), to_field_name="slug", required=False, empty_label="as the file says"
    )
    title = Line(max_length=LINE_LIMIT, required=False, widget=forms.TextInput({"size": 60}))
    first_day = forms.DateField(widget=DayInput, required=False)
    last_day = forms.DateField(widget=DayInput, required=False)
    meeting = forms.SlugField(max_length=50, required=False, help_text="Its address for ever, such as december-2020.")
    reference = Line(max_length=30, required=False, help_text="Begins its citations, such as SC-2020-12.")

    def clean(self) -> dict[str, Any]:
        facts = dict(super().clean() or {})
        file, text = facts.get("file"), (facts.get("text") or "").strip()
        if file and text:
            raise forms.ValidationError("Give a file or a text, not both; take one of them out.", code="both")
        if not file and not text and not self.errors:
            raise forms.ValidationError("Choose a file, or paste a text.", code="none")
        if file and file.size > FILE_LIMIT:
            self.add_error("file", f"The file has more than {FILE_LIMIT // 1024**2} MB; take out what is not minutes.")
        return facts

    @property
    def data_given(self) -> bytes:
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["text"].encode("utf-8", "surrogatepass")

    @property
    def facts(self) -> Facts:
        said = {name: self.cleaned_data[name] for name in ("title", "meeting", "reference", "first_day", "last_day")}
        body, file = self.cleaned_data["body"], self.cleaned_data["file"]
        return Facts(name=without_controls(file.name) if file else "", body=body.slug if body else "", **said)


# Pages


def page(request: HttpRequest, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Ask for a file; show what it holds; import that. The buttons of the preview say which is the next step."""
    if not (model_admin.has_add_permission(request) and request.user.has_perm("meetings.view_draft_edition")):
        raise PermissionDenied(answers.FORBIDDEN)  # whoever imports is shown what a draft would lose
    step = request.POST.get("_step", "")
    if step == "back":
        return _ask(request, model_admin, ImportForm(initial=request.POST.dict()))
    if step in STEPS:
        try:
            shown = carried.unpack(request.POST.get("_preview", ""), desk.editor(request))
        except (NotOurs, Refused) as error:
            return answers.refuse(request, 422, f"Nothing was imported. {error}")
        return STEPS[step](request, model_admin, shown)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_valid():
        return _ask(request, model_admin, form)
    facts = form.facts
    preview = importing.with_cures(importing.look(form.data_given, facts), FIELDS)
    note = importing.note_of(facts.name) if facts.name else PASTED
    return _show(request, model_admin, Carried(preview, preview.plan.seen, note))


def _ask(request: HttpRequest, model_admin: ModelAdmin[Any], form: ImportForm) -> HttpResponse:
    context = {**_context(request, model_admin, "Import minutes"), "form": form, "has_file": bool(request.FILES)}
    return render(request, FORM, context, status=422 if form.errors else 200)


def _show(
    request: HttpRequest, model_admin: ModelAdmin[Any], shown: Carried, status: int = 200, problem: str = ""
) -> HttpResponse:
    """Show what was recognised and what an import would do now. The form carries that, and what was typed."""
    preview, minutes = shown.preview, shown.preview.minutes
    typed = [(name, value) for name, value in request.POST.items() if name in ImportForm.base_fields and value]
    packed = carried.pack(preview, shown.note, desk.editor(request)) if minutes else ""
    size = len(packed) + sum(len(str(value).encode()) for _, value in typed)
    context = {
        **_context(request, model_admin, "Import minutes: preview"),
        "preview": preview,
        "outline": outline(minutes) if minutes else [],
        "counts": counts_of(minutes) if minutes else None,
        "attendees": sum(bool(attendee.name) for attendee in minutes.attendees()) if minutes else 0,
        "packed": packed if size <= carried.SIZE_LIMIT else "",
        "problem": problem,
        "typed": typed,
    }
    is_refused = status == 200 and preview.plan.fate == Fate.REFUSE
    return render(request, PREVIEW, context, status=422 if is_refused else status)


def _take(request: HttpRequest, model_admin: ModelAdmin[Any], shown: Carried) -> HttpResponse:
    """Import what was shown, or show it again with the reason why not."""
    text, editor, is_confirmed = shown.preview.text, desk.editor(request), request.POST.get("confirmed") == "1"
    try:
        taken = importing.take(text, shown.seen, editor, is_confirmed=is_confirmed, note=shown.note)
    except Removes:
        return _show(request, model_admin, shown, status=422, problem=UNCONFIRMED)
    except (Refused, Stale) as error:
        return _show(request, model_admin, shown, status=409, problem=f"Nothing was imported. {error}")
    if taken.plan.is_possible:
        messages.success(request, f"{taken.edition} is imported, as a draft. Compare it with its source.")
    else:
        messages.info(request, f"Nothing had to be imported: {taken.edition} says exactly this already.")
    return HttpResponseRedirect(reverse("admin:meetings_edition_change", args=[taken.edition.pk]))


def _draw(request: HttpRequest, model_admin: ModelAdmin[Any], shown: Carried) -> HttpResponse:
    """Show the minutes as the public page would."""
    minutes = cast(Minutes, shown.preview.minutes)  # what is carried holds minutes
    edition = shown.preview.plan.edition or Edition(meeting=Meeting(slug=minutes.meeting), number=1)
    imprint = make_imprint(edition, status=Edition.Status.DRAFT, approved_on=None)
    context = {"minutes": minutes, "imprint": imprint, "layout": lay_out(minutes), "vocabulary": archive.vocabulary()}
    return render(request, SHEET, {**context, "is_preview": True})


STEPS = {"import": _take, "sheet": _draw}


def _context(request: HttpRequest, model_admin: ModelAdmin[Any], title: str) -> dict[str, Any]:
    return {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": title}
