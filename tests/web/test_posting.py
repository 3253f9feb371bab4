"""Whoever opens a page next posts what is due; where nothing is, the page asks at most one small question."""

from __future__ import annotations

from datetime import timedelta

from points import people, volunteering
from points.foundation import clock, db, transact
from points.web import posting
from tests.support.desk_day import MORNING, DeskDay, enter
from tests.support.statements import counting
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor


def test_a_residents_own_page_posts_what_is_due_and_shows_it(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.decide("takeback_seconds", 60)

    def account() -> None:
        system, who = desk_day.street.system, desk_day.neighbours["滕天菊"]
        own = people.accounts.create(who, actor=system, username="tengtianju", password=PASSWORD)
        people.roles.grant(own, "resident", place_id=desk_day.community_id, actor=system)

    transact(account)
    activity = desk_day.held()
    transact(lambda: volunteering.approval.approve_activity(activity, actor=desk_day.officers[1]))
    enter(client, "tengtianju")
    assert "通过了，马上入账" in client.get("/").text
    clock.set_now(MORNING + timedelta(seconds=60))
    posted = client.get("/").text
    assert "通过了，马上入账" not in posted
    assert "社区环境清洁" in posted


def test_a_page_asks_one_small_question_and_then_none_for_a_while(client: Visitor, desk_day: DeskDay) -> None:
    activity = desk_day.held()
    enter(client)

    def statements() -> int:
        with counting(db.engine) as counted:
            assert client.get(f"/desk/review/{activity}").status_code == 200
        return counted.number

    posting._quiet.clear()
    first, second = statements(), statements()
    assert first == second + 1
    clock.set_now(clock.now() + posting.LOOK)
    assert statements() == first
