from itertools import groupby
from typing import Any

import django.db.models.functions.comparison
from django.db import migrations, models

import attendees.terms

KEY = ("body_id", "organisation_id", "person_id", "co_chair", "from_year")
REST = ("seat", "until_year", "starts_on", "ends_on")


def keep_each_once(apps: Any, schema_editor: Any) -> None:
    """Take away terms that say what another one says. Where two differ, somebody has to choose."""
    terms = apps.get_model("attendees", "Membership").objects

    def key(row: dict[str, Any]) -> tuple[str, ...]:
        return tuple(str(row[name]) for name in KEY)

    for _, same in groupby(sorted(terms.order_by("pk").values("pk", *KEY, *REST), key=key), key=key):
        first, *others = same
        if any(other[name] != first[name] for other in others for name in REST):
            numbers = ", ".join(str(row["pk"]) for row in (first, *others))
            raise RuntimeError(
                f"Terms {numbers} are of the same holder, body and role, and all begin in {first['from_year']}. Delete "
                "all but one of them (admin, “Memberships”), with the release before this one, then migrate again."
            )
        terms.filter(pk__in=[other["pk"] for other in others]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("attendees", "0004_broken_rules_say_the_cure"),
        ("meetings", "0012_broken_rules_say_the_cure"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="ends_on",
            field=models.DateField(
                blank=True,
                help_text="The exact day, where it is known.",
                null=True,
                validators=[attendees.terms.demand_day],
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="from_year",
            field=models.PositiveSmallIntegerField(validators=[attendees.terms.demand_year]),
        ),
        migrations.AlterField(
            model_name="membership",
            name="starts_on",
            field=models.DateField(
                blank=True,
                help_text="The exact day, where it is known.",
                null=True,
                validators=[attendees.terms.demand_day],
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="until_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[attendees.terms.demand_year]),
        ),
        migrations.RunPython(keep_each_once, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                models.F("body"),
                django.db.models.functions.comparison.Coalesce(
                    "organisation", 0, output_field=models.BigIntegerField()
                ),
                django.db.models.functions.comparison.Coalesce("person", 0, output_field=models.BigIntegerField()),
                models.F("co_chair"),
                models.F("from_year"),
                name="a_term_is_kept_once",
                violation_error_message="A term of theirs in this body and role, from this year on, is kept already. "
                "Change that one, or correct the year.",
            ),
        ),
    ]
