"""Making the seal of an edition: its record, its files, and its link in the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from meetings import sealing
from meetings.canonical import canonical_json
from meetings.exporters.registry import FORMATS
from meetings.minutes import Minutes
from meetings.models import Edition, Seal, SealedFile
from meetings.vocabulary import Vocabulary
from ogpminutes import vault
from ogpminutes.reading import make_imprint


@dataclass(frozen=True, slots=True)
class Proof:
    """A seal that is ready to be set, if the chain still ends where it ended when this was made."""

    record: bytes
    statement: str
    previous: str
    approved_on: date | None
    sealed_at: datetime

    @property
    def value(self) -> str:
        return sealing.digest(self.statement)


def end_of_chain() -> str:
    """Give the newest seal of the portal; zeros before the first."""
    last = Seal.objects.order_by("-position").values_list("value", flat=True).first()
    return last or sealing.FIRST


def prove(edition: Edition, minutes: Minutes, approved_on: date | None) -> Proof:
    """State what is to be sealed."""
    record, previous, now = canonical_json(minutes), end_of_chain(), timezone.now()
    statement = sealing.state_seal(
        meeting=edition.meeting.slug,
        edition=edition.number,
        reference=edition.reference,
        reason=edition.reason,
        approved_on=approved_on,
        sealed_at=now,
        record=record,
        previous=previous,
    )
    return Proof(record, statement, previous, approved_on, now)


def export(edition: Edition, minutes: Minutes, proof: Proof, vocabulary: Vocabulary) -> dict[str, bytes]:
    """Make the edition's files as they will be for ever: `{"pdf": b"…"}`. Raises `PrintingFailed`."""
    imprint = make_imprint(edition, status=Edition.Status.APPROVED, approved_on=proof.approved_on, seal=proof.value)
    return {suffix: form.export(minutes, imprint, vocabulary) for suffix, form in FORMATS.items()}


def affix(edition: Edition, proof: Proof, files: Mapping[str, bytes]) -> Seal:
    """Set the seal and keep the files. The caller holds the chain, and a transaction."""
    seal = Seal.objects.create(
        position=Seal.objects.count() + 1,
        edition=edition,
        record=proof.record.decode(),
        statement=proof.statement,
        value=proof.value,
        previous=proof.previous,
        sealed_at=proof.sealed_at,
    )
    SealedFile.objects.bulk_create(
        SealedFile(
            seal=seal,
            suffix=suffix,
            name=vault.keep(content, edition, suffix),
            size=len(content),
            digest=sealing.digest(content),
        )
        for suffix, content in files.items()
    )
    return seal
