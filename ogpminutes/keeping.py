"""What caches may keep: pages that anybody sees, for a minute; what somebody sees who signed in, never."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page

SECONDS = 60  # until caches ask again, with an ETag; so fast is an approval seen everywhere

View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """Give an anonymous reader's page an ETag, and leave to caches; keep all others out of them."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        response = view(request, *arguments, **named)
        patch_vary_headers(response, ["Cookie"])
        if response.status_code != 200 or request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        else:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    keeping: View = conditional_page(answer)
    return keeping
