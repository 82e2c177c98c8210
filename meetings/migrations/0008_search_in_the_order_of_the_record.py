import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_search")]

    operations = [
        migrations.DeleteModel("Wording"),
        migrations.DeleteModel("Entry"),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("passage", "Passage"),
                            ("session", "Session"),
                            ("paper", "Paper"),
                            ("person", "Person"),
                            ("organisation", "Organisation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.PositiveBigIntegerField(help_text="Of the row in its own table.")),
                ("year", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(blank=True, max_length=10)),
                ("scope", models.CharField(blank=True, max_length=10)),
                ("outcome", models.CharField(blank=True, max_length=24)),
                (
                    "state",
                    models.CharField(
                        blank=True, help_text="Of what it decides or promises: open, or settled.", max_length=8
                    ),
                ),
                ("regions", models.TextField(blank=True, help_text="Slugs, those of its session included.")),
                ("themes", models.TextField(blank=True, help_text="Slugs, those of its session included.")),
                ("organisations", models.TextField(blank=True, help_text="Slugs of those who are to do something.")),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="meetings.body",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="meetings.edition"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="wording",
                        serialize=False,
                        to="meetings.entry",
                    ),
                ),
                ("text", models.TextField(blank=True, help_text="What it says itself.")),
                ("context", models.TextField(blank=True, help_text="What it stands under, which counts for less.")),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("organisations", ""), _negated=True),
                fields=["organisations"],
                name="entries_that_promise",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("edition", "what", "key"), name="an_edition_is_indexed_once"),
        ),
    ]
