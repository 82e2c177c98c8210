"""Settings from the environment. A value that cannot be meant stops the start and says how to put it right."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def boolean(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in ("", "0", "1", "false", "true", "no", "yes"):
        return value in ("1", "true", "yes") if value else default
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: write 1 or 0.")


def number(name: str, default: int, least: int = 0) -> int:
    value = text(name) or str(default)
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from {least} on.")
    return int(value)


def address(name: str, default: str) -> str:
    """Read an address on the web: `https://minutes.example.org`."""
    value = text(name) or default
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(f"{name}={value!r} is no address on the web: write https://host.")
    return value


def root(name: str, default: str) -> str:
    """Read the address of a host, without a slash at its end: the portal has the whole host."""
    value = address(name, default).rstrip("/")
    if urlsplit(value)._replace(scheme="", netloc="").geturl():
        raise ImproperlyConfigured(f"{name}={value!r} goes on behind the host: write https://host.")
    return value


def at_most_one(*names: str) -> tuple[bool, ...]:
    """Read booleans of which one at most may be set."""
    meant = tuple(boolean(name) for name in names)
    if sum(meant) > 1:
        raise ImproperlyConfigured(f"{' and '.join(names)} exclude each other: set one of them.")
    return meant


def words(name: str, default: str) -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def kept_secret(name: str, path: Path) -> str:
    """Give the secret of the environment, or the one that is kept in a file; the first call makes it."""
    if given := text(name):
        return given
    if not path.exists():
        _keep(path, secrets.token_urlsafe(64))
    kept = path.read_text().strip()
    if len(kept) < 50:
        raise ImproperlyConfigured(f"{path} holds no secret: delete it, and the next start makes one.")
    return kept


def _keep(path: Path, secret: str) -> None:
    """Write a file that only we read, whole or not at all; where two processes start at once, the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent) as file:  # made with mode 0600
        file.write(secret)
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)


def cache(name: str) -> dict[str, Any]:
    """Read a cache address: redis://host:port/number, shared by all workers; none means each worker's own memory."""
    address = text(name)
    if not address:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(address).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(f"{name}: write redis://host:port/number.")
    if find_spec("redis") is None:
        raise ImproperlyConfigured(f"{name} needs the package redis: .venv/bin/pip install redis.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}


# Compiling a query, or starting a process for it, takes longer than most of ours run. A page that is sought costs
# little more than the next one, on a disk without a head and in memory; else all texts are read for a word of a tenth.
PLANNING = ("jit=off", "max_parallel_workers_per_gather=0", "random_page_cost=1.1")


def database(name: str, default: Path) -> dict[str, Any]:
    """Read a database address: postgres://user:password@host:port/name, or sqlite:///path; none means `default`."""
    address = text(name)
    parts = urlsplit(address)
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(name, address)
    if address and (parts.scheme != "sqlite" or not parts.path.strip("/")):
        raise ImproperlyConfigured(f"{name}: write postgres://user:password@host:port/name or sqlite:////path.")
    return _sqlite(Path(parts.path[1:]) if address else default)


def _postgresql(name: str, address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    try:
        port = parts.port or ""
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: the port is not a number.") from error
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: the address names no database; end it in /name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port),
        "OPTIONS": {"options": " ".join(f"-c {setting}" for setting in PLANNING)},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")
    memory = ("cache_size=-16384", "mmap_size=1073741824")  # 16 MiB of pages, 1 GiB mapped: a quarter off a search
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # two writers wait for each other instead of failing
            "timeout": 20,
            "init_command": "; ".join(f"PRAGMA {pragma}" for pragma in (*kept, *memory)),
        },
        "CONN_MAX_AGE": 600,
    }
