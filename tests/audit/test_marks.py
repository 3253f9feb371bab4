"""The books beside what is remembered of them, and the number by which paper knows them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import audit
from points.audit.models import Record
from points.audit.records import Action
from points.foundation import db, new_id, reading, system_actor, transact
from points.foundation.epochs import current_epoch, identity
from points.foundation.marks import Mark, Remembered
from tests.support.world import new_community

NOON = datetime(2025, 11, 26, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def write(community_id: UUID, *hours: int) -> list[Remembered]:
    """A record at each of these hours after noon, as a machine remembers it."""
    actions = [Action("test.done", "test", at=NOON + hour * HOUR) for hour in hours]
    ids = transact(lambda: audit.records.record_many(actions, actor=system_actor(community_id)))
    query = sa.select(Record.community_id, Record.id, Record.leaf_hash, Record.at)
    rows = reading(lambda: {row.id: Remembered(*row) for row in db.session.execute(query)})
    return [rows[one] for one in ids]


def spelled(one: Remembered) -> str:
    """The number of books that end with this record."""
    letters = base64.b32encode(one.leaf_hash[:5]).decode()
    return f"{reading(current_epoch)}-{letters[:4]}-{letters[4:]}"


def compared(*records: Remembered) -> tuple[tuple[Remembered, ...], datetime | None]:
    """What the books lack of these, and where they end."""
    mark = Mark(reading(identity), 1, records)
    found = reading(lambda: audit.marks.compare(mark))
    assert (found.books, found.epoch, found.filled) == (mark.books, reading(current_epoch), True)
    return found.lost, found.ends_at


def test_what_is_remembered_is_looked_for_by_its_key_and_its_hash(community_id: UUID) -> None:
    first, second, third, last = write(community_id, 0, 1, 1, 2)
    other = new_community("莲花社区")
    write(other, 1)
    gone = Remembered(community_id, new_id(), first.leaf_hash, NOON + HOUR)
    changed = Remembered(community_id, last.id, first.leaf_hash, last.at)
    elsewhere = Remembered(other, first.id, first.leaf_hash, first.at)
    assert compared(first, second, third, last) == ((), None)
    assert compared() == ((), None)
    assert compared(first, changed, gone) == ((changed, gone), NOON + HOUR)
    assert compared(changed) == ((changed,), last.at)
    assert compared(elsewhere) == ((elsewhere,), None)


def test_where_nothing_is_remembered_the_books_are_only_named(community_id: UUID) -> None:
    found = reading(lambda: audit.marks.compare(None))
    assert (found.books, found.filled, found.lost, found.ends_at) == (reading(identity), True, (), None)


def test_a_number_is_of_the_newest_record_and_finds_it(community_id: UUID) -> None:
    assert reading(lambda: audit.marks.number(community_id)) == ""
    early, late = write(community_id, 0, 3)
    [between] = write(community_id, 2)
    write(new_community("莲花社区"), 9)
    number = reading(lambda: audit.marks.number(community_id))
    assert number == spelled(late)
    wanted = [
        (number, late),
        (number[2:], late),
        (spelled(early), early),
        (spelled(between).lower(), between),
    ]
    for written, one in wanted:
        assert reading(lambda written=written: audit.marks.find(written)) == one.at, written  # type: ignore[misc]


@pytest.mark.parametrize("written", ["", "AAAAAAA", "9AAAAAAA", "1-AAAA-AAA9", "AAAA-AAAA"])
def test_what_is_no_number_of_these_books_finds_nothing(community_id: UUID, written: str) -> None:
    write(community_id, 0)
    assert reading(lambda: audit.marks.find(written)) is None
