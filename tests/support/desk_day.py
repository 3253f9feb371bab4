"""A desk on one morning: two officers, a leader, a few neighbours, an activity whose list was confirmed last night."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import people, volunteering
from points.foundation import Actor, clock, reading, transact
from tests.support.databases import Workshop, settles
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor
from tests.support.world import decide

#: Wednesday 26 November 2025, 9:00 in Shanghai
MORNING = datetime(2025, 11, 26, 1, 0, tzinfo=UTC)
NEIGHBOURS = ("滕天菊", "麻春辉", "冉学强", "石志强")


@dataclass
class DeskDay:
    """What the tests of the desk talk about."""

    street: Street
    rule: UUID
    neighbours: dict[str, UUID] = field(default_factory=dict)
    officers: list[Actor] = field(default_factory=list)
    leader: Actor | None = None

    @property
    def community_id(self) -> UUID:
        """Whose desk it is."""
        return self.street.community_id

    def decide(self, name: str, value: object) -> None:
        """The community decides something from today on."""
        system = self.street.system
        transact(lambda: decide(self.community_id, name, value, effective_on=clock.today(), actor=system))

    def held(
        self,
        title: str = "社区环境清洁",
        *,
        days: int = 1,
        hours: int = 0,
        absent: tuple[str, ...] = (),
    ) -> str:
        """An activity of two hours some days ago, or some hours later, led, attended by all neighbours, and confirmed."""
        assert self.leader is not None
        leader, start = self.leader, MORNING - timedelta(days=days) + timedelta(hours=hours)
        who = [person for name, person in self.neighbours.items() if name not in absent]
        clock.set_now(start - timedelta(days=1))
        public_id = self._plan(title, start)
        clock.set_now(start + timedelta(minutes=5))
        transact(lambda: volunteering.attendance.tick(public_id, what="in", who=who, actor=leader))
        clock.set_now(start + timedelta(hours=2))
        transact(lambda: volunteering.attendance.tick(public_id, what="out", who=who, actor=leader))
        transact(lambda: volunteering.confirming.confirm(public_id, actor=leader))
        clock.set_now(MORNING)
        return public_id

    def _plan(self, title: str, start: datetime) -> str:
        assert self.leader is not None
        return transact(
            lambda: volunteering.activities.plan(
                self.rule,
                title=title,
                starts_at=start,
                ends_at=start + timedelta(hours=2),
                leader_id=self.leader.person_id if self.leader else None,
                actor=self.street.system,
            )
        ).public_id

    def public_id_of(self, name: str) -> str:
        """The public id of somebody registered."""
        return reading(lambda: people.search.by_name(self.community_id, name)[0].public_id)


@pytest.fixture
def morning() -> Iterator[None]:
    """Nine o'clock, before anything is built: roles begin on the day they are given."""
    clock.set_now(MORNING)
    yield
    clock.reset()


@pytest.fixture
@settles("desk day", "street")
def desk_day(app: Flask, engine: str, workshop: Workshop, morning: None, street: Street) -> DeskDay:
    """The desk, with no days of publicity: what is approved is credited."""

    def work() -> DeskDay:
        community_id, system = street.community_id, street.system
        decide(community_id, "publicity_days", 0, effective_on=clock.today(), actor=system)
        new = volunteering.rules.NewRule(
            code="R01",
            name="社区环境清洁",
            name_en="Cleaning up",
            unit="小时",
            tenths=20,
            category="志愿服务",
            cap="4小时/日",
            evidence="签到签退；负责人确认",
            counts_hours=True,
        )
        [rule] = volunteering.rules.add([new], effective_on=clock.today() - timedelta(days=60), actor=system)
        day = DeskDay(street, rule)
        for number, name in enumerate(NEIGHBOURS):
            home = people.households.add(f"1{number}", actor=system)
            day.neighbours[name] = people.residents.register(
                name, actor=system, household_id=home, door=f"{number + 1}栋101"
            )
        for username, name in (("yaomin", "姚敏"), ("wufang", "吴芳")):
            day.officers.append(_staff(street, username, name, "officer"))
        _staff(street, "longanping", "龙安平", "supervisor")
        day.leader = _staff(street, "luohaiyan", "罗海燕", "leader")
        return day

    return deepcopy(workshop.settled(app, engine, "desk day", lambda: transact(work)))


def _staff(street: Street, username: str, name: str, role: str) -> Actor:
    who = people.residents.register(name, actor=street.system)
    account = people.accounts.create(who, actor=street.system, username=username, password=PASSWORD)
    people.roles.grant(account, role, place_id=street.community_id, actor=street.system)
    return people.actors.of_account(account, community_id=street.community_id)


def enter(client: Visitor, username: str = "yaomin") -> None:
    """Sign somebody in."""
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 303


def services(page: str) -> list[str]:
    """The public ids of the lines that can be ticked."""
    return re.findall(r'name="service" value="([^"]+)"[^>]*(?<!disabled)>', page)


def words(page: str) -> str:
    """What a reader sees of a page, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
