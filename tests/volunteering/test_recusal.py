"""Whoever made somebody's account is no second person beside them: what they typed or only ticked wants another look."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from points import volunteering
from points.foundation import clock, db, reading, transact
from points.people.models import Account
from points.volunteering.programme.activity_rows import get
from points.volunteering.review.refusals import SecondLook
from points.volunteering.services.refusals import EntryOfOne
from tests.volunteering.conftest import Neighbourhood


def made(evening: Neighbourhood, whose: str, by: str) -> None:
    """Somebody's account was opened by somebody else."""
    account, opener = evening.actors[whose].account_id, evening.actors[by].account_id
    transact(
        lambda: db.session.execute(sa.update(Account).where(Account.id == account).values(opened_by=opener))
    )


def flags(evening: Neighbourhood, public_id: str, by: str = "officer") -> set[str]:
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors[by]))
    return {flag.code for row in (*found.flagged, *found.clear) for flag in row.flags}


def scanned(evening: Neighbourhood, coming: tuple[str, ...], ticked: tuple[str, ...]) -> str:
    """An activity at which these showed their own codes to the leader, and those were ticked."""
    public_id = evening.plan()
    found = reading(lambda: get(evening.community_id, public_id))
    leader = evening.actors["leader"]

    def check(person: UUID) -> object:
        return transact(lambda: volunteering.attendance.scan_person(public_id, person, actor=leader))

    for at, what in ((found.starts_at, "in"), (found.ends_at, "out")):
        clock.set_now(at)
        for name in coming:
            check(evening.people[name])
        who = [evening.people[name] for name in ticked]
        if who:
            transact(
                lambda who=who, what=what: volunteering.attendance.tick(
                    public_id, what=what, who=who, actor=leader
                )
            )
    evening.close(public_id)
    return public_id


@pytest.mark.parametrize(("whose", "by"), [("second", "officer"), ("officer", "second")])
def test_what_an_account_of_ones_own_making_typed_in_is_for_somebody_else(
    evening: Neighbourhood, whose: str, by: str
) -> None:
    public_id = evening.back_fill("tian", by="second")
    made(evening, whose, by)
    with pytest.raises(EntryOfOne):
        evening.approve(public_id, by="officer")
    assert evening.approve(public_id, by="street").people == 1


def test_a_list_only_ticked_by_such_a_leader_wants_a_second_look(evening: Neighbourhood) -> None:
    made(evening, "leader", "officer")
    public_id = evening.held("tian", "yang")
    assert flags(evening, public_id) == {"ticked_by_one"}
    done = evening.approve(public_id)
    assert (done.people, done.second, evening.points("tian")) == (0, 2, 0)
    with pytest.raises(SecondLook):
        evening.approve(public_id)
    assert evening.approve(public_id, by="street").people == 2
    assert evening.points("tian") == 40


def test_where_people_showed_their_own_codes_it_is_said_and_not_refused(evening: Neighbourhood) -> None:
    made(evening, "leader", "officer")
    public_id = scanned(evening, ("tian", "yang"), ("shi",))
    assert flags(evening, public_id) == {"listed_by_one"}
    assert evening.approve(public_id).people == 3


def test_one_scan_among_many_ticks_is_no_list_of_codes(evening: Neighbourhood) -> None:
    made(evening, "leader", "officer")
    public_id = scanned(evening, ("tian",), ("yang", "shi", "ran"))
    done = evening.approve(public_id)
    assert (done.people, done.second) == (1, 3)


def test_another_officer_needs_no_second_look(evening: Neighbourhood) -> None:
    made(evening, "leader", "second")
    public_id = evening.held("tian")
    assert flags(evening, public_id) == set()
    assert evening.approve(public_id).people == 1


def test_the_second_look_is_not_of_one_origin_with_the_first(evening: Neighbourhood) -> None:
    public_id = evening.held("shi", rule="R05", hours=9)
    assert evening.approve(public_id).second == 1
    made(evening, "second", "officer")
    with pytest.raises(SecondLook):
        evening.approve(public_id, by="second")
    assert evening.approve(public_id, by="street").people == 1


def test_whose_turn_it_is_is_counted_as_the_queue_shows_it(evening: Neighbourhood) -> None:
    made(evening, "officer", "street")
    evening.held("tian", "shi")
    evening.back_fill("tian", by="officer")
    evening.back_fill("shi", by="second")
    # a relative of the second officer, alone and beside somebody else; and the officer's own
    evening.back_fill("yang", hours=2)
    evening.held("yang", "ran")
    evening.held("officer")
    counted = {}
    for name in ("officer", "second", "street"):
        actor = evening.actors[name]
        rows = reading(lambda actor=actor: volunteering.queue.page(actor)).rows
        turn = reading(lambda actor=actor: volunteering.queue.turn_of(actor))
        own = [one for one in rows if not one.of_others]
        assert (turn.activities, turn.others) == (len(own), len(rows) - len(own)), name
        assert all(one.may_decide for one in own), name
        assert turn.since == min(one.day for one in own), name
        counted[name] = (turn.activities, turn.others)
    assert counted == {"officer": (3, 3), "second": (4, 2), "street": (4, 2)}
