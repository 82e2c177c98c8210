"""Settings from the environment: what is meant is read, what cannot be meant stops the start."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ogpminutes import environment

DEFAULT = Path("unused.sqlite3")


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("YES", True), ("false", False), ("0", False), (" ", False)])
def test_a_boolean_is_read(monkeypatch: pytest.MonkeyPatch, value: str, meant: bool) -> None:
    monkeypatch.setenv("SWITCH", value)
    assert environment.boolean("SWITCH") is meant


def test_what_is_neither_yes_nor_no_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(ImproperlyConfigured, match="SWITCH='maybe' is neither yes nor no: write 1 or 0"):
        environment.boolean("SWITCH")


def test_a_number_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "80a")
    with pytest.raises(ImproperlyConfigured, match="PORT='80a' is not a whole number"):
        environment.number("PORT", 8000)


def test_words_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", " a.example , ,b.example")
    assert environment.words("HOSTS", "") == ["a.example", "b.example"]


def test_a_postgresql_address_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ann:p%40ss@db.example:5433/minutes")
    found = environment.database("DATABASE_URL", DEFAULT)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert found["OPTIONS"] == {"options": "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"}
    assert [found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        *("minutes", "ann", "p@ss", "db.example", "5433"),
    ]
    assert found["CONN_HEALTH_CHECKS"] is True


def test_sqlite_is_the_default_and_waits_for_other_writers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = environment.database("DATABASE_URL", tmp_path / "new" / "portal.sqlite3")
    assert found["NAME"] == str(tmp_path / "new" / "portal.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert (tmp_path / "new").is_dir()


@pytest.mark.parametrize(
    "address", ["mysql://a/b", "postgres://host", "postgres://host:port/name", "sqlite://", "portal.sqlite3"]
)
def test_a_malformed_database_address_stops_the_start(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL: "):
        environment.database("DATABASE_URL", DEFAULT)


def test_a_cache_address_of_another_kind_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_URL", "memcached://host")
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL: write redis://host:port/number"):
        environment.cache("CACHE_URL")


def test_a_secret_is_made_once_and_read_by_us_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    path = tmp_path / "var" / "secret-key"
    first = environment.kept_secret("SECRET_KEY", path)
    assert len(first) >= 50
    assert environment.kept_secret("SECRET_KEY", path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_a_file_without_a_secret_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(ImproperlyConfigured, match="holds no secret: delete it"):
        environment.kept_secret("SECRET_KEY", tmp_path / "secret-key")


@pytest.mark.parametrize("value", ["foo", "ftp://example.org", "https://", "javascript:alert(1)", "//example.org"])
def test_what_is_no_address_on_the_web_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DATA_LICENCE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="is no address on the web"):
        environment.address("DATA_LICENCE_URL", "https://example.org/by")


def test_the_portal_has_a_host_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_ADDRESS", "https://minutes.example.org/")
    assert environment.root("PORTAL_ADDRESS", "") == "https://minutes.example.org"
    for beyond in ("/minutes", "?page=1", "#top"):
        monkeypatch.setenv("PORTAL_ADDRESS", f"https://example.org{beyond}")
        with pytest.raises(ImproperlyConfigured, match="goes on behind the host"):
            environment.root("PORTAL_ADDRESS", "")


def test_a_number_below_the_least_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_WORKERS", "0")
    with pytest.raises(ImproperlyConfigured, match="WEB_WORKERS='0' is not a whole number from 1 on"):
        environment.number("WEB_WORKERS", 2, 1)


def test_two_that_exclude_each_other_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_TLS", "1")
    assert environment.at_most_one("EMAIL_TLS", "EMAIL_SSL") == (True, False)
    monkeypatch.setenv("EMAIL_SSL", "1")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_TLS and EMAIL_SSL exclude each other: set one of them"):
        environment.at_most_one("EMAIL_TLS", "EMAIL_SSL")
