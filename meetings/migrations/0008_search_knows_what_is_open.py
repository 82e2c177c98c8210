from django.db import migrations, models


def forget(apps: object, schema_editor: object) -> None:
    """Empty the search; the portal fills it anew after the migration, with what it knows from now on."""
    for statement in ("DELETE FROM meetings_wording", "DELETE FROM meetings_entry"):
        schema_editor.execute(statement)  # type: ignore[attr-defined]


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_search")]

    operations = [
        migrations.RemoveField("entry", "has_items"),
        migrations.AddField(
            "entry",
            "state",
            models.CharField(
                blank=True,
                default="",
                help_text="Of what it decides or promises: open, or settled.",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(forget, forget),
    ]
