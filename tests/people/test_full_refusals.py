"""Every deed on a full street, done by whoever may not, with ids of nobody, and from another community: what it is answered.

A refusal stands in `full_street.json` by its name, and nothing is written with it. What is done all the same says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from points.foundation import Actor, Refusal, new_id, reading, transact
from tests.people.test_twins import BEGUN, DEEDS, LONG, READS, Full, full
from tests.support.telling import expected
from tests.support.twins import rows_of
from tests.support.world import new_community

__all__ = ["full"]

pytestmark = pytest.mark.only_on("sqlite")


@dataclass
class Powerless(Full):
    """All that is done is done by somebody who works nowhere."""

    def by(self, role: str) -> Actor:
        return Actor(self.here, self.ids["account"], self.ids["brother"])


@dataclass
class Elsewhere(Full):
    """All that is done is done from another community, with the same roles."""

    other: UUID | None = None

    @property
    def here(self) -> UUID:
        assert self.other is not None
        return self.other

    def by(self, role: str) -> Actor:
        return replace(super().by(role), community_id=self.here)


def powerless(full: Full) -> Full:
    """The same, tried by nobody."""
    return Powerless(full.street, full.feng, full.tian, full.ids)


def unknown(full: Full) -> Full:
    """The same of ids that are nobody's."""
    ids: dict[str, Any] = defaultdict(new_id)
    ids |= {name: one for name, one in full.ids.items() if not isinstance(one, UUID)}
    ids["sessions"] = [new_id(), new_id()]
    return Full(full.street, new_id(), new_id(), ids)


def elsewhere(full: Full) -> Full:
    """The same, from elsewhere."""
    other = new_community("莲花社区")
    resident = replace(full.street.resident, community_id=other)
    street = replace(full.street, resident=resident)
    return Elsewhere(street, full.feng, full.tian, full.ids, other)


def people_of(community_id: UUID) -> dict[str, Any]:
    """What the books say without the trail of it, which keeps what was refused."""
    rows = rows_of(community_id)
    return {table: of for table, of in rows.items() if not table.startswith("audit_")}


@pytest.mark.parametrize("tried", [powerless, unknown, elsewhere])
def test_whoever_may_not_and_whatever_is_not_here_is_refused(
    full: Full, tried: Callable[[Full], Full]
) -> None:
    at, before, answers = tried(full), people_of(full.here), dict[str, str]()
    deeds = {
        **{name: lambda at, one=one: transact(lambda: one(at)) for name, one in {**DEEDS, **BEGUN}.items()},
        **LONG,
    }
    for name, deed in deeds.items():
        try:
            deed(at)
            answers[name] = "done"
        except Refusal as no:
            answers[name] = type(no).__name__
        except (LookupError, AttributeError, StopIteration, ValueError, IntegrityError):
            answers[name] = "there is none"
        now = people_of(full.here)
        if now != before:
            answers[name] += ", something changed"
            before = now
    assert answers == expected(tried.__name__, answers)


def test_whoever_may_not_reads_nothing_that_is_for_others(full: Full) -> None:
    at, answers = powerless(full), dict[str, str]()
    for name, read in READS.items():
        try:
            reading(lambda read=read: read(at))
            answers[name] = "read"
        except Refusal as no:
            answers[name] = type(no).__name__
        except (LookupError, AttributeError, StopIteration, ValueError, IntegrityError):
            answers[name] = "there is none"
    assert answers == expected("powerless reads", answers)
