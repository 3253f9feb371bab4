"""A small living community for tests: residents with points, staff with accounts, a stocked shop."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from points import audit, goods, ledger, people, shop
from points.foundation import NEVER, Actor, clock, decide, system_actor, transact
from points.people.access.account_rows import put_password
from points.people.access.hashing import hash_secret
from tests.support.databases import Workshop, settles
from tests.support.visitors import Visitor
from tests.support.world import claimed, note

PASSWORD = "a-quiet-Evening-7"
STAFF = ("officer", "leader", "clerk", "shop_manager", "supervisor", "admin", "street")

ITEMS = (
    goods.items.NewItem(
        "G01", "大米5kg", "袋", 440, limit_count=1, limit_window="month", barcodes=("6900000011003",)
    ),
    goods.items.NewItem("G02", "小包装米2.5kg", "袋", 250, barcodes=("6900000011010", "6900000011997")),
    goods.items.NewItem("G03", "调和油1.8L", "壶", 220, barcodes=("6900000011027",)),
    goods.items.NewItem(
        "G06", "袋装醋", "袋", 5, limit_count=5, limit_window="month", barcodes=("6900000011058",)
    ),
    goods.items.NewItem("G07", "食盐400g", "袋", 20, barcodes=("6900000011065",)),
    goods.items.NewItem("G32", "理发一次", "次", 150, kind="service", limit_count=1, limit_window="month"),
)
#: what a piece costs, by code and by barcode
PRICES = {word: one.tenths for one in ITEMS for word in (one.code, *one.barcodes)}


@dataclass
class Street:
    """What stands on the street; all ids of one community."""

    community_id: UUID
    shop_id: UUID
    resident: Actor
    purse: UUID
    staff: dict[str, Actor] = field(default_factory=dict)
    second_clerk: Actor | None = None
    items: dict[str, UUID] = field(default_factory=dict)
    batches: dict[str, UUID] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        """The house itself."""
        return system_actor(self.community_id)

    @property
    def clerk(self) -> Actor:
        """The clerk at the counter."""
        return self.staff["clerk"]

    def give(self, tenths: int, *, lapses_on: date = NEVER, kind: str = "earned") -> None:
        """Put points into the resident's purse."""

        def work() -> None:
            txn = claimed(self.community_id)
            ledger.movements.issue(
                self.community_id, txn, self.purse, tenths, note=note(), kind=kind, lapses_on=lapses_on
            )

        transact(work)

    def available(self) -> int:
        """What the resident can spend, in tenths."""
        return self.standing()[0]

    def standing(self) -> tuple[int, int]:
        """Available and held, in tenths."""
        found = transact(lambda: ledger.balances.get(self.community_id, self.purse))
        return found.available, found.held


@cache
def password_hash() -> str:
    """Argon2 is slow on purpose; every account of the street shares one hash."""
    return hash_secret(PASSWORD)


def open_account(person_id: UUID, username: str, actor: Actor) -> UUID:
    """An account that signs in with PASSWORD."""
    account = people.accounts.create(person_id, actor=actor, username=username)
    put_password(account, password_hash(), actor=actor)
    return account


def build_street(purse_tenths: int = 320, *, signing_in: bool = True) -> Street:
    """Build it with so many tenths in the resident's purse."""

    def account_of(person_id: UUID, name: str, actor: Actor) -> UUID:
        return (
            open_account(person_id, name, actor)
            if signing_in
            else people.accounts.create(person_id, actor=actor)
        )

    def work() -> Street:
        community_id = people.places.found_community(
            "锦溪社区", name_en="Jinxi", district="江城区", street="城南街道"
        )
        system = system_actor(community_id)
        for name, value in (("publicity_days", 0), ("takeback_seconds", 0), ("exchange_days", None)):
            decide(community_id, name, value, effective_on=date(2020, 1, 1), actor=system)
        shop_id = shop.shops.add("锦溪店", actor=system, name_en="Jinxi shop")
        household = people.households.add("001", actor=system)
        person = people.residents.register(
            "田桂兰", actor=system, household_id=household, door="3栋2单元301", phone="13800000001"
        )
        account = account_of(person, "tian", system)
        purse = people.purses.of_person(community_id, person).account_id
        street = Street(
            community_id, shop_id, people.actors.of_account(account, community_id=community_id), purse
        )
        for number, role in enumerate((*STAFF, "clerk")):
            who = people.residents.register(f"工作{number}", actor=system)
            staff = account_of(who, f"{role}{number}", system)
            # a test may stand on an earlier day than the one on which the street was built
            since = date(2020, 1, 1)
            people.roles.grant(staff, role, place_id=community_id, actor=system, valid_from=since)
            actor = people.actors.of_account(staff, community_id=community_id)
            if role in street.staff:
                street.second_clerk = actor
            else:
                street.staff[role] = actor
        stock(street)
        return street

    street = transact(work)
    if purse_tenths:
        street.give(purse_tenths)
    return street


def stock(street: Street) -> None:
    """Rice in two batches, an old one of oil, vinegar for half a point, a haircut without stock."""
    today, system = clock.today(), street.system
    street.items = goods.items.add(
        street.community_id,
        ITEMS,
        effective_on=today - timedelta(days=30),
    )
    facts = {"items": len(street.items)}
    audit.records.record("goods.imported", actor=system, subject_kind="item", facts=facts)
    source = goods.sources.ensure(street.community_id, "晨光米业")

    def came(number: str, code: str, quantity: int, expires_on: date = NEVER) -> goods.stock.Delivery:
        return goods.stock.Delivery(number, street.items[code], quantity, today, expires_on, source)

    street.batches = goods.stock.receive(
        street.community_id,
        [
            came("RK1", "G02", 3, today + timedelta(days=90)),
            came("RK2", "G02", 3, today + timedelta(days=30)),
            came("RK3", "G03", 4, today - timedelta(days=1)),
            came("RK4", "G06", 50, today + timedelta(days=60)),
            came("RK5", "G07", 30),
            came("RK6", "G01", 1, today + timedelta(days=60)),
        ],
        actor=system,
    )


@pytest.fixture
@settles("street")
def street(app: Flask, engine: str, workshop: Workshop) -> Street:
    """A small living community; the resident has 32 points. Built once, then copied with its database."""
    return deepcopy(workshop.settled(app, engine, "street", _built_today))


def _built_today() -> Street:
    """By the real clock, wherever the first test that asks for it has set the house's: others get the same copy."""
    with clock.standing_at(datetime.now(UTC)):
        return build_street()


def enter(client: Visitor, username: str) -> Visitor:
    """Sign somebody of the street in."""
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


def with_committee(street: Street) -> Actor:
    """Somebody of the committee besides, who signs in as committee9."""

    def work() -> Actor:
        who = people.residents.register("两委", actor=street.system)
        account = open_account(who, "committee9", street.system)
        since = date(2020, 1, 1)
        people.roles.grant(
            account, "committee", place_id=street.community_id, actor=street.system, valid_from=since
        )
        return people.actors.of_account(account, community_id=street.community_id)

    return transact(work)


def as_shown(body: dict[str, Any]) -> dict[str, Any]:
    """A confirmation of the counter with what its screen says: the prices with which the street's shop opened."""
    lines = [{**one, "tenths": PRICES.get(one["item"], 1)} for one in body["items"]]
    total = sum(one["tenths"] * one["quantity"] for one in lines)
    return {**body, "items": lines, "expected_tenths": max(total, 1)}
