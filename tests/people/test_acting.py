"""Who begins an act of the shop and who confirms it: never one, never one family, and never nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import Actor, NotAllowed, NotFound, clock, db, new_id, reading, transact
from points.people.models import Delegation
from points.people.permissions import ACTS
from tests.people.test_deciding import person

WHY = "店长这周请假"


class Town:
    """A community where nobody holds a role yet."""

    def __init__(self, community_id: UUID) -> None:
        self.community_id, self.system = community_id, Actor(community_id, kind="system")


@pytest.fixture
def town(app: Flask) -> Town:
    """Such a community."""
    return Town(
        transact(lambda: people.places.found_community("柳巷社区", district="江城区", street="城南街道"))
    )


def confirm(act: str, first: list[Actor], actor: Actor, reason: str = "") -> str:
    """As what somebody confirms what these began."""
    began = [one.account_id for one in first]
    return reading(lambda: people.acting.refuse_second(act, began, actor=actor, reason=reason))


def test_every_act_has_somebody_for_each_part_and_no_second_from_thin_air() -> None:
    for act in ACTS.values():
        assert act.first
        assert act.second
        # what is the street office's own has nobody else before it
        assert {*act.second, *act.stand_in} >= {"street", "supervisor"}
        assert act.stand_in == (("supervisor",) if act.firm else ("street", "supervisor"))


def test_only_those_begin_whose_act_it_is(town: Town) -> None:
    manager, officer = person(town, "周兰", "shop_manager"), person(town, "吴云", "officer")
    people.acting.refuse_first("write_off", manager)
    people.acting.refuse_first("write_off", town.system)
    with pytest.raises(NotAllowed):
        people.acting.refuse_first("write_off", officer)


def test_nobody_confirms_what_they_or_their_family_began(town: Town) -> None:
    manager, officer, aunt = (
        person(town, name, role)
        for name, role in (("周兰", "shop_manager"), ("吴云", "officer"), ("周梅", "officer"))
    )
    with pytest.raises(people.refusals.OtherHandNeeded):
        confirm("write_off", [manager], manager)
    with pytest.raises(people.refusals.OtherHandNeeded):
        confirm("write_off", [officer, manager], officer)
    assert manager.person_id
    assert aunt.person_id
    transact(
        lambda: people.relations.relate(manager.person_id, aunt.person_id, kind="sibling", actor=town.system)  # type: ignore[arg-type]
    )
    with pytest.raises(people.refusals.OtherHandNeeded):
        confirm("write_off", [manager], aunt)
    assert not reading(lambda: people.acting.confirms("write_off", [manager.account_id], actor=aunt))
    # of several that wait, those that are neither theirs nor their family's
    asked = {one.account_id for one in (manager, officer, aunt)}
    for who, agrees in ((officer, asked - {officer.account_id}), (aunt, {officer.account_id})):
        found = reading(lambda who=who: people.acting.confirmed_of("write_off", asked, actor=who))
        assert found == agrees
    assert confirm("write_off", [manager], officer) == "second"
    assert reading(lambda: people.acting.confirms("write_off", [manager.account_id], actor=officer))


def test_who_has_no_part_in_it_confirms_nothing(town: Town) -> None:
    manager, leader = person(town, "周兰", "shop_manager"), person(town, "罗燕", "leader")
    with pytest.raises(NotAllowed):
        confirm("write_off", [manager], leader, WHY)
    assert not reading(lambda: people.acting.confirms("write_off", [manager.account_id], actor=leader))


def test_a_stand_in_says_why_while_somebody_else_is_left(town: Town) -> None:
    """A month with an absent officer has no dead end, and a present one is not passed over in silence."""
    manager, supervisor = person(town, "周兰", "shop_manager"), person(town, "秦山", "supervisor")
    assert confirm("set_price", [manager], supervisor) == "stand_in"
    person(town, "何川", "committee")
    with pytest.raises(people.refusals.StandInReason):
        confirm("set_price", [manager], supervisor, "   ")
    with pytest.raises(people.refusals.StandInReason):
        confirm("set_price", [manager], supervisor, " 请假了 ")
    assert confirm("set_price", [manager], supervisor, " 她请假了 ") == "stand_in"


def test_whose_account_the_first_made_says_why(town: Town) -> None:
    manager = person(town, "周兰", "shop_manager")
    officer = person(town, "吴云", "officer", opened_by=replace(town.system, account_id=manager.account_id))
    with pytest.raises(people.refusals.StandInReason):
        confirm("write_off", [manager], officer)
    assert confirm("write_off", [manager], officer, WHY) == "second"


def test_a_hand_is_lent_for_its_day_and_its_act_alone(town: Town) -> None:
    manager, leader = person(town, "周兰", "shop_manager"), person(town, "罗燕", "leader")

    def lend(**more: object) -> None:
        row = {
            "act": "write_off",
            "account_id": leader.account_id,
            "day": clock.today(),
            "reason": WHY,
            **more,
        }
        whole = {"community_id": town.community_id, "id": new_id(), "created_at": clock.now(), **row}
        transact(lambda: db.session.execute(sa.insert(Delegation), [whole]))

    lend(act="set_price")
    lend(day=clock.today() - timedelta(days=1))
    lend(day=clock.today() + timedelta(days=1))
    lend(ended_at=clock.now())
    lend(account_id=manager.account_id)
    with pytest.raises(NotAllowed):
        confirm("write_off", [manager], leader)
    with pytest.raises(people.refusals.OtherHandNeeded):
        confirm("write_off", [manager], manager)
    lend()
    assert confirm("write_off", [manager], leader) == "delegated"


def test_a_firm_act_is_lent_to_nobody_and_stood_in_for_only_where_nobody_else_is_left(town: Town) -> None:
    manager, watcher = person(town, "周兰", "shop_manager"), person(town, "秦山", "supervisor")
    assert confirm("sign_large_count", [manager], watcher) == "stand_in"
    office = person(town, "何建华", "street")
    assert confirm("sign_large_count", [manager], office) == "second"
    with pytest.raises(NotAllowed):
        confirm("sign_large_count", [manager], watcher, "街道的人在忙")
    clerk = person(town, "李梅", "clerk")
    assert clerk.account_id
    lent = clerk.account_id
    with pytest.raises(NotFound):
        transact(
            lambda: people.acting.lend("sign_large_count", lent, clock.today(), reason=WHY, actor=office)
        )
