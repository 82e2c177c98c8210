"""What the admins of records share that are only ever added: told in one small form, never changed or deleted.

One that was wrong is withdrawn by another of its kind, in a form with the reason alone (`?withdraws=7`).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from decisions.models import Appended
from meetings.choosing import is_id

OF_ALL = [field.name for field in Appended._meta.fields]  # shown behind what tells of one kind alone


class AppendingAdmin(admin.ModelAdmin):
    """`own_form` records, `withdrawal_form` withdraws; where either is `refused`, the form comes back as typed."""

    own_form: type[forms.ModelForm]
    withdrawal_form: type[forms.ModelForm]
    own_fields: tuple[str, ...]
    refused: type[Exception]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            names = [field.name for field in self.model._meta.fields if field.name != "id"]
            return sorted(names, key=lambda name: name in OF_ALL)
        return ["note"] if self.withdrawn(request) else list(self.own_fields)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        own = forms.ModelForm if obj else self.withdrawal_form if self.withdrawn(request) else self.own_form
        made: Any = super().get_form(request, obj, change=change, **{**options, "form": own})
        made.request, made.refusal = request, getattr(request, "refusal", "")
        return made

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **options: Any) -> Any:
        """Leave the fields as the form has them: a browser picks a day by itself."""
        return db_field.formfield(**options)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not object_id:
            alone = {"show_save_and_add_another": False, "show_save_and_continue": False}
            extra_context = {**alone, **self.head(request), **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except self.refused as error:
            # Rolled back. The second pass shows the same form, as typed, with the reason.
            request.refusal = str(error)  # type: ignore[attr-defined]
            more = {**(extra_context or {}), **self.look_again(request, error)}
            return super().changeform_view(request, object_id, form_url, more)

    def look_again(self, request: HttpRequest, error: Exception) -> dict[str, Any]:
        """Give what the form shows besides the reason for which it was refused."""
        return {}

    def head(self, request: HttpRequest) -> dict[str, str]:
        """Say above the form what it is of: `title` and `subtitle`, where the usual ones will not do."""
        return {}

    def withdrawn(self, request: HttpRequest) -> Any:
        """Give what a form is to withdraw, as its address says, or None."""
        number = request.GET.get("withdraws", "")
        return self.to_withdraw().filter(pk=int(number)).first() if is_id(number) else None

    def to_withdraw(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
