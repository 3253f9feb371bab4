"""What none of those who decide may decide about is the supervisor's to decide, and nothing else is."""

from __future__ import annotations

import pytest

from points import people, volunteering
from points.foundation import reading, transact
from points.volunteering.review.refusals import OthersDecide, StreetNeeded
from points.volunteering.services.refusals import OwnService
from tests.volunteering.conftest import Neighbourhood
from tests.volunteering.test_objections import supervisor


def leave(evening: Neighbourhood, *names: str) -> None:
    """These leave the office."""
    accounts = [evening.actors[name].account_id for name in names]
    transact(
        lambda: [people.accounts.close(one, reason="离职", actor=evening.house) for one in accounts if one]
    )


def blocked(evening: Neighbourhood, public_id: str) -> set[str | None]:
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["supervisor"]))
    return {row.blocked for row in (*found.flagged, *found.clear)}


def test_where_somebody_else_may_decide_the_supervisor_does_nothing(evening: Neighbourhood) -> None:
    watcher, public_id = supervisor(evening), evening.held("tian")
    assert blocked(evening, public_id) == {"others_decide"}
    assert reading(lambda: volunteering.queue.left_count(watcher)) == 0
    assert reading(lambda: volunteering.queue.page(watcher)).rows == []
    [line] = evening.services(public_id)
    with pytest.raises(OthersDecide):
        evening.approve(public_id, "supervisor")
    with pytest.raises(OthersDecide):
        transact(lambda: volunteering.approval.approve([line], actor=watcher))
    with pytest.raises(OthersDecide):
        transact(lambda: volunteering.approval.reject([line], reason="不", actor=watcher))
    with pytest.raises(OthersDecide):
        transact(lambda: volunteering.approval.reject_activity(public_id, reason="不", actor=watcher))


def test_once_everybody_else_would_decide_about_their_own_it_is_the_supervisors(
    evening: Neighbourhood,
) -> None:
    watcher = supervisor(evening)
    public_id = evening.held("officer", "tian")
    leave(evening, "second", "street")
    assert blocked(evening, public_id) == {None, "others_decide"}
    assert reading(lambda: volunteering.queue.left_count(watcher)) == 1
    done = evening.approve(public_id, "supervisor")
    assert (done.people, dict(done.left)) == (1, {"others_decide": 1})
    assert evening.points("officer") == 40
    assert evening.approve(public_id).people == 1


def test_never_the_supervisors_own(evening: Neighbourhood) -> None:
    watcher = supervisor(evening)
    assert watcher.person_id is not None
    evening.people["supervisor"] = watcher.person_id
    public_id = evening.held("supervisor")
    leave(evening, "second", "street", "officer")
    with pytest.raises(OwnService):
        evening.approve(public_id, "supervisor")


def test_without_a_street_office_two_others_approve_a_very_long_day(evening: Neighbourhood) -> None:
    public_id = evening.held("shi", rule="R05", hours=13)
    evening.approve(public_id)
    with pytest.raises(StreetNeeded):
        evening.approve(public_id, "second")
    leave(evening, "street")
    assert evening.approve(public_id, "second").people == 1
    assert evening.points("shi") == 390
