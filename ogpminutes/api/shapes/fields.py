"""Fields of what the API gives: each is made from a row by a function, and says what it means.

What a field says of itself stands in the OpenAPI description and in the data dictionary of the open data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

Make = Callable[[Any], Any]


class Made:
    """A field that is made from the row. A value of None is given as null."""

    def __init__(self, make: Make, about: str, **options: Any) -> None:
        super().__init__(read_only=True, help_text=about, **options)  # type: ignore[call-arg]
        self.make = make

    def get_attribute(self, instance: Any) -> Any:
        return self.make(instance)


class Text(Made, serializers.CharField):
    pass


class Address(Made, serializers.URLField):
    pass


class Number(Made, serializers.IntegerField):
    pass


class Truth(Made, serializers.BooleanField):
    pass


class Day(Made, serializers.DateField):
    pass


class Moment(Made, serializers.DateTimeField):
    pass


class Texts(Made, serializers.ListField):
    child = serializers.CharField()


class Addresses(Made, serializers.ListField):
    child = serializers.URLField()


class Shape(serializers.Serializer):
    """What one object of the API looks like. Parts that are objects themselves are left out of tables."""
