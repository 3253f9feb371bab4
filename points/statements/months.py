"""A purse's lines month by month, with what came and went, and whose it was. It moves nothing and knows no page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from points import ledger, people
from points.foundation import Actor
from points.foundation.calendar import month_after
from points.statements import lines

#: what came in, went out and was reversed, in tenths
_Sums = tuple[int, int, int]


@dataclass(frozen=True)
class Wanted:
    """Which lines: all, in, out or held; of one month, by its first day; about one person; before this key."""

    only: str = "all"
    month: date | None = None
    about: UUID | None = None
    before: int | None = None


@dataclass(frozen=True)
class Share:
    """What one person brought and spent; `name` is None for what is everybody's."""

    name: str | None
    came_in: int
    went_out: int


@dataclass(frozen=True)
class Month:
    """The lines of one month on this page, with the sums of the whole month."""

    first: date
    came_in: int
    went_out: int
    reversed: int
    lines: list[lines.StatementLine]


@dataclass(frozen=True)
class Whole:
    """What came in, went out and was reversed in a year, or in the one month that was asked for, and whose it was."""

    came_in: int
    went_out: int
    reversed: int
    shares: list[Share]


@dataclass(frozen=True)
class Statement:
    """One page: `standing` is now, `older` the key of the next page (None at the end), `since` the first line's day.

    `wholes` are by the year of the months on this page.
    """

    standing: ledger.balances.Standing
    months: list[Month]
    older: int | None
    since: date | None
    wholes: dict[int, Whole]


def read(
    actor: Actor, language: str, purse: people.purses.PurseInfo, wanted: Wanted, *, limit: int = 20
) -> Statement:
    """A page of the purse's lines as they were wanted."""
    standing, found = ledger.statements.newest(
        actor.community_id,
        purse.account_id,
        before_version=wanted.before,
        only=wanted.only,
        within=_month(wanted.month) if wanted.month else None,
        about=wanted.about,
        told_once=True,
        limit=limit + 1,
    )
    page = found[:limit]
    grouped: dict[date, list[lines.StatementLine]] = {}
    for line in lines.in_words(actor.community_id, page, language):
        grouped.setdefault(line.day.replace(day=1), []).append(line)
    years = list(dict.fromkeys(first.year for first in grouped))
    spans = [
        _month(wanted.month) if wanted.month else (date(year, 1, 1), date(year + 1, 1, 1)) for year in years
    ]
    spans += map(_month, grouped)
    sums = ledger.statements.sums_by_person(actor.community_id, purse.account_id, spans)
    if wanted.about is not None:
        sums = {wanted.about: sums[wanted.about]} if wanted.about in sums else {}
    names = _names(actor.community_id, purse, sums)
    return Statement(
        standing=standing,
        months=[
            Month(first, *_together(sums, at), some)
            for at, (first, some) in enumerate(grouped.items(), len(years))
        ],
        older=page[-1].version if len(found) > limit else None,
        since=ledger.statements.first_day(actor.community_id, purse.account_id),
        wholes={year: Whole(*_together(sums, at), _shares(names, sums, at)) for at, year in enumerate(years)},
    )


def _month(first: date) -> tuple[date, date]:
    """Its first day, and the day after its last."""
    return first, month_after(first)


def _together(sums: Mapping[UUID | None, Sequence[_Sums]], at: int) -> _Sums:
    of_span = [some[at] for some in sums.values()]
    return sum(one[0] for one in of_span), sum(one[1] for one in of_span), sum(one[2] for one in of_span)


def _names(
    community_id: UUID, purse: people.purses.PurseInfo, sums: Mapping[UUID | None, Sequence[_Sums]]
) -> dict[UUID | None, str | None]:
    """Who lives there, in their order, then who left, then everybody."""
    at_home = purse.names
    gone = {person for person in sums if person is not None} - at_home.keys()
    left = people.persons.get_many(community_id, gone)
    names: dict[UUID | None, str | None] = {}
    names.update(at_home.items())
    names.update((person, one.name) for person, one in left.items())
    return names | {None: None}


def _shares(
    names: Mapping[UUID | None, str | None], sums: Mapping[UUID | None, Sequence[_Sums]], at: int
) -> list[Share]:
    told = [(name, sums[person][at]) for person, name in names.items() if person in sums]
    return [Share(name, came, went) for name, (came, went, _) in told if came or went]
