"""Fields of the admin that look rows up as one types, and what a form that was made by hand sends in them."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.http import HttpRequest

DIGITS = 18  # of an id that every database holds


class _Asked:
    """Shows a form again with the rows that were chosen. What is no id, Django would ask the database for, and fail."""

    def optgroups(self, name: str, value: Any = (), attr: Any = None) -> Any:
        ids = [each for each in value if is_id(str(each))]
        return super().optgroups(name, ids, attr)  # type: ignore[misc]


class _One(_Asked, AutocompleteSelect):
    pass


class _Several(_Asked, AutocompleteSelectMultiple):
    pass


class Choosing(BaseModelAdmin):
    """An admin with `autocomplete_fields` that answers forged ids as any other wrong choice."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **self._looked_up(_One, db_field, request, options))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return super().formfield_for_manytomany(
            db_field, request, **self._looked_up(_Several, db_field, request, options)
        )

    def _looked_up(
        self, widget: Any, db_field: models.Field[Any, Any], request: HttpRequest, options: dict[str, Any]
    ) -> dict[str, Any]:
        if db_field.name not in self.get_autocomplete_fields(request):
            return options
        return {"widget": widget(db_field, self.admin_site, using=options.get("using")), **options}


def is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS
