"""Whose role it is and whether it still counts: with a second account, role and community beside it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people
from points.foundation import NotFound, clock, db, new_id, reading, system_actor, transact
from points.people.access.policy import is_strange, is_told
from points.people.models import Account, RoleGrant
from tests.support.town import NOON, Town, resident_account


def grants(account_id: UUID) -> list[UUID]:
    """The roles of an account, the oldest first."""
    query = sa.select(RoleGrant.id).where(RoleGrant.account_id == account_id).order_by(RoleGrant.id)
    return reading(lambda: list(db.session.scalars(query)))


def power(town: Town, *accounts: UUID) -> list[bool]:
    """Which of these accounts do more than their own."""
    return [reading(lambda one=one: people.roles.holds_power(one)) for one in accounts]


def test_a_role_is_power_until_its_last_day_is_over(town: Town) -> None:
    tian = resident_account(town)
    assert power(town, tian, town.officer_account) == [False, True]
    today = clock.today()
    transact(
        lambda: people.roles.grant(
            tian, "leader", place_id=town.community_id, actor=town.house, valid_until=today
        )
    )
    assert power(town, tian) == [True]
    clock.set_now(clock.now() + timedelta(days=1))
    assert power(town, tian, town.officer_account) == [False, True]


def test_of_two_accounts_one_loses_its_role_at_once_and_the_other_keeps_it(town: Town) -> None:
    [grant], admin = grants(town.officer_account), town.admin
    transact(lambda: people.roles.revoke(grant, reason="换岗", actor=admin))
    assert power(town, town.officer_account, town.admin_account) == [False, True]
    with pytest.raises(people.refusals.RoleEnded):
        transact(lambda: people.roles.revoke(grant, reason="换岗", actor=admin))


def test_nobody_ends_a_role_that_is_not_there_or_not_this_persons(town: Town) -> None:
    [grant], admin = grants(town.officer_account), town.admin
    with pytest.raises(NotFound):
        transact(lambda: people.roles.revoke(new_id(), reason="换岗", actor=admin))
    for person in (town.tian, new_id()):
        with pytest.raises(NotFound):
            transact(
                lambda person=person: people.roles.revoke(grant, reason="换岗", actor=admin, person_id=person)
            )
    elsewhere = transact(lambda: people.places.found_community("别处", district="锦江区", street="望江街道"))
    with pytest.raises(NotFound):
        transact(lambda: people.roles.revoke(grant, reason="换岗", actor=system_actor(elsewhere)))
    assert power(town, town.officer_account) == [True]
    transact(lambda: people.roles.revoke(grant, reason="换岗", actor=admin, person_id=town.officer))


def test_nobody_ends_their_own_role(town: Town) -> None:
    [grant], admin = grants(town.admin_account), town.admin
    with pytest.raises(people.refusals.OwnRole):
        transact(lambda: people.roles.revoke(grant, reason="不干了", actor=admin))


def test_who_holds_a_role_today_is_named_and_nobody_whose_role_or_account_ended(town: Town) -> None:
    def holders(*roles: str) -> list[str]:
        return [name for _, name in reading(lambda: people.roles.holders(town.community_id, *roles))]

    def over(*roles: str) -> list[UUID]:
        return reading(lambda: people.roles.accounts_over(town.community_id, *roles))

    assert (holders("officer"), holders("admin"), holders("leader")) == (["冉婷"], ["石磊"], [])
    assert (over("officer"), over("admin")) == ([town.officer_account], [town.admin_account])
    tian = resident_account(town)
    later = clock.today() + timedelta(days=2)
    transact(
        lambda: people.roles.grant(
            tian, "officer", place_id=town.community_id, actor=town.house, valid_from=later
        )
    )
    assert (holders("officer"), over("officer")) == (["冉婷"], [town.officer_account])
    clock.set_now(clock.now() + timedelta(days=2))
    assert sorted(holders("officer")) == ["冉婷", "田桂兰"]
    transact(lambda: db.session.execute(sa.update(Account).where(Account.id == tian).values(status="closed")))
    assert (holders("officer"), over("officer")) == (["冉婷"], [town.officer_account])
    [grant] = grants(town.officer_account)
    transact(lambda: people.roles.revoke(grant, reason="换岗", actor=town.admin))
    assert (holders("officer"), over("officer")) == ([], [])


def test_the_roles_of_one_account_are_listed_with_their_days(town: Town) -> None:
    until = clock.today() + timedelta(days=30)
    transact(
        lambda: people.roles.grant(
            town.officer_account, "leader", place_id=town.grid, actor=town.house, valid_until=until
        )
    )
    held = reading(lambda: people.roles.held_by(town.community_id, town.officer_account))
    assert [(one.role, one.place_name, one.since, one.until, one.waiting) for one in held] == [
        ("officer", "锦溪社区", clock.today(), None, False),
        ("leader", "第1网格", clock.today(), until, False),
    ]
    records = db.metadata.tables["audit_record"]
    query = sa.select(records.c.facts).where(
        records.c.deed == "role.granted", records.c.subject_id == town.officer_account
    )
    assert reading(lambda: list(db.session.scalars(query.order_by(records.c.id)))) == [
        {"role": "officer", "place_id": str(town.community_id), "until": "9999-12-31"},
        {"role": "leader", "place_id": str(town.grid), "until": until.isoformat()},
    ]


MACHINE, OTHER = b"this machine", b"another"


@pytest.mark.parametrize(
    "machine, mark, minutes, shared, told",
    [
        (None, MACHINE, 0, False, True),
        (None, None, 0, False, True),
        (OTHER, MACHINE, 0, False, True),
        (MACHINE, None, 0, False, True),
        (MACHINE, MACHINE, 30, False, False),
        (MACHINE, MACHINE, 30, True, True),
        (MACHINE, MACHINE, 10, True, False),
        (MACHINE, MACHINE, 11, True, True),
    ],
)
def test_what_was_done_at_a_machine_is_told_elsewhere_and_there_at_another_sitting_if_it_is_shared(
    machine: bytes | None, mark: bytes | None, minutes: int, *, shared: bool, told: bool
) -> None:
    begun = NOON + timedelta(minutes=minutes)
    assert is_told(machine, NOON, mark, begun, shared=shared) is told


@pytest.mark.parametrize(
    "machine, mark, days, strange",
    [
        (None, None, 0, False),
        (None, MACHINE, 0, False),
        (OTHER, MACHINE, 0, False),
        (MACHINE, MACHINE, 0, True),
        (MACHINE, MACHINE, 13, True),
        (MACHINE, MACHINE, 14, False),
    ],
)
def test_a_new_machine_is_strange_for_a_fortnight(
    machine: bytes | None, mark: bytes | None, days: int, *, strange: bool
) -> None:
    assert is_strange(machine, NOON, mark, NOON + timedelta(days=days)) is strange


def test_a_role_is_offered_on_places_that_are_open_alone(town: Town) -> None:
    def offered() -> set[UUID]:
        return {place for place, _ in reading(lambda: people.roles.places_to_grant(town.admin))}

    empty = transact(
        lambda: people.places.add("grid", "第9网格", parent_id=town.community_id, actor=town.house)
    )
    assert {town.grid, empty} <= offered()
    transact(lambda: people.places.close(empty, reason="并网格", actor=town.admin))
    assert empty not in offered()
    assert town.grid in offered()
