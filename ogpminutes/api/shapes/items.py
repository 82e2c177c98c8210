"""Decisions and action items as the API gives them, with what became of them."""

from __future__ import annotations

from datetime import date, datetime

from decisions.models import ActionItem, Appended, Decision, GoverningDocument, Update, Uptake
from meetings.markdown import plain
from ogpminutes.api import addresses
from ogpminutes.api.shapes.fields import Address, Day, Moment, Shape, Text, Texts, Truth
from ogpminutes.api.shapes.meetings import PINNED, edition_id, meeting_id, passage_id, pinned

OPEN = "Whether something is left to do, as far as the updates say."
MODIFIED = "When the edition that says this was sealed, or the newest update recorded or withdrawn."
STATE = "State by the newest update that stands; null where none does."
STATE_SINCE = "When that happened; null where no update stands."
STATE_UPDATE = "The update that says so, with its note and its evidence; null where none stands."
UPDATES = "Newest first, also those that were withdrawn."
UNSHOWN = "empty where none is given, or this was withdrawn."
WITHDRAWN_ON = "When this was withdrawn as wrong; null while it stands."
WITHDRAWN_BECAUSE = "Why; empty while it stands."
RECORDED = "When it was recorded, or withdrawn."


def withdrawn_on(row: Appended) -> date | None:
    return row.withdrawn_on


def withdrawn_because(row: Appended) -> str:
    return str(row.withdrawal.note) if row.is_withdrawn else ""


def recorded(row: Appended) -> datetime:
    """Give when what stands of a row was told last."""
    moment: datetime = row.withdrawal.recorded_at if row.is_withdrawn else row.recorded_at
    return moment


def item_id(row: Decision | ActionItem) -> str:
    resource = "decisions" if isinstance(row, Decision) else "action-items"
    return addresses.of(resource, row.edition.reference, row.number)


def update_id(row: Update) -> str:
    return addresses.of("updates", row.pk)


class UpdateShape(Shape):
    """What became of a decision or an action item, recorded after the minutes. It is no part of the minutes.

    One that was withdrawn stays to be read, but counts no more. Its evidence is kept, and shown to nobody.
    """

    id = Address(update_id, "Address in the API.")
    url = Address(
        lambda update: f"{addresses.whole(update.item.get_absolute_url())}#update-{update.pk}",
        "Where the page of the decision or action item shows it.",
    )
    item = Address(lambda update: item_id(update.item), "The decision or action item.")
    reference = Text(lambda update: update.item.reference, "How that is cited.")
    day = Day(lambda update: update.day, "When it happened.")
    state = Text(lambda update: update.state, "How it stands since, unless this was withdrawn.")
    note = Text(lambda update: update.note, "In the words of the `speaker`.")
    voice = Text(
        lambda update: update.voice,
        "Who says it: `support-unit`; or `organisation` or `person`, the owner, of whom a member in office marked it.",
    )
    speaker = Text(lambda update: update.speaker, "The same by name: Support Unit, or that of the owner.")
    evidence = Text(lambda update: update.shown_evidence, f"Where to see it; {UNSHOWN}")
    evidence_file = Address(
        lambda update: (
            addresses.whole(update.file_address(update.item.edition.reference)) if update.shown_file else None
        ),
        "Address of a file that shows it; null where none is given, or this was withdrawn.",
        allow_null=True,
    )
    evidence_file_name = Text(lambda update: update.shown_file, f"What the file is called; {UNSHOWN}")
    evidence_file_sha256 = Text(
        lambda update: update.file_digest if update.shown_file else "", f"SHA-256 of its bytes; {UNSHOWN}"
    )
    recorded_at = Moment(lambda update: update.recorded_at, "When it was recorded.")
    withdrawn_on = Day(
        lambda update: update.withdrawal.day if update.is_withdrawn else None,
        "When the Support Unit withdrew this as wrong; null while it stands.",
        allow_null=True,
    )
    withdrawn_because = Text(
        lambda update: update.withdrawal.note if update.is_withdrawn else "", "Why; empty while it stands."
    )
    modified = Moment(recorded, RECORDED)


class ItemShape(Shape):
    id = Address(item_id, "Address in the API.")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Its page.")
    pinned_url = Address(lambda row: pinned(row.edition, row.passage.citation), PINNED)
    reference = Text(lambda row: row.reference, "How it is cited.")
    meeting = Address(lambda row: meeting_id(row.edition), "The meeting.")
    edition = Address(lambda row: edition_id(row.edition), "The edition that says this.")
    passage = Address(lambda row: passage_id(row.passage), "The passage that states it.")


def uptake_id(row: Uptake) -> str:
    return addresses.of("taken-up", row.pk)


class UptakeShape(Shape):
    """A suggestion that was taken up, as the Support Unit recorded it. It is no part of the minutes.

    The suggestion stays one: what was decided is what the decision says.
    """

    id = Address(uptake_id, "Address in the API.")
    suggestion = Text(lambda row: row.link.reference, "The suggestion as it is cited.")
    suggestion_url = Address(
        lambda row: addresses.whole(row.link.passage_address), "Its page, in the edition that it is cited from."
    )
    extent = Text(lambda row: row.extent, "`wholly` or `partly`.")
    taken_up_in = Address(lambda row: item_id(row.link.item), "The decision or action item.")
    reference = Text(lambda row: row.link.item.reference, "How that is cited.")
    day = Day(lambda row: row.day, "When it was taken up.")
    note = Text(lambda row: row.note, "In the words of the Support Unit.")
    withdrawn_on = Day(withdrawn_on, WITHDRAWN_ON, allow_null=True)
    withdrawn_because = Text(withdrawn_because, WITHDRAWN_BECAUSE)
    modified = Moment(recorded, RECORDED)


def document_id(row: GoverningDocument) -> str:
    return addresses.of("governing-documents", row.slug)


class GoverningDocumentShape(Shape):
    """A document that governs the partnership, such as the Articles of Governance. Its text is kept elsewhere."""

    id = Address(document_id, "Address in the API.")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Its page: which decisions altered it.")
    slug = Text(lambda row: row.slug, "Never changes.")
    name = Text(lambda row: row.name, "May be reworded.")
    address = Text(lambda row: row.address, "Where the text in force is; empty where that is not recorded.")
    dated = Day(lambda row: row.dated, "Day of the text in force, where it is recorded.", allow_null=True)


class AlterationShape(Shape):
    """That a decision altered a governing document, as the Support Unit says. It is no part of the minutes.

    A decision of which nothing is recorded may have altered one all the same.
    """

    id = Address(lambda row: addresses.of("alterations", row.pk), "Address in the API.")
    decision = Address(lambda row: item_id(row.altered.decision), "The decision.")
    reference = Text(lambda row: row.altered.decision.reference, "How that is cited.")
    document = Address(lambda row: document_id(row.document), "The document.")
    provision = Text(lambda row: row.provision, "As the document calls it; empty where none is named.")
    note = Text(lambda row: row.note, "What it changed, in the words of the Support Unit.")
    in_force_from = Day(lambda row: row.in_force_from, "Since when, where that is recorded.", allow_null=True)
    text_lacks_it = Truth(
        lambda row: row.text_lacks_it, "Whether the text in force is older than the meeting, and so cannot hold it yet."
    )
    evidence = Text(lambda row: row.shown_evidence, f"Where to see it; {UNSHOWN}")
    withdrawn_on = Day(withdrawn_on, WITHDRAWN_ON, allow_null=True)
    withdrawn_because = Text(withdrawn_because, WITHDRAWN_BECAUSE)
    modified = Moment(recorded, RECORDED)


class DecisionShape(ItemShape):
    """A passage that decides. The text as minuted is the record; the outcome is the portal's word for what it says."""

    text = Text(lambda row: row.passage.text, "The words as minuted, with inline Markdown.")
    plain = Text(lambda row: plain(row.passage.text), "The same words without marks.")
    outcome = Text(
        lambda row: row.outcome,
        "`approved`, `approved-with-conditions`, `endorsed`, `noted`, `deferred`, `not-agreed`; empty where unstated.",
    )
    conditions = Texts(lambda row: row.condition_list, "Conditions, in the words of the passage.")
    referred_to = Text(lambda row: row.referred_to, "Whom it was referred to, as printed.")
    state = Text(lambda row: row.state, STATE, allow_null=True)
    state_since = Day(lambda row: row.newest and row.newest.day, STATE_SINCE, allow_null=True)
    state_update = Address(lambda row: row.newest and update_id(row.newest), STATE_UPDATE, allow_null=True)
    open = Truth(lambda row: row.is_open, OPEN)
    updates = UpdateShape(many=True, read_only=True, help_text=UPDATES)
    modified = Moment(lambda row: row.modified, MODIFIED)


class ActionItemShape(ItemShape):
    """An obligation that a passage states, in the words of the passage."""

    text = Text(lambda row: row.text, "The words of the passage that state it.")
    responsible = Text(lambda row: row.responsible, "Who is to do it, as printed; empty where nobody is named.")
    due = Day(lambda row: row.due, "Until when, where the minutes say so.", allow_null=True)
    state = Text(lambda row: row.state, STATE, allow_null=True)
    state_since = Day(lambda row: row.newest and row.newest.day, STATE_SINCE, allow_null=True)
    state_update = Address(lambda row: row.newest and update_id(row.newest), STATE_UPDATE, allow_null=True)
    open = Truth(lambda row: row.is_open, OPEN)
    updates = UpdateShape(many=True, read_only=True, help_text=UPDATES)
    modified = Moment(lambda row: row.modified, MODIFIED)
