"""The admin of members: let them in, invite them, change and end their terms, take a list of them."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from meetings.choosing import Choosing
from meetings.meanwhile import RefusableForm, Watching
from ogpminutes import invitations, membership
from ogpminutes.admin import member_list
from ogpminutes.correspondence import Delivery
from ogpminutes.models import Member


class MemberForm(RefusableForm):
    email = forms.EmailField(
        label="E-mail address", max_length=150, help_text="Where letters go. Who reads them can sign in."
    )
    is_invited = forms.BooleanField(
        label="Mail an invitation",
        required=False,
        initial=True,
        help_text="A letter with a link to choose a password. It can be sent again from the list of members.",
    )

    class Meta:
        model = Member
        fields = ["name", "capacity", "organisation", "person", "starts_on", "ends_on"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not self.instance._state.adding:
            self.fields["email"].initial = self.instance.user.email
            self.fields["is_invited"].initial = False

    def clean_email(self) -> str:
        try:
            email = membership.demand_address(self.cleaned_data["email"])
            membership.account_of(email, self.instance)
        except membership.Refused as error:
            raise forms.ValidationError(str(error), code="refused") from error
        return email


@admin.register(Member)
class MemberAdmin(Watching, Choosing, admin.ModelAdmin):
    form = MemberForm
    list_display = ["name", "email", "capacity", "organisation", "starts_on", "ends_on", "state", "signs_in"]
    list_filter = ["capacity", "ends_on"]
    list_select_related = ["user", "organisation"]
    search_fields = ["name", "user__email", "organisation__name"]
    autocomplete_fields = ["organisation", "person"]
    actions = ["invite"]
    fieldsets = [
        (None, {"fields": ["name", "email", "is_invited"]}),
        ("Seat", {"fields": ["capacity", "organisation", "person"]}),
        ("Term", {"fields": [("starts_on", "ends_on")]}),
    ]

    @admin.display(description="E-mail address", ordering="user__email")
    def email(self, member: Member) -> str:
        return member.user.email

    @admin.display(description="state")
    def state(self, member: Member) -> str:
        if not member.user.is_active:
            return "account closed"
        return "in office" if member.is_in_office else "term over" if member.has_ended else "not yet"

    @admin.display(description="has chosen a password", boolean=True)
    def signs_in(self, member: Member) -> bool:
        return member.user.has_usable_password()

    @admin.action(description="Mail an invitation to choose a password", permissions=["change"])
    def invite(self, request: HttpRequest, chosen: QuerySet[Member]) -> None:
        write(request, list(chosen.select_related("user")))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a term ends; what a member said stays

    def facts_of(self, row: Member) -> list[str]:
        return [*super().facts_of(row), row.user.email]

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        if change:
            self.demand_unchanged(request, obj)
        membership.keep(obj, form.cleaned_data["email"], cast(User, request.user))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.cleaned_data["is_invited"]:
            write(request, [form.instance])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_list)
        return [path("import/", view, name="ogpminutes_member_import"), *super().get_urls()]

    def import_list(self, request: HttpRequest) -> HttpResponse:
        return member_list.import_list(request, self, write)


def write(request: HttpRequest, members: list[Member]) -> None:
    """Mail invitations, and tell whom they did not reach."""
    sent = 0
    failures: list[str] = []
    for member in members:
        try:
            delivery = invitations.invite(member, cast(User, request.user))
        except invitations.Refused as error:
            messages.warning(request, str(error))
        else:
            sent += delivery.sent
            failures.extend(delivery.failures)
    if sent or failures:
        level = messages.WARNING if failures else messages.SUCCESS
        messages.add_message(request, level, Delivery(sent, tuple(failures)).sentence)
