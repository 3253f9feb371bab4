"""The first thing after a restore: a new epoch, nobody signed in, what may have been used since left to a person, and a
list of what the books may have forgotten.

Nobody can know what was captured after the backup; what can be known is what was open when it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from points import audit, oversight, people, shop
from points.foundation import clock, communities, marks, reading, system_actor, transact
from points.foundation.epochs import begin_epoch, begun_here, remember, remembered
from points.foundation.keys import unknown_keys


@dataclass(frozen=True)
class RestoredCommunity:
    """What a restored community should look into."""

    name: str
    last_deed: datetime | None
    open_vouchers: Sequence[tuple[str, int]]
    #: name, and the number of the last receipt the books know
    shops: Sequence[tuple[str, str]]
    locked_cards: int
    report: oversight.findings.Report


@dataclass(frozen=True)
class Restored:
    """The epoch that began, every community, and when keys were made that the books know nothing of."""

    epoch: int
    young_keys: Sequence[datetime]
    communities: Sequence[RestoredCommunity]


def after_restore(instance: Path) -> Restored:
    """Begin a new epoch, write it down with every community, say what may be forgotten, and prove the books.

    The moment the books end is read first: what is written here would hide it.
    """
    known = reading(lambda: [(one, oversight.recovery.find_gap(one.id)) for one in communities()])
    keys = reading(unknown_keys)
    epoch, locked = transact(lambda: _begin(instance, [(one.id, lost) for one, lost in known]))
    remember(instance, epoch)
    reading(marks.begin)
    found = [
        RestoredCommunity(
            one.name,
            lost.last_deed,
            lost.open_vouchers,
            lost.shops,
            locked[one.id],
            oversight.checking.check(one.id),
        )
        for one, lost in known
    ]
    return Restored(epoch, keys, found)


def begun_already(instance: Path) -> datetime | None:
    """When a new life began here of books that were not put back since: a second one would be for nothing."""
    return begun_here(instance)


def known_gap() -> tuple[datetime, datetime] | None:
    """From when to when this machine knows something to be missing."""
    found = marks.look()
    return (found.since, found.until) if found.since and found.until else None


def _begin(
    instance: Path, known: Sequence[tuple[UUID, oversight.recovery.RecoveryGap]]
) -> tuple[int, dict[UUID, int]]:
    epoch = begin_epoch("restored", ever=remembered(instance))
    people.accounts.sign_out_everybody()
    locked = {}
    for community_id, lost in known:
        shop.doubts.doubt_open(community_id)
        locked[community_id] = people.pins.lock_tried(community_id)
        audit.records.record(
            "books.restored",
            actor=system_actor(community_id),
            subject_kind="community",
            subject_id=community_id,
            facts={
                "epoch": epoch,
                "last_deed": lost.last_deed,
                "restored_at": clock.now(),
                "open_vouchers": len(lost.open_vouchers),
            },
        )
    return epoch, locked
