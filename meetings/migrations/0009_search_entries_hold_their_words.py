from typing import Any

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from meetings.search import backends


def take_away(apps: object, schema_editor: object) -> None:
    """Let no index stand in the way. One of the words of the entries is put in place after the migrations."""
    backends.remove()


def take_over(apps: Any, schema_editor: object) -> None:
    """Take the words over from where they stood. An entry that lost its words has none: `verify` names it."""
    entry, wording = (apps.get_model("meetings", name) for name in ("Entry", "Wording"))
    said = wording.objects.filter(entry=OuterRef("pk"))
    entry.objects.update(**{name: Coalesce(Subquery(said.values(name)), Value("")) for name in ("text", "context")})


def empty(apps: Any, schema_editor: object) -> None:
    """Leave no entry without its words: an older release fills the search anew."""
    apps.get_model("meetings", "Entry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_search_in_the_order_of_the_record")]

    operations = [
        migrations.RunPython(take_away, empty),
        migrations.AddField(
            model_name="entry",
            name="facts",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.Value(" kind:"),
                    django.db.models.functions.comparison.Cast("kind", models.TextField()),
                    models.Value(" scope:"),
                    django.db.models.functions.comparison.Cast("scope", models.TextField()),
                    models.Value(" outcome:"),
                    django.db.models.functions.comparison.Cast("outcome", models.TextField()),
                    models.Value(" state:"),
                    django.db.models.functions.comparison.Cast("state", models.TextField()),
                    models.Value(" body:"),
                    django.db.models.functions.comparison.Cast("body_id", models.TextField()),
                    models.Value(" year:"),
                    django.db.models.functions.comparison.Cast("year", models.TextField()),
                    django.db.models.functions.text.Replace(
                        django.db.models.functions.text.RTrim(models.F("regions")),
                        models.Value(" "),
                        models.Value(" region:"),
                    ),
                    django.db.models.functions.text.Replace(
                        django.db.models.functions.text.RTrim(models.F("themes")),
                        models.Value(" "),
                        models.Value(" theme:"),
                    ),
                    django.db.models.functions.text.Replace(
                        django.db.models.functions.text.RTrim(models.F("organisations")),
                        models.Value(" "),
                        models.Value(" organisation:"),
                    ),
                    arg_joiner=" || ",
                    template="(%(expressions)s)",
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="text",
            field=models.TextField(blank=True, default="", help_text="The words that it says itself."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="context",
            field=models.TextField(
                blank=True, default="", help_text="The words that it stands under, which count for less."
            ),
            preserve_default=False,
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.DeleteModel("Wording"),
        migrations.RunPython(migrations.RunPython.noop, take_away),
    ]
