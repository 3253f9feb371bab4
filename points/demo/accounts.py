"""The demo's accounts, to be said again to whoever runs it."""

from __future__ import annotations

from pathlib import Path

from points.demo.kept import DemoAccount, read_kept


def known(instance: Path) -> list[DemoAccount]:
    """All of them, in the order of the tour; empty where there is no demo."""
    return [DemoAccount(**one) for one in read_kept(instance).get("accounts", [])]
