# Nothing of the table changes: the name by which an account leads to its records is now given by their kind.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0005_broken_rules_say_the_cure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="uptake",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recorded_%(class)ss",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
