import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0008_search_in_the_order_of_the_record"),
    ]

    operations = [
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
    ]
