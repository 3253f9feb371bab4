"""A small community with people to be: two households, staff, and their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from points import people
from points.foundation import Actor, clock, reading, system_actor, transact
from tests.support.databases import Workshop, settles
from tests.support.visitors import Visitor

NOON = datetime(2025, 11, 26, 4, 0, tzinfo=UTC)
PASSWORD = "一起帮邻居 2025"


@dataclass
class Town:
    """The ids of what stands in the books."""

    community_id: UUID
    grid: UUID
    yang: UUID
    yang_son: UUID
    tian: UUID
    officer: UUID
    officer_account: UUID
    admin_account: UUID

    @property
    def house(self) -> Actor:
        return system_actor(self.community_id)

    @property
    def office(self) -> Actor:
        """The officer with today's roles."""
        return reading(lambda: people.actors.of_account(self.officer_account, community_id=self.community_id))

    @property
    def admin(self) -> Actor:
        """The administrator with today's roles."""
        return reading(lambda: people.actors.of_account(self.admin_account, community_id=self.community_id))


@pytest.fixture
@settles("town")
def town(app: Flask, engine: str, workshop: Workshop) -> Iterator[Town]:
    """锦溪社区 with 杨志强's household of two, 田桂兰 alone, an officer and an administrator."""
    clock.set_now(NOON)
    yield deepcopy(workshop.settled(app, engine, "town", lambda: transact(build)))
    clock.reset()


def build() -> Town:
    community_id = people.places.found_community("锦溪社区", district="锦江区", street="望江街道")
    house = system_actor(community_id)
    grid = people.places.add("grid", "第1网格", parent_id=community_id, actor=house)
    home = people.households.add("001", actor=house, place_id=grid)
    yang = people.residents.register(
        "杨志强", actor=house, household_id=home, phone="152 0078 0963", door="6栋1单元202"
    )
    son = people.residents.register("杨小禾", actor=house, household_id=home, kinship="子")
    other = people.households.add("002", actor=house)
    tian = people.residents.register("田桂兰", actor=house, household_id=other, door="3栋")
    officer = people.residents.register("冉婷", actor=house, phone="13800000001")
    officer_account = people.accounts.create(officer, actor=house, username="ranting", password=PASSWORD)
    people.roles.grant(officer_account, "officer", place_id=community_id, actor=house)
    admin = people.residents.register("石磊", actor=house)
    admin_account = people.accounts.create(admin, actor=house, username="shilei", password=PASSWORD)
    people.roles.grant(admin_account, "admin", place_id=community_id, actor=house)
    return Town(community_id, grid, yang, son, tian, officer, officer_account, admin_account)


def enter(client: Visitor, username: str = "ranting", password: str = PASSWORD, **more: str) -> TestResponse:
    """Sign in; the answer."""
    return client.post("/sign-in", data={"username": username, "password": password, **more})


def inside(client: Visitor) -> bool:
    """Whether a page for the signed-in opens."""
    return client.get("/password").status_code == 200


def resident_account(town: Town) -> UUID:
    """An account for 田桂兰, who works nowhere."""
    return transact(
        lambda: people.accounts.create(town.tian, actor=town.house, username="tian", password=PASSWORD)
    )
