# Backwards it is refused where a person said an update: none of these is ever lost.
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attendees", "0005_terms_that_can_be_meant"),
        ("decisions", "0007_governing_documents"),
        ("meetings", "0013_search_entries_say_what_they_are_called"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="update",
            name="an_organisation_speaks_for_itself",
        ),
        migrations.AddField(
            model_name="update",
            name="person",
            field=models.ForeignKey(
                blank=True,
                help_text="Of a member who sits for no organisation.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="updates",
                to="attendees.person",
            ),
        ),
        migrations.AlterField(
            model_name="update",
            name="voice",
            field=models.CharField(
                choices=[
                    ("support-unit", "Support Unit"),
                    ("organisation", "Organisation"),
                    ("person", "Member of the Steering Committee"),
                ],
                default="support-unit",
                help_text="Who says it.",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="update",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", False), ("person", None), ("voice", "organisation")),
                    models.Q(("organisation", None), ("person__isnull", False), ("voice", "person")),
                    models.Q(("organisation", None), ("person", None), ("voice", "support-unit")),
                    _connector="OR",
                ),
                name="whoever_says_an_update_is_named_alone",
            ),
        ),
    ]
