from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0013_search_entries_say_what_they_are_called"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="what",
            field=models.CharField(
                choices=[
                    ("passage", "Passage"),
                    ("session", "Session"),
                    ("paper", "Paper"),
                    ("person", "Person"),
                    ("organisation", "Organisation"),
                    ("note", "Note on attendance"),
                ],
                max_length=12,
            ),
        ),
    ]
