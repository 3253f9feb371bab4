"""A long list in an address: which page, which filters, how it goes on; it reads no list and knows no audience.

Everything stands in the address but words that somebody searched for: they are kept under a number (`?found=K7Q2H`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from points import people
from points.foundation import Actor, paging, transact

#: rows of a page on the screen
PAGE = 50
#: where in the list somebody is; changes of a filter or of the order begin anew
TURNS = ("after", "before", "start")
#: the number of a search
FOUND = "found"


@dataclass(frozen=True)
class Listing:
    """A page of a list with its way on; `chosen` are its filters as they stand in the address."""

    endpoint: str
    page: paging.PageFound[Any]
    chosen: Mapping[str, str]
    may_export: bool = False
    path: Mapping[str, str] = field(default_factory=dict)

    def href(self, **changed: str | None) -> str:
        """The list with a filter changed, at its beginning."""
        return address(self.endpoint, {**self.chosen, **changed}, **self.path)

    def toggled(self, name: str, value: str) -> str:
        """The list with a filter set, or taken off where it is set."""
        return self.href(**{name: None if self.chosen.get(name) == value else value})

    def has(self, values: Mapping[str, str]) -> bool:
        """Whether all of these filters are set just so."""
        return all(self.chosen.get(name) == value for name, value in values.items())

    def without(self, names: Iterable[str]) -> str:
        """The list without these filters."""
        return self.href(**dict.fromkeys(names))

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered or searched for."""
        return any(value for name, value in self.chosen.items() if name != "by")


def address(endpoint: str, chosen: Mapping[str, str | None], **path: str) -> str:
    """The list narrowed to what is chosen."""
    named: dict[str, Any] = {**path, **{name: one for name, one in chosen.items() if one}}
    return url_for(endpoint, **named)


def asked(*, limit: int = PAGE, counted: bool = True) -> paging.PageAsked:
    """The page this request asks for."""
    turns: dict[str, Any] = {name: request.args.get(name, "")[:200] for name in TURNS}
    return paging.PageAsked(**turns, limit=limit, counted=counted)


def chosen(names: Mapping[str, Sequence[str] | None]) -> dict[str, str]:
    """The filters of this request by name, where they are among these values; None takes anything."""
    found = {}
    for name, known in names.items():
        value = request.values.get(name, "").strip()[:60]
        found[name] = value if known is None or value in known else ""
    return found


def searched(of_list: str, actor: Actor) -> dict[str, str]:
    """The words of the search whose number this request names, if it is the actor's and not too old."""
    return people.searches.find(of_list, request.values.get(FOUND, "")[:10], actor=actor) or {}


def keep_search(of_list: str, words: Mapping[str, str], *, actor: Actor) -> str:
    """Keep what was typed, and hand back the number for the address; '' for nothing."""
    plain = {name: one.strip()[:60] for name, one in words.items() if one.strip()}
    return transact(lambda: people.searches.keep(of_list, plain, actor=actor)) if plain else ""
