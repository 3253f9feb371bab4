"""A neighbourhood on one evening: residents, a leader, two officers, the street office, and a rule book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import ledger, people, volunteering
from points.foundation import Actor, clock, reading, system_actor, transact
from points.volunteering.programme.activity_rows import get
from points.volunteering.programme.entering import Entered
from tests.support.databases import Workshop, settles
from tests.support.world import decide

#: Wednesday, 9:00 in Shanghai
MORNING = datetime(2025, 11, 26, 1, 0, tzinfo=UTC)
RULES = [
    volunteering.rules.NewRule(
        code="R01", name="社区环境清洁", unit="小时", tenths=20, cap="4小时/日", counts_hours=True
    ),
    volunteering.rules.NewRule(
        code="R04", name="夜间治安巡逻", unit="小时", tenths=24, cap="3小时/日", counts_hours=True
    ),
    volunteering.rules.NewRule(
        code="R05", name="防汛、应急排查", unit="小时", tenths=30, cap="24小时/日", counts_hours=True
    ),
    volunteering.rules.NewRule(
        code="R06", name="独居老人探访", unit="次", tenths=50, cap="4次/月", counts_hours=True
    ),
    volunteering.rules.NewRule(
        code="R15", name="参加居民会议", unit="次", tenths=20, cap="2次/月", credits_to="household"
    ),
    volunteering.rules.NewRule(code="R16", name="参加培训", unit="次", tenths=20, cap="10分/年"),
]

#: rules that are no service
ON_EVIDENCE = ("R15", "R16")


@dataclass
class Neighbourhood:
    """The ids of what stands in the books, and the steps of an evening, each committed."""

    community_id: UUID
    rules: dict[str, UUID]
    people: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def house(self) -> Actor:
        """The house itself."""
        return system_actor(self.community_id)

    def plan(
        self,
        title: str = "楼道清扫",
        *,
        rule: str = "R01",
        starts: datetime | None = None,
        hours: float = 2,
        leader: str | None = "leader",
        capacity: int | None = None,
    ) -> str:
        """An activity two hours from now, or when it is said; its public id."""
        begins = starts or clock.now() + timedelta(hours=2)
        return transact(
            lambda: volunteering.activities.plan(
                self.rules[rule],
                title=title,
                starts_at=begins,
                ends_at=begins + timedelta(hours=hours),
                leader_id=self.people[leader] if leader else None,
                capacity=capacity,
                actor=self.actors["officer"],
            )
        ).public_id

    def attend(self, public_id: str, *names: str) -> None:
        """The leader ticks these people in at the start and out at the end."""
        found = reading(lambda: get(self.community_id, public_id))
        who = [self.people[name] for name in names]
        leader = self.actors["leader"]
        clock.set_now(found.starts_at)
        transact(lambda: volunteering.attendance.tick(public_id, what="in", who=who, actor=leader))
        clock.set_now(found.ends_at)
        transact(lambda: volunteering.attendance.tick(public_id, what="out", who=who, actor=leader))

    def close(self, public_id: str, evidence: str = "") -> Entered:
        """The leader confirms the list."""
        leader = self.actors["leader"]
        return transact(lambda: volunteering.confirming.confirm(public_id, evidence=evidence, actor=leader))

    def held(self, *names: str, **planned: object) -> str:
        """An activity that these people attended from start to end, with its list confirmed."""
        public_id = self.plan(**planned)  # type: ignore[arg-type]
        self.attend(public_id, *names)
        self.close(public_id, "会议签到表第 3 页" if planned.get("rule") in ON_EVIDENCE else "")
        return public_id

    def approve(self, public_id: str, by: str = "officer") -> volunteering.approval.Approved:
        """The whole activity is approved."""
        return transact(lambda: volunteering.approval.approve_activity(public_id, actor=self.actors[by]))

    def back_fill(self, *names: str, by: str = "officer", hours: float = 4, **facts: object) -> str:
        """Somebody types in what was done this morning; its public id."""
        starts = facts.pop("starts", None) or MORNING - timedelta(hours=24)
        return transact(
            lambda: volunteering.back_filling.record(
                [self.people[name] for name in names],
                self.rules[str(facts.get("rule", "R01"))],
                title="帮忙搬运",
                starts_at=starts,  # type: ignore[arg-type]
                ends_at=starts + timedelta(hours=hours),  # type: ignore[operator]
                reason="签到表没带",
                evidence="现场照片 2 张",
                minutes=facts.get("minutes"),  # type: ignore[arg-type]
                actor=self.actors[by],
            )
        ).activity.public_id

    def services(self, public_id: str, by: str = "second") -> list[str]:
        """The public ids of those of an activity who wait."""
        found = reading(lambda: volunteering.one_activity.read(public_id, actor=self.actors[by]))
        return [row.public_id for row in (*found.flagged, *found.clear)]

    def points(self, name: str) -> int:
        """What this person's purse holds."""

        def work() -> int:
            account = people.purses.of_person(self.community_id, self.people[name]).account_id
            return ledger.balances.get(self.community_id, account).posted

        return reading(work)

    def minutes(self, name: str) -> int:
        """This person's hours, in minutes."""
        return reading(lambda: volunteering.hours.of_person(self.community_id, self.people[name]))

    def decide(self, name: str, value: object) -> None:
        """The community decides something, from long ago on."""
        transact(
            lambda: decide(self.community_id, name, value, effective_on=date(2020, 1, 2), actor=self.house)
        )


HOUSEHOLDS: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    ("001", [("tian", "田桂兰")]),
    ("002", [("yang", "杨志强"), ("xiaohe", "杨小禾")]),
    ("003", [("shi", "石磊")]),
    ("004", [("ran", "冉明")]),
    ("005", [("leader", "罗海燕")]),
    ("006", [("officer", "冉婷")]),
    ("007", [("second", "吴正林"), ("wife", "吴太太")]),
)
STAFF = {"leader": "leader", "officer": "officer", "second": "officer"}


def build() -> Neighbourhood:
    """Seven households, a leader, two officers, the street office."""
    community_id = people.places.found_community("锦溪社区", district="江城区", street="城南街道")
    house = system_actor(community_id)
    for name in ("publicity_days", "takeback_seconds"):
        decide(community_id, name, 0, effective_on=date(2020, 1, 1), actor=house)
    ids = volunteering.rules.add(RULES, effective_on=date(2025, 1, 1), actor=house)
    made = Neighbourhood(community_id, dict(zip([rule.code for rule in RULES], ids, strict=True)))
    for number, members in HOUSEHOLDS:
        home = people.households.add(number, actor=house)
        for key, name in members:
            made.people[key] = people.residents.register(name, actor=house, household_id=home, door="3栋")
    made.people["street"] = people.residents.register("街道办", actor=house)
    for key in ("tian", "yang", "shi", "ran", "leader", "officer", "second", "street"):
        account = people.accounts.create(made.people[key], actor=house)
        role = {**STAFF, "street": "street"}.get(key)
        if role:
            people.roles.grant(account, role, place_id=community_id, actor=house)
        made.actors[key] = people.actors.of_account(account, community_id=community_id)
    people.relations.relate(made.people["second"], made.people["yang"], kind="连襟", actor=house)
    return made


@pytest.fixture
@settles("neighbourhood")
def evening(app: Flask, engine: str, workshop: Workshop) -> Iterator[Neighbourhood]:
    """The neighbourhood on a Wednesday morning, with no publicity."""
    clock.set_now(MORNING)
    yield deepcopy(workshop.settled(app, engine, "neighbourhood", lambda: transact(build)))
    clock.reset()
