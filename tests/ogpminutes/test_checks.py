"""Keepers are told where limits are counted by each worker alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks

from ogpminutes.checks import LOCAL


def found(settings: Any, backend: str) -> list[str]:
    settings.CACHES = {"default": {"BACKEND": backend}}
    told = run_checks(include_deployment_checks=True)
    return [each.msg for each in told if each.id == "ogpminutes.W001"]


def test_a_cache_of_each_worker_alone_is_warned_of(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_WORKERS", "4")
    (message,) = found(settings, LOCAL)
    assert message.startswith("CACHE_URL is not set: each worker counts for itself")
    assert message.endswith(
        "There are 4 workers here, so API_RATE and the limits of signing in and of following allow 4 times as much."
    )


def test_one_worker_counts_for_all(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_WORKERS", "1")
    assert found(settings, LOCAL) == []


def test_a_shared_cache_is_well(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_WORKERS", "4")
    assert found(settings, "django.core.cache.backends.redis.RedisCache") == []


def test_only_a_deployment_is_warned(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": LOCAL}}
    assert [each.id for each in run_checks() if str(each.id).startswith("ogpminutes")] == []
