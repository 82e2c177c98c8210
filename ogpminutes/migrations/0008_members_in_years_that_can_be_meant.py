from django.db import migrations, models

import attendees.terms
import ogpminutes.models.members


class Migration(migrations.Migration):
    dependencies = [
        ("attendees", "0005_terms_that_can_be_meant"),
        ("ogpminutes", "0007_news_of_alterations"),
    ]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="ends_on",
            field=models.DateField(
                blank=True,
                help_text="The last day on which they see what is circulated.",
                null=True,
                validators=[attendees.terms.demand_day],
                verbose_name="until",
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="starts_on",
            field=models.DateField(
                default=ogpminutes.models.members.today,
                help_text="The first day on which they see what is circulated.",
                validators=[attendees.terms.demand_day],
                verbose_name="from",
            ),
        ),
    ]
