"""An import taken back as one batch of reversals, and the same books in again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from points import audit, people, shop
from points.foundation import Actor, NotFound, new_id, reading, system_actor, transact
from points.imports import importing, undoing
from points.imports.refusals import NothingToUndo
from tests.imports.test_corrections import _points, again, balances, proved, saved, stock, two
from tests.imports.test_writing import one_number, the_community

pytestmark = pytest.mark.usefixtures("app")

RIGHT = {"001": 50, "002": 50, "003": 30}
SHELF = {"G06": 11, "G07": 3}


def last_import() -> UUID:
    """The import that was written last, undoings left aside."""
    every = reading(lambda: audit.provenance.batches(the_community()))
    return next(one.import_id for one in every if one.undoes is None)


def plan() -> undoing.UndoPlan:
    return reading(lambda: undoing.plan(last_import(), the_community()))


def undo() -> UUID:
    agreed = two()
    return transact(lambda: undoing.undo(last_import(), two=agreed))


def spend(household: str, tenths: int) -> None:
    """Set points of a household aside with a voucher."""
    community_id = the_community()

    def work() -> None:
        home = people.history.known_households(community_id)[household]
        who = Actor(community_id, person_id=home.head_id)
        assert home.head_id
        purse = people.purses.find(community_id, home.head_id)
        assert purse
        shop.vouchers.issue(tenths, actor=Actor(community_id, person_id=home.head_id, purse_id=purse.account_id))

    transact(work)


def test_an_import_goes_out_whole_and_comes_in_again(tmp_path: Path) -> None:
    folder = saved(tmp_path / "books")
    importing.apply(folder)
    assert (balances(), stock()) == (RIGHT, SHELF)
    found = plan()
    assert {one.number: (one.back, one.taken, one.stays) for one in found.households} == {
        "001": (10, 60, 0), "002": (80, 130, 0), "003": (0, 30, 0)
    }  # fmt: skip
    assert found.kept == ()
    undo()
    assert (balances(), stock()) == ({"001": 0, "002": 0, "003": 0}, {"G06": 0, "G07": 0})
    assert importing.dry_run(folder).questions == ()
    proved()
    with pytest.raises(NothingToUndo):
        undo()
    importing.apply(folder)
    assert (balances(), stock()) == (RIGHT, SHELF)
    proved()
    undo()
    importing.apply(folder)
    assert (balances(), stock()) == (RIGHT, SHELF)
    proved()


def test_after_an_undoing_a_corrected_folder_comes_in(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "books"))
    undo()
    report = importing.apply(saved(tmp_path / "corrected", _points))
    assert report.questions == ()
    assert balances() == {**RIGHT, "002": 30}
    proved()


def test_who_may_undo_what_is_no_import_or_another_communitys() -> None:
    with pytest.raises(NotFound):
        reading(lambda: undoing.plan(new_id(), new_id()))
