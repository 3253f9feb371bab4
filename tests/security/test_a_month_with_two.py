"""A month in a shop that two people keep, one of them related to a third of the households and one away for a week: every act
finds somebody else to confirm it, nobody confirms themselves, and no day stays open for want of a hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask

from points import ledger, people, shop
from points.foundation import NEVER, Actor, NotAllowed, Refusal, clock, reading, system_actor, transact
from points.people.permissions import ACTS
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from tests.support.street import enter, open_account, stock
from tests.support.world import claimed, note

# Who may be the second person is decided in Python; a month and every maker take their time.
pytestmark = pytest.mark.shortly_on("sqlite")

_scans = count(1)
WHY = "店长这周请假"
#: days of the month on which the manager is away
AWAY = range(7, 14)
HOUSEHOLDS, RELATED = 9, 3


@dataclass
class Shop:
    """A community with a manager and an officer, who sells too; the supervisor and the street office look on from outside."""

    community_id: object
    shop_id: object
    manager: Actor
    officer: Actor
    supervisor: Actor
    street: Actor
    payers: list[Payer]
    items: dict[str, object]
    batches: dict[str, object]

    @property
    def system(self) -> Actor:
        """The house itself."""
        return system_actor(self.community_id)  # type: ignore[arg-type]

    @property
    def everybody(self) -> list[Actor]:
        """All who could have a hand in it."""
        return [self.manager, self.officer, self.supervisor, self.street]


@pytest.fixture
def kept(app: Flask) -> Shop:
    """Such a shop; the officer is a relative of three households of nine."""

    def work() -> Shop:
        community = people.places.found_community("柳巷社区", district="江城区", street="城南街道")
        house = system_actor(community)
        shop_id = shop.shops.add("柳巷店", actor=house)

        def somebody(name: str, *roles: str) -> Actor:
            account = open_account(people.residents.register(name, actor=house), f"{roles[0]}x", house)
            for role in roles:
                people.roles.grant(account, role, place_id=community, actor=house)
            return people.actors.of_account(account, community_id=community)

        made = Shop(
            community,
            shop_id,
            somebody("周兰", "shop_manager"),
            somebody("吴云", "officer", "clerk"),
            somebody("秦山", "supervisor"),
            somebody("何建华", "street"),
            [],
            {},
            {},
        )
        assert made.officer.person_id
        for number in range(HOUSEHOLDS):
            home = people.households.add(f"{number:03}", actor=house)
            who = people.residents.register(f"居民{number}", actor=house, household_id=home)
            purse = people.purses.of_person(community, who).account_id
            ledger.movements.issue(
                community, claimed(community), purse, 2000, note=note(), kind="earned", lapses_on=NEVER
            )
            people.accounts.create(who, actor=house)
            made.payers.append(Payer(purse, who, "card_pin"))
            if number < RELATED:
                people.relations.relate(who, made.officer.person_id, kind="sibling", actor=house)
        stock(made)  # type: ignore[arg-type]
        return made

    return transact(work)


def name(one: Actor) -> str:
    """What they sign in as."""
    return next(f"{role}x" for role in ("shop_manager", "officer", "supervisor", "street") if one.has(role))


def second(act: str, first: Actor, there: list[Actor]) -> tuple[Actor, str]:
    """Who confirms it first of those who are there, and as what."""
    for one in there:
        if reading(lambda one=one: people.acting.confirms(act, [first.account_id], actor=one)):
            kind = reading(
                lambda one=one: people.acting.refuse_second(act, [first.account_id], actor=one, reason=WHY)
            )
            return one, kind
    raise AssertionError(f"nobody is left for {act} begun by {sorted(first.roles)}")


@pytest.mark.parametrize("away", [False, True])
def test_each_act_of_each_maker_is_left_to_somebody_else(kept: Shop, away: bool) -> None:
    """Also where the manager is away; and those who began it, or have no part in it, are always refused."""
    there = [one for one in kept.everybody if not (away and one is kept.manager)]
    begun = Counter[str]()
    for act in ACTS:
        for first in there:
            if not people.acting.may_begin(act, first):
                continue
            begun[act] += 1
            who, kind = second(act, first, there)
            assert who.account_id != first.account_id
            assert kind in ("second", "stand_in")
            with pytest.raises((people.refusals.OtherHandNeeded, NotAllowed)):
                reading(
                    lambda act=act, first=first: people.acting.refuse_second(
                        act, [first.account_id], actor=first, reason=WHY
                    )
                )
    assert set(begun) == set(ACTS)


def test_what_is_lent_for_a_day_leaves_nobody_alone_with_an_act(kept: Shop) -> None:
    """The officer is lent the price on the day the committee is away, and confirms no price of their own."""
    assert kept.officer.account_id
    lent = kept.officer.account_id
    today = clock.today()
    transact(lambda: people.acting.lend("set_price", lent, today, reason=WHY, actor=kept.supervisor))
    _, kind = second("set_price", kept.manager, [kept.officer])
    assert kind == "delegated"
    with pytest.raises(people.refusals.OtherHandNeeded):
        reading(lambda: people.acting.refuse_second("set_price", [lent], actor=kept.officer, reason=WHY))
    with pytest.raises(NotAllowed):
        transact(lambda: people.acting.lend("set_price", lent, today, reason=WHY, actor=kept.manager))


def test_a_month_of_days_is_closed_and_handed_over(kept: Shop, app: Flask) -> None:
    """Over the pages: each day is sold on, handed over and closed, whoever is there; each by two."""
    first_day = clock.today() + timedelta(days=1)
    signed = Counter[str]()
    for number in range(30):
        away = number in AWAY
        with clock.standing_at(clock.instant(first_day + timedelta(days=number)) + timedelta(hours=9)):
            payer = kept.payers[RELATED + number % (HOUSEHOLDS - RELATED)]
            clerk = kept.officer if away or number % 2 else kept.manager
            sale = Sale(kept.shop_id, f"month-{next(_scans)}", "person")  # type: ignore[arg-type]
            transact(
                lambda clerk=clerk, payer=payer, sale=sale: redeem(
                    payer, [("G07", 1)], sale=sale, actor=clerk
                )
            )
        with clock.standing_at(clock.instant(first_day + timedelta(days=number)) + timedelta(hours=18)):
            there = [one for one in kept.everybody if not (away and one is kept.manager)]
            by = enter(app.test_client(), name(clerk))  # type: ignore[arg-type]
            made = by.post("/shop/day-close")
            assert made.status_code == 303, made.text
            where = made.headers["Location"]
            assert by.post(f"{where}/sign", data={"reason": WHY}).status_code == 403
            who, kind = second("close_day", clerk, there)
            other = enter(app.test_client(), name(who))  # type: ignore[arg-type]
            assert "我签" in other.get(where).text
            assert other.post(f"{where}/sign", data={"reason": WHY}).status_code == 303
            signed[kind] += 1
    days = reading(lambda: shop.day_close.list_newest(kept.community_id, kept.shop_id))  # type: ignore[arg-type]
    assert [one.status for one in days] == ["closed"] * 30
    assert all(one.agrees and one.handed_by != one.signed_by for one in days)
    assert sum(one.figures.sold for one in days) == 30
    assert signed["stand_in"] >= len(AWAY)
    assert signed["second"] > 0


def test_a_difference_at_hand_over_is_looked_at_while_the_manager_is_away(kept: Shop) -> None:
    today = clock.today()
    transact(
        lambda: people.proposals.propose(
            "handover_items", ["G07"], effective_on=today, reason="", actor=kept.system
        )
    )
    transact(lambda: shop.shifts.start(kept.shop_id, actor=kept.officer))  # type: ignore[arg-type]
    off = transact(lambda: shop.shifts.hand_over({"G07": 1}, actor=kept.officer))
    with pytest.raises(Refusal):
        transact(lambda: shop.shifts.confirm(off.shift_id, actor=kept.officer, reason=WHY))
    who, kind = second("hand_over", kept.officer, [kept.officer, kept.supervisor, kept.street])
    assert (who, kind) == (kept.supervisor, "stand_in")
    assert transact(lambda: shop.shifts.confirm(off.shift_id, actor=who, reason=WHY)).status == "closed"
