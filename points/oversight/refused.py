"""The sentence behind a refused attempt, said again from its code and the numbers that were kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from points.foundation import Refusal


def refusal_words(facts: Mapping[str, Any], language: str) -> tuple[str | None, frozenset[str]]:
    """The sentence the person was given, as far as its facts were kept, and which of them it tells.

    None where no such refusal is known any more.
    """
    kind = kinds().get(str(facts.get("code", "")))
    if kind is None:
        return None, frozenset()
    try:
        return kind(**{name: one for name, one in facts.items() if name != "code"}).message_as_known(language)
    except (TypeError, ValueError, AttributeError):
        # what was kept under that name had another form once
        return kind().message_as_known(language)


@cache
def kinds() -> dict[str, type[Refusal]]:
    """Every refusal by its code."""
    return _below(Refusal)


def _below(base: type[Refusal]) -> dict[str, type[Refusal]]:
    found: dict[str, type[Refusal]] = {}
    for kind in base.__subclasses__():
        found |= {kind.code: kind, **_below(kind)}
    return found
