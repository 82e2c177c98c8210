"""An alteration of a governing document is news, as an update is."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def forget(apps: Any, schema_editor: Any) -> None:
    """The older table has no place for news of alterations."""
    apps.get_model("ogpminutes", "News").objects.filter(alteration__isnull=False).delete()
    if schema_editor.connection.vendor == "postgresql":  # until then it alters no table that was written to
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0007_governing_documents"),
        ("meetings", "0012_broken_rules_say_the_cure"),
        ("ogpminutes", "0006_broken_rules_say_the_cure"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="news",
            name="news_are_of_an_edition_or_of_an_update",
        ),
        migrations.AddField(
            model_name="news",
            name="alteration",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="news",
                to="decisions.alteration",
            ),
        ),
        migrations.AddConstraint(
            model_name="news",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alteration", None), ("seal__isnull", False), ("update", None)),
                    models.Q(("alteration", None), ("seal", None), ("update__isnull", False)),
                    models.Q(("alteration__isnull", False), ("seal", None), ("update", None)),
                    _connector="OR",
                ),
                name="news_are_of_one_thing",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
