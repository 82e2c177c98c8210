import meetings.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0014_search_finds_notes_on_attendance"),
    ]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="is_daily",
            field=models.BooleanField(
                default=False,
                help_text="Of several days: each begins and ends at these hours. Without it calendars show whole days, since it is not known when the first one ends.",
                verbose_name="the same hours each day",
            ),
        ),
        migrations.AlterField(
            model_name="announcement",
            name="zone",
            field=meetings.fields.LineField(
                blank=True,
                help_text="The time zone as people will read it, such as EST, or as the time zone database calls it, such as America/New_York.",
                max_length=60,
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_daily", False),
                    models.Q(
                        ("ends_at__gt", models.F("starts_at")), ("ends_at__isnull", False), ("starts_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="hours_of_each_day_begin_and_end_on_it",
                violation_error_message="Say when each day begins and ends, or take out “the same hours each day”.",
            ),
        ),
    ]
