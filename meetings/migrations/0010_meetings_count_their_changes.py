from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_search_entries_hold_their_words")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False, help_text="Counts its changes by form."),
        ),
    ]
