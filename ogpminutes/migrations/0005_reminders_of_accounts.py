"""Reminders go to accounts, so that the Support Unit is reminded too, which has no members."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_the_accounts(apps: Any, schema_editor: Any) -> None:
    reminders = apps.get_model("ogpminutes", "Reminder").objects
    members = apps.get_model("ogpminutes", "Member").objects.filter(pk=OuterRef("member"))
    reminders.update(user=Subquery(members.values("user")[:1]))
    check_now(schema_editor)


def name_the_members(apps: Any, schema_editor: Any) -> None:
    """What was sent to an account without a member cannot be kept in the older table."""
    reminders = apps.get_model("ogpminutes", "Reminder").objects
    members = apps.get_model("ogpminutes", "Member").objects.filter(user=OuterRef("user"))
    reminders.update(member=Subquery(members.values("pk")[:1]))
    reminders.filter(member=None).delete()
    check_now(schema_editor)


def check_now(schema_editor: Any) -> None:
    """Check what waits for the end of the transaction: until then PostgreSQL alters no table that was written to."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def foreign_key(to: str, **options: Any) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to=to, **options)


UNIQUE = ("meeting", "number", "due", "kind")


class Migration(migrations.Migration):
    dependencies = [
        ("ogpminutes", "0004_packages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="reminder", name="a_member_is_reminded_of_an_item_once"),
        migrations.AddField("reminder", "user", foreign_key(settings.AUTH_USER_MODEL, null=True)),
        migrations.AlterField("reminder", "member", foreign_key("ogpminutes.member", null=True)),
        migrations.RunPython(name_the_accounts, name_the_members),
        migrations.RemoveField("reminder", "member"),
        migrations.AlterField("reminder", "user", foreign_key(settings.AUTH_USER_MODEL)),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(fields=[*UNIQUE, "user"], name="an_account_is_reminded_of_an_item_once"),
        ),
    ]
