"""How people sign in: django-allauth, without sign-up, closed to members whose term has ended."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.internal.stagekit import clear_login
from allauth.account.views import ConfirmLoginCodeView
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AbstractUser, AnonymousUser, User
from django.core.mail import EmailMessage
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from ogpminutes import correspondence
from ogpminutes.models import Member

NAME = "Steering Committee Minutes"
LONGEST_LOGIN = 254  # characters of an address; SQLite fails on a comparison with 50,000


def member_of(user: AbstractBaseUser | AnonymousUser) -> Member | None:
    """Give the member that an account belongs to; None for the Support Unit and for anonymous readers."""
    return getattr(user, "member", None)


def has_ended(user: AbstractBaseUser) -> bool:
    """Whether the account was a member's whose term is over. Staff stay, whatever they were before."""
    member = member_of(user)
    return member is not None and member.has_ended and not getattr(user, "is_staff", False)


class Backend(AuthenticationBackend):
    """Sign-in by user name or address. An ended member is as good as anonymous, from the next request on."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return user is not None and super().user_can_authenticate(user) and not has_ended(user)

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        user = User._default_manager.select_related("member").filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Model | None = None) -> bool:
        member = member_of(user_obj)
        if member is not None and not member.is_in_office and not getattr(user_obj, "is_staff", False):
            return False
        return bool(super().has_perm(user_obj, perm, obj))


class Adapter(DefaultAccountAdapter):
    """What allauth asks us: nobody signs up by themselves, and mail is written and sent as all our mail is."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: AbstractUser, **options: Any) -> HttpResponse | None:
        if has_ended(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **options)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the link of our own address, whatever host name the request came by."""
        user, _, token = key.partition("-")
        return settings.PORTAL_ADDRESS + reverse("account_reset_password_from_key", args=[user, token])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send what allauth asks for. Whether it went is not told: that would say who has an account."""
        own = {"portal": settings.PORTAL_ADDRESS, "name": NAME, "email": email, **context}
        subject = render_to_string(f"{template_prefix}_subject.txt", own, using=correspondence.TEXT).strip()
        text = render_to_string(f"{template_prefix}_message.txt", own, using=correspondence.TEXT)
        correspondence.send(EmailMessage(subject, text, to=[email], headers=correspondence.headers()))


class SecondStep(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": NAME}


class SignInForm(LoginForm):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["login"].label = "User name or e-mail address"
        # Not by the field's `max_length`: it counts when the field is made, and allauth makes this one.
        self.fields["login"].validators.append(MaxLengthValidator(LONGEST_LOGIN))
        self.fields["login"].widget.attrs = {"autocomplete": "username", "maxlength": str(LONGEST_LOGIN)}
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""


class CodeByMailForm(RequestLoginCodeForm):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["email"].label = "E-mail address"
        self.fields["email"].widget.attrs.pop("placeholder", None)


class CodePage(ConfirmLoginCodeView):
    """The page that asks for the mailed code. The link in the mail fills it in; signing in still takes a press."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "code": self.request.GET.get("code", "").replace("\0", "")[:40]}
