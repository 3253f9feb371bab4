"""An import taken back as one batch of reversals, and the same books in again."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from points import audit, goods, ledger, people, shop, volunteering
from points.foundation import Actor, NotFound, clock, new_id, reading, system_actor, transact
from points.imports import booked, importing, undoing
from points.imports.refusals import ImportCorrected, NothingToUndo
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from tests.imports.test_corrections import _points, again, balances, proved, saved, stock, two
from tests.imports.test_writing import the_community
from tests.support.records import facts_of
from tests.support.world import claimed, note

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.on_both]

RIGHT = {"001": 50, "002": 50, "003": 30}
SHELF = {"G06": 11, "G18": 3}


def last_import() -> UUID:
    """The import that was written last, undoings left aside."""
    every = reading(lambda: audit.provenance.batches(the_community()))
    return next(one.import_id for one in every if one.undoes is None)


def plan() -> undoing.UndoPlan:
    return reading(lambda: undoing.plan(last_import(), the_community()))


def undo() -> UUID:
    agreed = two()
    return transact(lambda: undoing.undo(last_import(), two=agreed))


def staff(*roles: str) -> list[Actor]:
    """Somebody for each of these roles."""
    community_id = the_community()
    house = system_actor(community_id)

    def account(role: str) -> UUID:
        made = people.accounts.create(people.residents.register(f"演{role}", actor=house), actor=house)
        people.roles.grant(made, role, place_id=community_id, actor=house)
        return made

    accounts = transact(lambda: [account(role) for role in roles])
    return reading(lambda: [people.actors.of_account(one) for one in accounts])


def with_new_stock() -> None:
    """Ten more of an item, which came in at the counter's own time."""
    community_id = the_community()

    def work() -> None:
        items = goods.history.known_items(community_id)
        came = goods.stock.Delivery("NEW", items["G06"].item_id, 10, clock.today())
        goods.stock.receive(community_id, [came], actor=system_actor(community_id))

    transact(work)


def of_line(household: str) -> UUID:
    """What the register's line of a household became."""
    lines = reading(lambda: audit.provenance.standing_of(the_community(), last_import()))
    books = reading(lambda: booked.read(the_community(), lines).lines(lines))
    [found] = [
        one.line.subject_id for one in books if one.household == household and one.line.kind == "earned"
    ]
    assert found
    return found


def purse(household: str) -> tuple[UUID, UUID]:
    """The account of a household, and its head."""
    home = reading(lambda: people.history.known_households(the_community()))[household]
    assert home.account_id
    assert home.head_id
    return home.account_id, home.head_id


def sell(household: str, item: str, pieces: int) -> None:
    """A sale of today at the counter, to somebody who proved who they are."""
    account, head = purse(household)
    [shop_info] = reading(lambda: shop.shops.list_all(the_community()))
    [clerk] = staff("clerk")
    # a phone, by which the household's points can be spent
    transact(lambda: people.accounts.create(head, actor=system_actor(the_community())))
    sale = Sale(shop_info.id, f"scan-{new_id()}", "person")
    transact(lambda: redeem(Payer(account, head, "card_pin"), [(item, pieces)], sale=sale, actor=clerk))


def set_aside(household: str, tenths: int) -> None:
    """Points as an open voucher holds them."""
    account, _ = purse(household)
    community_id = the_community()
    transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), account, tenths, note=note("voucher"))
    )


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
    assert (balances(), stock()) == ({"001": 0, "002": 0, "003": 0}, {"G06": 0, "G18": 0})
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


def test_an_undoing_says_which_import_it_took_back_and_how_much_of_it(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "books"))
    set_aside("001", 20)
    meant = last_import()
    undo()
    [facts] = facts_of("books.taken_back")
    assert facts["import_id"] == str(meant)
    assert (facts["lines"], facts["kept"]) == ({"attendance": 1, "delivery": 3, "earned": 4, "handout": 2}, 2)
    every = reading(lambda: audit.provenance.batches(the_community()))
    assert [(one.undoes, one.lines) for one in every] == [(meant, 10), (None, every[1].lines)]


def test_after_an_undoing_a_corrected_folder_comes_in(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "books"))
    undo()
    report = importing.apply(saved(tmp_path / "corrected", _points))
    assert report.questions == ()
    assert balances() == {**RIGHT, "002": 30}
    proved()


def test_what_was_spent_since_stays_and_the_books_come_in_again_beside_it(tmp_path: Path) -> None:
    folder = saved(tmp_path / "books")
    importing.apply(folder)
    with_new_stock()
    sell("003", "G06", 1)
    found = plan()
    assert {one.number: (one.stays, one.spent) for one in found.households} == {
        "001": (0, 0), "002": (0, 0), "003": (30, 30)
    }  # fmt: skip
    undo()
    assert balances() == {"001": 0, "002": 0, "003": 25}
    proved()
    importing.apply(folder)
    assert balances() == {"001": 50, "002": 50, "003": 25}
    proved()


def test_what_a_voucher_holds_stays_and_is_named(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "books"))
    set_aside("001", 20)
    found = plan()
    assert {one.number: (one.back, one.taken, one.stays, one.held) for one in found.households} == {
        "001": (10, 20, 40, 20), "002": (80, 130, 0, 0), "003": (0, 30, 0, 0)
    }  # fmt: skip
    undo()
    assert balances()["001"] == 20


def test_what_people_have_decided_on_is_theirs(tmp_path: Path) -> None:
    folder = saved(tmp_path / "books")
    importing.apply(folder)
    award = of_line("003")
    officer, street = staff("officer", "street")
    transact(lambda: volunteering.corrections.ask(award, reason="登记错了", actor=officer))
    found = plan()
    assert [(line.kind, why) for line, why in found.kept] == [("earned", "decided")]
    undo()
    assert balances()["003"] == 30
    transact(lambda: volunteering.corrections.confirm(award, actor=street))
    importing.apply(folder)
    assert balances() == {"001": 50, "002": 50, "003": 0}
    proved()


def test_an_import_that_corrected_another_is_corrected_back_and_not_undone(tmp_path: Path) -> None:
    first = saved(tmp_path / "books")
    importing.apply(first)
    again(saved(tmp_path / "corrected", _points), lines_corrected="correction")
    with pytest.raises(ImportCorrected):
        undo()
    assert balances()["002"] == 30
    again(first, lines_corrected="correction")
    assert balances() == RIGHT
    proved()


def test_the_plan_names_lines_that_a_later_import_corrected(tmp_path: Path) -> None:
    importing.apply(saved(tmp_path / "books"))
    meant = last_import()
    again(saved(tmp_path / "later", _points), lines_corrected="correction")
    found = reading(lambda: undoing.plan(meant, the_community()))
    assert [(line.kind, line.row, by.folder) for line, by in found.corrected] == [("earned", 8, "later")]
    assert (found.figures()["corrected"], len(found.out)) == (1, 11)
    agreed = two()
    transact(lambda: undoing.undo(meant, two=agreed))
    assert balances() == {"001": 0, "002": 30, "003": 0}
    proved()


def test_who_may_undo_what_is_no_import_or_another_communitys() -> None:
    with pytest.raises(NotFound):
        reading(lambda: undoing.plan(new_id(), new_id()))
