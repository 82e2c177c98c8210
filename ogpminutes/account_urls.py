"""The addresses of signing in and of one's own account: allauth's views at ours. None of them is kept by a cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache

from ogpminutes import welcome
from ogpminutes.accounts import CodePage

leave = LogoutView.as_view(next_page="home")

# Where allauth looks for an address by its own name, that name is the pattern's.
ADDRESSES: list[tuple[str, Callable[..., Any], str]] = [
    ("sign-in/", account.login, "sign-in"),
    ("sign-in/", account.login, "account_login"),
    ("sign-in/code/", account.request_login_code, "account_request_login_code"),
    ("sign-in/code/enter/", CodePage.as_view(), "account_confirm_login_code"),
    ("sign-in/second-step/", mfa.authenticate, "mfa_authenticate"),
    ("sign-in/passkey/", passkeys.login_webauthn, "mfa_login_webauthn"),
    ("sign-in/password/", account.password_reset, "account_reset_password"),
    ("sign-in/password/sent/", account.password_reset_done, "account_reset_password_done"),
    ("sign-in/password/changed/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    ("sign-in/closed/", account.account_inactive, "account_inactive"),
    ("sign-in/new/", account.signup, "account_signup"),
    ("sign-out/", leave, "sign-out"),
    ("sign-out/", leave, "account_logout"),
    ("account/", mfa.index, "mfa_index"),
    ("account/password/", account.password_change, "account_change_password"),
    ("account/password/first/", account.password_set, "account_set_password"),
    ("account/confirm/", account.reauthenticate, "account_reauthenticate"),
    ("account/confirm/second-step/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("account/confirm/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("account/app/", totp.activate_totp, "mfa_activate_totp"),
    ("account/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("account/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("account/recovery-codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("account/recovery-codes.txt", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    ("account/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn"),
    ("account/passkeys/new/", passkeys.add_webauthn, "mfa_add_webauthn"),
    ("account/passkeys/<int:pk>/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    ("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
]


def guarded(route: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """One's own account is for those who signed in, whatever allauth would say."""
    return never_cache(login_required(view) if route.startswith("account/") else view)


urlpatterns: list[URLPattern] = [path(route, guarded(route, view), name=name) for route, view, name in ADDRESSES]
urlpatterns += [
    re_path(r"^sign-in/invitation/(?P<secret>[0-9A-Za-z_-]{1,100})/$", never_cache(welcome.choose), name="invitation"),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,200})/$",
        never_cache(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
