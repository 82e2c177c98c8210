"""That a day came of an open action item is news, as an update is."""

from typing import Any

from django.db import migrations, models


def forget(apps: Any, schema_editor: Any) -> None:
    """The older table has no place for days."""
    apps.get_model("ogpminutes", "News").objects.filter(day__isnull=False).delete()
    if schema_editor.connection.vendor == "postgresql":  # until then it alters no table that was written to
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0007_governing_documents"),
        ("meetings", "0013_search_entries_say_what_they_are_called"),
        ("ogpminutes", "0008_members_in_years_that_can_be_meant"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="news",
            name="news_are_of_one_thing",
        ),
        migrations.AddField(
            model_name="news",
            name="day",
            field=models.DateField(blank=True, null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="news",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alteration", None), ("day", None), ("seal__isnull", False), ("update", None)),
                    models.Q(("alteration", None), ("day", None), ("seal", None), ("update__isnull", False)),
                    models.Q(("alteration__isnull", False), ("day", None), ("seal", None), ("update", None)),
                    models.Q(("alteration", None), ("day__isnull", False), ("seal", None), ("update", None)),
                    _connector="OR",
                ),
                name="news_are_of_one_thing",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
