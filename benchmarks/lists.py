"""Lays a desk for a measurement: an officer, a leader, and confirmed lists that wait for approval."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from points import people, volunteering
from points.foundation import Actor, clock, system_actor, transact

PASSWORD = "bench-Office-77"
HOURS = timedelta(hours=2)


@dataclass(frozen=True)
class Desk:
    """Who leads and who approves in a community, and the rule its lists are counted by."""

    community_id: UUID
    rule: UUID
    leader: Actor
    officer: str


def open_desk(community_id: UUID, *, tenths: int, since: date, name: str = "bench") -> Desk:
    """A desk whose rule gives so many tenths for an hour."""
    system = system_actor(community_id)
    new = volunteering.rules.NewRule(
        code="R01", name="社区环境清洁", unit="次", tenths=tenths, category="志愿服务", counts_hours=True
    )

    def work() -> Desk:
        [rule] = volunteering.rules.add([new], effective_on=since, actor=system)
        leader = _staff(community_id, f"{name}-leader", "leader", system)
        _staff(community_id, f"{name}-officer", "officer", system)
        return Desk(community_id, rule, leader, f"{name}-officer")

    return transact(work)


def lay(desk: Desk, starts: datetime, who: Collection[UUID]) -> str:
    """A list of two hours that all of these people were on, confirmed by its leader; its public id."""
    with clock.standing_at(starts - timedelta(days=1)):
        found = transact(
            lambda: volunteering.activities.plan(
                desk.rule,
                title="社区环境清洁",
                starts_at=starts,
                ends_at=starts + HOURS,
                leader_id=desk.leader.person_id,
                actor=system_actor(desk.community_id),
            )
        ).public_id
    with clock.standing_at(starts + timedelta(minutes=5)):
        transact(lambda: volunteering.attendance.tick(found, what="in", who=who, actor=desk.leader))
    with clock.standing_at(starts + HOURS):
        transact(lambda: volunteering.attendance.tick(found, what="out", who=who, actor=desk.leader))
        transact(lambda: volunteering.confirming.confirm(found, actor=desk.leader))
    return found


def _staff(community_id: UUID, name: str, role: str, system: Actor) -> Actor:
    person = people.residents.register(f"{role}{name}", actor=system)
    account = people.accounts.create(person, actor=system, username=name, password=PASSWORD)
    # lists are laid on earlier days
    people.roles.grant(
        account, role, place_id=community_id, actor=system, valid_from=clock.today() - timedelta(days=800)
    )
    return people.actors.of_account(account, community_id=community_id)
