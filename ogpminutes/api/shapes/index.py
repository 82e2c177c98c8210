"""What the API says of itself, and of what stood in minutes once and stands there no more."""

from __future__ import annotations

from ogpminutes.api import addresses
from ogpminutes.api.shapes.fields import Address, Moment, Shape, Text


class ResourceShape(Shape):
    name = Text(lambda resource: resource.name, "Name in addresses.")
    url = Address(lambda resource: addresses.page(f"api-{resource.name}"), "The list.")
    about = Text(lambda resource: resource.about, "What one object of it is.")


class IndexShape(Shape):
    """What there is to ask for."""

    resources = ResourceShape(many=True, read_only=True, source="*", help_text="The lists of the API.")
    withdrawn = Address(lambda _: addresses.page("api-withdrawn"), "What stood in minutes once and stands no more.")
    schema = Address(lambda _: addresses.page("api-schema"), "The description of the API (OpenAPI 3.1).")
    open_data = Address(lambda _: addresses.page("open-data"), "The whole record as one file.")


class TombstoneShape(Shape):
    """One thing that stood in an edition and does not stand in the next one, neither moved nor edited."""

    id = Address(lambda lost: lost.id, "The address in the API that it had.")
    stood_at = Address(lambda lost: lost.stood_at, "Where it can still be read, for ever.")
    stands_at = Address(
        lambda lost: lost.stands_at,
        "The address in the API of the same words in the edition that replaced it; null where it says them no more.",
        allow_null=True,
    )


class GoneShape(TombstoneShape):
    """What stood at an address once."""

    replaced_by = Address(lambda lost: lost.replaced_by, "The edition that does not have it.")
    reason = Text(lambda lost: lost.reason, "Why that edition was made.")
    withdrawn_at = Moment(lambda lost: lost.withdrawn_at, "When that edition was sealed.")


class WithdrawnShape(Shape):
    """What an edition dropped that the one before it had. The edition before keeps its address and its words."""

    edition = Address(lambda change: change.edition, "The edition in which it stood.")
    replaced_by = Address(lambda change: change.replaced_by, "The edition that took its place.")
    reason = Text(lambda change: change.reason, "Why that edition was made.")
    changes = Address(lambda change: change.changes, "Page of all that it changed.")
    sessions = TombstoneShape(many=True, read_only=True, help_text="Sessions, wherever they stood.")
    passages = TombstoneShape(many=True, read_only=True, help_text="Passages, wherever they stood.")
    decisions = TombstoneShape(many=True, read_only=True, help_text="Decisions by their references.")
    action_items = TombstoneShape(many=True, read_only=True, help_text="Action items by their references.")
    modified = Moment(lambda change: change.withdrawn_at, "When that edition was sealed.")
