"""The demo's user names and passwords, in a file only its owner reads, so that they can be said again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from points.foundation.placing import put

NAME = "demo-accounts.json"


@dataclass(frozen=True)
class DemoAccount:
    """One account to sign in with."""

    role: str
    username: str
    password: str
    name: str


def read_card(instance: Path) -> dict[str, str] | None:
    """The printed card of the elder without a telephone: holder, number, token and PIN."""
    card: dict[str, str] | None = read_kept(instance).get("card")
    return card


def keep_accounts(instance: Path, kept: list[DemoAccount]) -> None:
    """Write them down."""
    _write(instance, {**read_kept(instance), "accounts": [asdict(one) for one in kept]})


def keep_card(instance: Path, card: dict[str, str]) -> None:
    """Write the card down."""
    _write(instance, {**read_kept(instance), "card": card})


def read_kept(instance: Path) -> dict[str, Any]:
    path = instance / NAME
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write(instance: Path, content: dict[str, Any]) -> None:
    draft = instance / f".{NAME}.part"
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
    put(draft, instance / NAME)
