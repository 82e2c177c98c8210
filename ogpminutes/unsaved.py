"""What editors have typed and not saved, kept on the server; and so also who is writing now."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.models import Edition, UnsavedText
from ogpminutes.skeleton import SKELETON

WRITING = timedelta(minutes=1)  # so long ago was the last sign of somebody who is still writing
SIGN_OF_NUL = "\N{SYMBOL FOR NULL}"  # a database text cannot hold the character itself


def keep(edition: Edition, editor: User, seen: int, text: str) -> UnsavedText | None:
    """Keep the text that an editor is typing, instead of what was kept before; None where the edition is gone."""
    values = {"seen": max(seen, 0), "text": text.replace("\x00", SIGN_OF_NUL)}
    try:
        with transaction.atomic():
            kept, _ = UnsavedText.objects.update_or_create(edition=edition, editor=editor, defaults=values)
            return kept
    except IntegrityError:
        return None


def of(edition: Edition, editor: User) -> UnsavedText | None:
    return UnsavedText.objects.filter(edition=edition, editor=editor).first()


def is_saved(kept: UnsavedText) -> bool:
    """Whether a kept text is a version: a page that is only open keeps what it shows, and a save may overtake it.

    What it shows of minutes that say nothing is their text and the skeleton behind it.
    """
    texts = {kept.text, kept.text.removesuffix(SKELETON)}
    return kept.edition.versions.filter(number__gte=kept.seen, text__in=texts).exists()


def discard(edition: Edition, editor: User) -> None:
    UnsavedText.objects.filter(edition=edition, editor=editor).delete()


def others(edition: Edition, editor: User) -> list[UnsavedText]:
    """Give the unsaved texts of those who are writing on the same edition now."""
    recent = UnsavedText.objects.filter(edition=edition, kept_at__gt=timezone.now() - WRITING)
    return list(recent.exclude(editor=editor).select_related("editor").order_by("kept_at"))
