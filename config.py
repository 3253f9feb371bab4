"""Settings from the environment, read once and handed in; the rooms never look for them themselves."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("demo", "production", "test")
#: what a store of limits is called, and the package that speaks to it
_CLIENTS = {"redis": "redis", "rediss": "redis", "memcached": "pymemcache", "mongodb": "pymongo"}


class SettingMissing(SystemExit):
    """Production was started without something it must not guess."""


def settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """All settings as a mapping. `ENVIRONMENT` is demo (default), production or test.

    Production refuses to start without SECRET_KEY and DATABASE_URL, and with a clock file.
    """
    env = os.environ if environ is None else environ
    environment = env.get("ENVIRONMENT", "demo")
    if environment not in ENVIRONMENTS:
        # a misspelt "production" must not become a demo, which guesses what production refuses to guess
        raise SettingMissing(f"ENVIRONMENT is none of {', '.join(ENVIRONMENTS)}; see docs/OPERATIONS.md.")
    instance = Path(env.get("INSTANCE", str(ROOT / "instance")))
    production = environment == "production"
    if production:
        _refuse_guesses(env)
    secure = production or env.get("SECURE_COOKIES", "") == "1"
    address = env.get("DATABASE_URL") or f"sqlite:///{instance / 'points.sqlite'}"
    return {
        "ENVIRONMENT": environment,
        "INSTANCE": instance,
        "SQLALCHEMY_DATABASE_URI": _psycopg(address),
        "MIGRATION_DATABASE_URI": _owners(env.get("MIGRATION_DATABASE_URL", ""), address),
        "SECRET_KEY": env.get("SECRET_KEY") or _kept_secret(instance),
        "DEMO": env.get("DEMO", "") == "1",
        "EMPTY": env.get("DEMO", "") == "0",
        "BASE_URL": env.get("BASE_URL", "").rstrip("/"),
        "CLOCK_FILE": Path(env["CLOCK_FILE"]) if env.get("CLOCK_FILE") else None,
        "TRUSTED_PROXIES": _number("TRUSTED_PROXIES", env.get("TRUSTED_PROXIES", "")),
        "TRUSTED_HOSTS": _hosts(env, named=production and env.get("TRUSTED_PROXIES", "") not in ("", "0")),
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # a browser takes a name that begins so only over HTTPS, for this host alone (as points/web/cookies.py)
        "SESSION_COOKIE_NAME": "__Host-points" if secure else "points",
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "RATELIMIT_STORAGE_URI": _counted_in(env.get("RATELIMIT_STORAGE_URI") or "memory://"),
        "SECOND_FACTOR": _second_factor(env, production=production),
        # what this machine remembers of the books: beside them, and in no backup
        "MARKS": instance / "marks",
        "BACKUPS": Path(env.get("BACKUPS", str(instance / "backups"))),
    }


def _refuse_guesses(env: Mapping[str, str]) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL"):
        if not env.get(name):
            raise SettingMissing(
                f"{name} is not set. Production does not start without it; see docs/OPERATIONS.md."
            )
    if len(env["SECRET_KEY"]) < 32:
        raise SettingMissing("SECRET_KEY is shorter than 32 characters; see docs/OPERATIONS.md.")
    if env.get("FLASK_DEBUG", "0") not in ("", "0", "false", "False", "no"):
        raise SettingMissing("FLASK_DEBUG is set; production shows nobody its insides.")
    if env.get("CLOCK_FILE"):
        raise SettingMissing("CLOCK_FILE is for tests; production has the real time only.")


def _hosts(env: Mapping[str, str], *, named: bool) -> list[str] | None:
    """The names under which we answer, and this machine's own, by which it is watched; None answers under any.

    `named`: people come by a name, through a proxy, so a name that somebody made up must not get into our links.
    """
    said = env.get("TRUSTED_HOSTS", "").replace(",", " ").split()
    base = urlsplit(env.get("BASE_URL", "")).hostname
    names = list(dict.fromkeys([*said, *([base] if base else [])]))
    if named and not names:
        raise SettingMissing(
            "TRUSTED_HOSTS is not set: the names people come by, such as points.example; see docs/OPERATIONS.md."
        )
    return [*names, "localhost", "127.0.0.1"] if names else None


def _second_factor(env: Mapping[str, str], *, production: bool) -> str:
    """Whether staff must have a second proof beside the password, or may."""
    said = env.get("SECOND_FACTOR") or ("required" if production else "offered")
    if said not in ("required", "offered"):
        raise SettingMissing("SECOND_FACTOR is neither required nor offered; see docs/OPERATIONS.md.")
    return said


def _number(name: str, words: str) -> int:
    words = words or "0"
    if not words.isascii() or not words.isdigit():
        raise SettingMissing(f"{name}={words} is not a number; see docs/OPERATIONS.md.")
    return int(words)


def _counted_in(store: str) -> str:
    """Where limits are counted; a shared store needs its client, which is not among the locked packages."""
    kind = store.partition("://")[0]
    client = "" if kind == "memory" else _CLIENTS.get(kind.partition("+")[0])
    if client is None:
        raise SettingMissing(f"RATELIMIT_STORAGE_URI begins with none of memory, {', '.join(_CLIENTS)}.")
    if client and find_spec(client) is None:
        raise SettingMissing(
            f"RATELIMIT_STORAGE_URI={kind}://… needs the Python package {client} in .venv; see docs/OPERATIONS.md."
        )
    return store


def _psycopg(address: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if address.startswith(prefix):
            return "postgresql+psycopg://" + address[len(prefix) :]
    return address


def _owners(address: str, applications: str) -> str | None:
    """Where another user than the application's owns the tables; only PostgreSQL knows users."""
    if not address:
        return None
    owners, own = urlsplit(_psycopg(address)), urlsplit(_psycopg(applications))
    if not own.scheme.startswith("postgresql") or owners.scheme != own.scheme:
        raise SettingMissing("MIGRATION_DATABASE_URL is for PostgreSQL; see docs/OPERATIONS.md.")
    if owners.username == own.username or owners.path != own.path:
        raise SettingMissing(
            "MIGRATION_DATABASE_URL has to lead to the database of DATABASE_URL as another user; see docs/OPERATIONS.md."
        )
    return _psycopg(address)


def _kept_secret(instance: Path) -> str:
    """The demo makes a secret once and keeps it, so that a restart signs nobody out."""
    path = instance / "secret"
    if not path.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
