"""A role counts on the place it was given for, and on what lies under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, volunteering
from points.foundation import NEVER, Actor, Grant, NotAllowed, clock, db, new_id, reading, transact
from points.volunteering.programme.refusals import NotYourActivity
from points.volunteering.services import reversals
from points.volunteering.services.refusals import OwnEntry
from tests.support.world import new_community
from tests.volunteering.conftest import MORNING, Neighbourhood


def with_role(actor: Actor, role: str, place_id: UUID) -> Actor:
    return replace(actor, grants=(Grant(role, place_id, date(2025, 1, 1), NEVER),))


def street_place(community_id: UUID) -> UUID:
    place = sa.table("people_place", sa.column("id", sa.Uuid()), sa.column("parent_id", sa.Uuid()))
    query = sa.select(place.c.parent_id).where(place.c.id == community_id)
    return reading(lambda: db.session.execute(query).scalar_one())


def test_a_role_on_the_street_reaches_down_and_one_on_a_grid_does_not_reach_up(
    evening: Neighbourhood,
) -> None:
    public_id = evening.held("tian")
    officer = evening.actors["officer"]
    grid = transact(
        lambda: people.places.add("grid", "第1网格", parent_id=evening.community_id, actor=evening.house)
    )
    evening.actors["officer"] = with_role(officer, "officer", grid)
    with pytest.raises(NotAllowed):
        evening.approve(public_id)
    evening.actors["officer"] = with_role(officer, "officer", street_place(evening.community_id))
    assert evening.approve(public_id).people == 1


def test_a_role_in_another_community_is_none_here(evening: Neighbourhood) -> None:
    public_id = evening.held("tian")
    evening.actors["officer"] = with_role(evening.actors["officer"], "officer", new_community("别处"))
    with pytest.raises(NotAllowed):
        evening.approve(public_id)


def test_a_grid_worker_enters_for_their_grid_alone(evening: Neighbourhood) -> None:
    def build() -> UUID:
        grid = people.places.add("grid", "第1网格", parent_id=evening.community_id, actor=evening.house)
        home = people.households.add("101", actor=evening.house, place_id=grid)
        evening.people["neighbour"] = people.residents.register(
            "网格里的人", actor=evening.house, household_id=home
        )
        return grid

    grid = transact(build)
    evening.actors["worker"] = with_role(evening.actors["ran"], "grid_worker", grid)
    assert evening.back_fill("neighbour", by="worker").startswith("hd")
    with pytest.raises(NotAllowed):
        evening.back_fill("tian", by="worker")


def test_every_deed_is_refused_to_whom_it_does_not_belong(evening: Neighbourhood) -> None:
    public_id = evening.held("tian")
    service = evening.services(public_id)
    resident = evening.actors["yang"]
    starts = MORNING + timedelta(days=3)
    actions: list[Callable[[], object]] = [
        lambda: volunteering.approval.approve(service, actor=resident),
        lambda: volunteering.approval.reject(service, reason="不", actor=resident),
        lambda: volunteering.approval.reject_activity(public_id, reason="不", actor=resident),
        lambda: volunteering.activities.cancel(public_id, reason="不", actor=resident),
        lambda: reversals.reverse(new_id(), reason="不", actor=resident),
        lambda: volunteering.objections.decide(new_id(), upheld=True, reason="不", actor=resident),
        lambda: volunteering.rules.add([], effective_on=clock.today(), actor=resident),
        lambda: volunteering.activities.plan(
            evening.rules["R01"],
            title="",
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            actor=resident,
        ),
        lambda: volunteering.lists.page(resident),
    ]
    for action in actions:
        with pytest.raises(NotAllowed):
            transact(action)
    with pytest.raises(NotYourActivity):
        transact(lambda: volunteering.attendance.tick(public_id, what="in", actor=resident))


def test_who_entered_under_one_account_does_not_approve_under_another(evening: Neighbourhood) -> None:
    public_id = evening.back_fill("tian", by="second")

    def second_account() -> Actor:
        account = people.accounts.create(evening.people["second"], actor=evening.house)
        people.roles.grant(account, "officer", place_id=evening.community_id, actor=evening.house)
        return people.actors.of_account(account, community_id=evening.community_id)

    evening.actors["again"] = transact(second_account)
    with pytest.raises(OwnEntry):
        evening.approve(public_id, by="again")
