"""The closed vocabularies of the record: what a passage, an outcome, a capacity can be."""

from __future__ import annotations

from enum import StrEnum


class Words(StrEnum):
    """A closed vocabulary of the record: the value is stored, the label is shown."""

    @property
    def label(self) -> str:
        return self.value.capitalize().replace("-", " ")

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(word.value, word.label) for word in cls]


class Kind(Words):
    NARRATIVE = "narrative"
    POINT = "point"
    FEEDBACK = "feedback"
    DECISION = "decision"


class Scope(Words):
    """What a feedback item is about, where the minutes say so."""

    UNSTATED = ""
    OVERALL = "overall"
    COUNTRY = "country"
    THEMATIC = "thematic"
    GLOBAL = "global"

    @property
    def label(self) -> str:
        return self.value.capitalize() or "Scope not stated"


class Outcome(Words):
    UNSTATED = ""
    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved-with-conditions"
    ENDORSED = "endorsed"
    NOTED = "noted"
    DEFERRED = "deferred"
    NOT_AGREED = "not-agreed"

    @property
    def label(self) -> str:
        return super().label or "Outcome not stated"


class Capacity(Words):
    """In what capacity a person sat that day."""

    GOVERNMENT = "government-member"
    CIVIL_SOCIETY = "civil-society-member"
    ADDITIONAL = "additional-member"
    OBSERVER = "observer"
    PARTICIPANT = "participant"

    @property
    def votes(self) -> bool:
        """Whether the capacity carries a vote unless the minutes say otherwise."""
        return self in (Capacity.GOVERNMENT, Capacity.CIVIL_SOCIETY)


class Presence(Words):
    PRESENT = "present"
    REMOTE = "remote"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    NOT_RECORDED = "not-recorded"


HERE, AWAY = (Presence.PRESENT, Presence.REMOTE), (Presence.APOLOGIES, Presence.ABSENT)


class CoChair(Words):
    NONE = ""
    LEAD = "lead"
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    SUPPORT = "support"
