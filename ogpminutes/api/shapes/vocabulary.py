"""Regions, themes and bodies as the API gives them."""

from __future__ import annotations

from ogpminutes.api import addresses
from ogpminutes.api.shapes.fields import Address, Day, Shape, Text


class RegionShape(Shape):
    """A region of the portal's vocabulary."""

    id = Address(lambda row: addresses.of("regions", row.slug), "Address in the API.")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Its page.")
    slug = Text(lambda row: row.slug, "Never changes.")
    name = Text(lambda row: row.name, "May be reworded.")


class ThemeShape(Shape):
    """A theme of the portal's vocabulary."""

    id = Address(lambda row: addresses.of("themes", row.slug), "Address in the API.")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Its page.")
    slug = Text(lambda row: row.slug, "Never changes.")
    name = Text(lambda row: row.name, "May be reworded.")
    description = Text(lambda row: row.description, "What it covers, where that is said.")


class BodyShape(Shape):
    """Who meets, or is referred to: the Steering Committee, a subcommittee."""

    id = Address(lambda row: addresses.of("bodies", row.slug), "Address in the API.")
    slug = Text(lambda row: row.slug, "Name in addresses.")
    name = Text(lambda row: row.name, "Its name.")
    prefix = Text(lambda row: row.prefix, "Begins its references.")
    starts_on = Day(lambda row: row.starts_on, "Since when, where it is known.", allow_null=True)
    ends_on = Day(lambda row: row.ends_on, "Until when, where it is known.", allow_null=True)
