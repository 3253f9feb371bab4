"""Somebody collects for somebody: on their own proof, within what was agreed, and both stand in the books."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, shop
from points.foundation import Actor, NotAllowed, NotFound, Refusal, clock, db, reading, transact
from points.oversight.proving import examine
from points.people.models import TryCount
from points.shop.payer_checks import Payer
from tests.support.neighbour import PIN, Neighbour, neighbour
from tests.support.records import facts_of
from tests.support.street import Street

__all__ = ["neighbour"]

SALT, VINEGAR = "G07", "G06"


def named(street: Street, tenths: int = 100, days: int = 30) -> UUID:
    """The resident names the neighbour on the own phone."""
    until = clock.today() + timedelta(days=days)
    return transact(
        lambda: people.collectors.name_own(
            "冯小燕", "3-1-102", until=until, month_tenths=tenths, actor=street.resident
        )
    )


def offers(street: Street, neighbour: Neighbour, pin: str | None = PIN) -> list[Payer]:
    """For whom the neighbour's card collects at the counter."""
    payer = shop.payers.recognise(neighbour.card.token, shop_id=street.shop_id, actor=street.clerk, pin=pin)
    return [one for one, _ in reading(lambda: shop.collected.offers(payer, actor=street.clerk))]


def fetch(
    street: Street, payer: Payer, word: str, *, by: Actor | None = None, pieces: int = 1
) -> shop.sales.Done:
    """A bag of salt (2 points) or more, over the counter."""
    sale = shop.sales.Sale(street.shop_id, f"scan-{word}", word)
    return shop.sales.sell(sale, [(SALT, pieces)], find_payer=lambda: payer, actor=by or street.clerk)


def refused(work: object, code: str) -> None:
    """It is refused with this code, and the sentence is there in both languages."""
    with pytest.raises(Refusal) as no:
        work()  # type: ignore[operator]
    assert no.value.code == code
    assert no.value.message("zh")
    assert no.value.message("en")


def test_a_neighbour_collects_on_their_own_card_from_the_residents_purse(
    street: Street, neighbour: Neighbour
) -> None:
    assert offers(street, neighbour) == []
    named(street)
    [payer] = offers(street, neighbour)
    assert (payer.account_id, payer.person_id) == (street.purse, street.resident.person_id)
    done = fetch(street, payer, "first")
    assert street.available() == 300
    receipt = reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id))
    assert receipt.person_id == street.resident.person_id
    assert reading(lambda: shop.collected.names(street.community_id, [done.redemption_id])) == {
        done.redemption_id: "冯小燕"
    }
    [told] = reading(lambda: shop.collected.lately(street.community_id, street.purse))
    assert (told.name, told.tenths, told.receipt) == ("冯小燕", 20, receipt.receipt)
    [facts] = reading(lambda: facts_of("points.redeemed"))
    assert facts["collected_by_id"] == str(neighbour.person_id)
    assert facts["collector_id"] == str(payer.collector_id)
    assert facts["account_id"] == str(street.purse)


def tries() -> int:
    """How often something wrong was read, by whomever."""
    return int(db.session.scalar(sa.select(sa.func.sum(TryCount.times))) or 0)


def test_a_card_without_its_pin_and_a_voucher_collect_nothing(street: Street, neighbour: Neighbour) -> None:
    named(street)
    [bare] = offers(street, neighbour, pin=None)
    with pytest.raises(shop.refusals.ProofNeeded):
        shop.collected.proved(bare, None, actor=street.clerk)
    before = reading(tries)
    refused(lambda: shop.collected.proved(bare, "000001", actor=street.clerk), "wrong_pin")
    assert reading(tries) == before + 1, "for who read it, as any other wrong PIN"
    sure = shop.collected.proved(bare, PIN, actor=street.clerk)
    assert (sure.proof, sure.card_limit) == ("card_pin", None)
    # a voucher is whoever's it is
    voucher, _ = transact(lambda: shop.vouchers.issue(20, request_key="own-voucher", actor=street.resident))
    holder = shop.payers.recognise(voucher.code, shop_id=street.shop_id, actor=street.clerk)
    assert reading(lambda: shop.collected.offers(holder, actor=street.clerk)) == []


def test_the_month_has_a_limit_and_taking_back_gives_it_back(street: Street, neighbour: Neighbour) -> None:
    collector = named(street, tenths=50)
    [payer] = offers(street, neighbour)
    first = fetch(street, payer, "one", pieces=2)
    with pytest.raises(people.refusals.CollectorLimit) as no:
        fetch(street, payer, "two")
    assert (no.value.facts["left"], no.value.facts["wanted"]) == (10, 20)
    assert street.available() == 280
    used = lambda: reading(lambda: people.collectors.used_this_month(street.community_id, [collector]))  # noqa: E731
    assert used() == {collector: 40}
    number = reading(lambda: shop.receipts.of_redemption(street.community_id, first.redemption_id)).receipt
    transact(lambda: shop.undo.ask(number, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
    assert used() == {collector: 0}
    assert reading(lambda: shop.collected.lately(street.community_id, street.purse)) == []
    fetch(street, payer, "three", pieces=2)
    # the street's own points were given for no service
    broken = {one.name for one in reading(lambda: examine(street.community_id)).broken}
    assert broken == {"points_are_awarded", "points_recorded"}


def test_what_is_ended_or_past_its_day_collects_no_more(street: Street, neighbour: Neighbour) -> None:
    first = named(street)
    [payer] = offers(street, neighbour)
    transact(lambda: people.collectors.end(first, actor=street.resident))
    assert offers(street, neighbour) == []
    # recognised before it was ended
    refused(lambda: fetch(street, payer, "late"), "collector_ended")
    refused(lambda: transact(lambda: people.collectors.end(first, actor=street.resident)), "collector_ended")
    second = named(street, days=1)
    [payer] = offers(street, neighbour)
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert offers(street, neighbour) == []
        refused(lambda: fetch(street, payer, "past"), "collector_ended")
    # named anew, the one before has ended
    third = named(street, tenths=200)
    purse = reading(lambda: people.purses.of_person(street.community_id, street.resident.person_id))  # type: ignore[arg-type]
    [standing] = reading(lambda: people.collectors.of_purse(street.community_id, purse.purse_id))
    assert (standing.collector_id, standing.month_tenths) == (third, 200) != (second, 100)
    # who collects may leave it as well; a stranger may not
    refused(
        lambda: transact(lambda: people.collectors.end(third, actor=street.staff["leader"])), "not_allowed"
    )
    transact(lambda: people.collectors.end(third, actor=neighbour.actor))


def test_nobody_is_named_who_is_not_known_lives_here_or_for_ever(
    street: Street, neighbour: Neighbour
) -> None:
    today = clock.today()

    def name(who: str, door: str, days: int, tenths: int = 100) -> None:
        until = today + timedelta(days=days)
        transact(
            lambda: people.collectors.name_own(
                who, door, until=until, month_tenths=tenths, actor=street.resident
            )
        )

    refused(lambda: name("冯小燕", "9-9-999", 30), "collector_unknown")
    refused(lambda: name("田桂兰", "3-2-301", 30), "collector_at_home")
    for days, tenths in ((0, 100), (400, 100), (30, 5)):
        refused(lambda: name("冯小燕", "3-1-102", days, tenths), "collector_terms")  # noqa: B023
    # a phone that does not pay itself names nobody
    account = transact(lambda: people.accounts.create(neighbour.person_id, actor=street.staff["officer"]))
    fresh = replace(neighbour.actor, account_id=account)
    refused(
        lambda: transact(
            lambda: people.collectors.name_own(
                "田桂兰", "3-2-301", until=today + timedelta(days=9), month_tenths=100, actor=fresh
            )
        ),
        "account_unconfirmed",
    )


def test_what_the_office_writes_down_another_one_confirms(street: Street, neighbour: Neighbour) -> None:
    officer, owner = street.staff["officer"], street.resident.person_id
    assert owner is not None
    until = clock.today() + timedelta(days=90)

    def write(seen: str = "本人到窗口说的", who: UUID = neighbour.person_id, by: Actor = officer) -> UUID:
        return transact(
            lambda: people.collectors.name_for(owner, who, until=until, month_tenths=100, seen=seen, actor=by)
        )

    refused(lambda: write(seen=" "), "seen_missing")
    refused(lambda: write(who=officer.person_id), "own_family")  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        write(by=street.clerk)
    with pytest.raises(NotFound):
        write(who=UUID(int=7))
    waits = write()
    assert offers(street, neighbour) == []
    assert reading(lambda: people.collectors.waiting_count(street.clerk)) == 1
    both = replace(officer, grants=(*officer.grants, *street.clerk.grants))
    refused(lambda: transact(lambda: people.collectors.confirm(waits, actor=both)), "own_making")
    transact(lambda: people.collectors.confirm(waits, actor=street.clerk))
    refused(lambda: transact(lambda: people.collectors.confirm(waits, actor=street.clerk)), "collector_ended")
    [payer] = offers(street, neighbour)
    fetch(street, payer, "paper")
    told, yes = reading(lambda: [*facts_of("collector.named"), *facts_of("collector.confirmed")])
    assert (told["tenths"], told["until"]) == (100, until.isoformat())
    for one in (told, yes):
        assert (one["other_id"], one["collector_id"]) == (str(neighbour.person_id), str(waits))
    transact(lambda: people.collectors.end(waits, actor=officer))
    assert offers(street, neighbour) == []


def test_who_serves_collects_at_no_till_of_their_own(street: Street, neighbour: Neighbour) -> None:
    clerk = street.clerk.person_id
    assert clerk is not None
    named(street)
    [payer] = offers(street, neighbour)
    own = people.purses.of_person
    account = transact(lambda: own(street.community_id, clerk).account_id)
    mine = replace(payer, collected_by=clerk, collected_from=account)
    refused(lambda: fetch(street, mine, "own"), "own_purse")
    # a neighbour who is the clerk's sister is family
    transact(
        lambda: people.relations.relate(
            clerk, neighbour.person_id, kind="sibling", actor=street.staff["officer"]
        )
    )
    refused(lambda: fetch(street, payer, "sister"), "own_purse")
    assert street.second_clerk is not None
    fetch(street, payer, "other", by=street.second_clerk)
    assert street.available() == 300


def test_what_is_kept_of_a_collected_sale_was_collected_and_uses_the_month(
    street: Street, neighbour: Neighbour
) -> None:
    collector = named(street, tenths=60)
    [payer] = offers(street, neighbour)
    sale = fetch(street, payer, "three-bags", pieces=3)
    number = reading(lambda: shop.receipts.of_redemption(street.community_id, sale.redemption_id)).receipt
    found = reading(lambda: shop.receipts.get(street.community_id, number))
    keeps = {line.key: 2 for line in found.lines}
    transact(lambda: shop.undo.ask(number, reason="数量不对", actor=street.clerk, keeps=keeps))
    # ended meanwhile: what is kept was collected before
    transact(lambda: people.collectors.end(collector, actor=street.resident))
    old = transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
    assert old.replaced_by is not None
    new = reading(lambda: shop.receipts.get(street.community_id, str(old.replaced_by)))
    names = reading(lambda: shop.collected.names(street.community_id, [new.redemption_id]))
    assert names == {new.redemption_id: "冯小燕"}
    used = reading(lambda: people.collectors.used_this_month(street.community_id, [collector]))
    assert used == {collector: 40}
    broken = {one.name for one in reading(lambda: examine(street.community_id)).broken}
    assert broken == {"points_are_awarded", "points_recorded"}


def test_the_collectors_family_takes_back_with_a_third_person_only(
    street: Street, neighbour: Neighbour
) -> None:
    manager = street.staff["shop_manager"]
    assert manager.person_id is not None
    named(street)
    [payer] = offers(street, neighbour)
    sale = fetch(street, payer, "familys")
    number = reading(lambda: shop.receipts.of_redemption(street.community_id, sale.redemption_id)).receipt
    transact(
        lambda: people.relations.relate(
            manager.person_id,
            neighbour.person_id,
            kind="sibling",
            actor=street.staff["officer"],  # type: ignore[arg-type]
        )
    )
    transact(lambda: shop.undo.ask(number, reason="拿错了", actor=street.clerk))
    refused(lambda: transact(lambda: shop.undo.confirm(number, actor=manager)), "undo_by_two")
    transact(lambda: shop.undo.confirm(number, actor=manager, reason="店里只有两个人"))
    assert street.available() == 320
