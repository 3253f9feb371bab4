"""Old movements take from the lots that were good on their day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import ledger
from points.foundation import NEVER, db, paging, reading, system_actor, transact
from points.ledger import posting
from points.ledger.history import OldMovement
from points.ledger.models import Lot
from points.ledger.posting import Note
from tests.ledger.test_movements import lots
from tests.support.world import claimed, key, new_purse

DAY = date(2025, 3, 5)


@pytest.mark.parametrize(("after", "taken_from"), [(0, DAY), (1, DAY + timedelta(days=10))])
def test_a_lot_is_good_on_its_last_day_and_no_longer(
    community_id: UUID, after: int, taken_from: date
) -> None:
    purse = new_purse(community_id)

    def moved(tenths: int, on: date, lapses_on: date = DAY) -> OldMovement:
        what = "award" if tenths > 0 else "redemption"
        return OldMovement(
            key("old"), "test.done", purse, tenths, Note(what, "test", on), lapses_on=lapses_on
        )

    earlier = DAY - timedelta(days=9)
    every = [
        moved(50, earlier),
        moved(50, earlier, DAY + timedelta(days=10)),
        moved(-30, DAY + timedelta(days=after)),
    ]
    transact(lambda: ledger.history.post(every, actor=system_actor(community_id)))
    left = {day: tenths for (_, day), tenths in lots(community_id, purse).items()}
    assert left == {DAY: 50, DAY + timedelta(days=10): 50} | {taken_from: 20}


def test_what_comes_later_adds_to_a_lot_and_takes_from_it(community_id: UUID) -> None:
    """A second import finds the lots of the first, and a new one beside them."""
    purse = new_purse(community_id)

    def post(*each: tuple[int, date]) -> None:
        every = [
            OldMovement(
                key("old"),
                "test.done",
                purse,
                tenths,
                Note("award" if tenths > 0 else "redemption", "test", DAY),
                lapses_on=day,
            )
            for tenths, day in each
        ]
        transact(lambda: ledger.history.post(every, actor=system_actor(community_id)))

    later = DAY + timedelta(days=10)
    post((50, DAY))
    post((20, DAY), (-30, DAY), (5, later))
    assert {day: tenths for (_, day), tenths in lots(community_id, purse).items()} == {DAY: 40, later: 5}
    granted = reading(
        lambda: {tuple(row) for row in db.session.execute(sa.select(Lot.lapses_on, Lot.granted))}
    )
    assert granted == {(DAY, 70), (later, 5)}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["old", "new"]),
        ({"since": DAY}, ["old", "new"]),
        ({"since": DAY + timedelta(days=1)}, ["new"]),
        ({"before": DAY + timedelta(days=1)}, ["old"]),
        ({"before": DAY}, []),
    ],
)
def test_a_line_from_paper_was_booked_on_its_day_and_all_else_when_it_was_written(
    community_id: UUID, wanted: dict[str, date], found: list[str]
) -> None:
    purse = new_purse(community_id)
    old = OldMovement(key("old"), "test.done", purse, 50, Note("award", "imported", DAY), lapses_on=NEVER)
    transact(lambda: ledger.history.post([old], actor=system_actor(community_id)))
    # of a day long ago as well, but written down today
    late = Note("award", "test", DAY - timedelta(days=90))
    transact(lambda: ledger.movements.issue(community_id, claimed(community_id), purse, 70, note=late))
    page = reading(
        lambda: ledger.purse_lines.page(
            community_id,
            purse,
            ledger.purse_lines.LineFilter(**wanted),
            paging.FIRST_PAGE,  # type: ignore[arg-type]
        )
    )
    assert [one.tenths for one in page.rows] == [{"old": 50, "new": 70}[one] for one in reversed(found)]
    assert list(page.sums) == [sum({"old": 50, "new": 70}[one] for one in found), 0, 0]


@pytest.mark.parametrize(
    ("settles", "written"), [(None, "add_rows_later"), ("resolves", "add_rows"), ("reverses", "add_rows")]
)
def test_what_ends_or_reverses_another_is_written_at_once(
    community_id: UUID, settles: str | None, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL says so at once where somebody else did the same in the same moment, before lots are touched."""
    ways: list[str] = []
    for way in ("add_rows", "add_rows_later"):
        monkeypatch.setattr(posting, way, lambda *_, way=way: ways.append(way))
    facts = {} if settles is None else {settles: UUID(int=1)}
    ends = {"source": UUID(int=2), "target": UUID(int=3), "tenths": 10}
    posting.write_transfer(community_id, UUID(int=4), **ends, **facts)  # type: ignore[arg-type]
    assert ways == [written]
