"""What is done afterwards meets what goes on: an award taken back while it is spent, an objection while the night credits,
calling off while the list is handed in. Each with its control: two steps that only looked do go wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Event
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import ledger, people, volunteering
from points.foundation import clock, db, reading, run, transact
from points.oversight.proving import examine
from points.volunteering.models import Activity, Service, SignUp
from tests.races.storm import answers, at_once, meeting, refused
from tests.volunteering.conftest import MORNING, Neighbourhood
from tests.volunteering.test_activities import sign_up
from tests.volunteering.test_approval import award_of
from tests.volunteering.test_corrections import ask, confirm, spend

ROUNDS = 4
#: what a purse and its awards must satisfy, whatever it was spent for
SOUND = {"sum_zero", "balance_is_entries", "none_below_zero", "one_award", "reversed_is_taken_back"}


def broken(evening: Neighbourhood) -> set[str]:
    """Those of these invariants that do not hold."""
    return {one.name for one in reading(lambda: examine(evening.community_id)).broken} & SOUND


def credited(evening: Neighbourhood, day: int) -> UUID:
    """An award of two hours that somebody asks to take back."""
    evening.approve(evening.held("tian", starts=MORNING + timedelta(days=day)))
    found = reading(lambda: award_of(evening, "tian")).subject_id
    assert found is not None
    ask(evening, found)
    return found


def test_an_award_taken_back_while_it_is_spent_leaves_nothing_below_zero_and_goes_once(
    app: Flask, evening: Neighbourhood
) -> None:
    for day in range(1, ROUNDS + 1):
        award = credited(evening, day)
        tenths = evening.points("tian")
        works: list[Callable[[], None]] = [
            lambda award=award: confirm(evening, award),  # type: ignore[misc]
            lambda tenths=tenths: spend(evening, tenths),  # type: ignore[misc]
        ]
        with meeting(2, "ledger_txn"):
            outcomes = at_once(app, works * 2)
        # one of the two confirmations takes it back; the points are spent once at most, before that
        assert Counter(refused(outcomes))["already_decided"] == 1
        assert len(answers(outcomes)) in (1, 2)
        assert evening.points("tian") == 0
        assert broken(evening) == set()


def test_the_control_a_reversal_that_only_looked_takes_what_was_spent(
    app: Flask, evening: Neighbourhood
) -> None:
    credited(evening, 1)
    tenths, looked, spent = evening.points("tian"), Barrier(2), Event()
    account = reading(
        lambda: people.purses.of_person(evening.community_id, evening.people["tian"]).account_id
    )
    balance = db.metadata.tables["ledger_balance"]

    def naive() -> None:
        seen = reading(lambda: ledger.balances.get(evening.community_id, account)).posted
        looked.wait(30)
        spent.wait(30)
        mine = balance.c.account_id == account
        transact(lambda: run(sa.update(balance).where(mine).values(posted=seen - tenths + 10)))

    def spending() -> None:
        looked.wait(30)
        spend(evening, tenths)
        spent.set()

    assert len(answers(at_once(app, [naive, spending]))) == 2
    assert "balance_is_entries" in broken(evening)


def in_publicity(evening: Neighbourhood, day: int) -> UUID:
    """A line that hangs out."""
    evening.approve(evening.held("tian", starts=MORNING + timedelta(days=day)))
    hanging = reading(lambda: volunteering.publicity.posted(evening.community_id))
    return next(one.service_id for one in hanging if one.status == "in_publicity")


def credit_all(evening: Neighbourhood) -> int:
    """The night on which the days of publicity are over."""
    over = clock.today() + timedelta(days=30)
    return len(transact(lambda: volunteering.publicity.credit_due(evening.community_id, over)).awards)


def test_a_line_is_objected_to_or_credited_and_never_both(app: Flask, evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    given = 0
    for day in range(1, ROUNDS + 1):
        line = in_publicity(evening, day)

        def object_to(line: UUID = line) -> str:
            ran = evening.actors["ran"]
            transact(lambda: volunteering.objections.raise_one(line, reason="没看见人", actor=ran))
            return "objected"

        with meeting(2, "FROM volunteering_service", "in_publicity"):
            outcomes = at_once(app, [object_to, lambda: f"credited {credit_all(evening)}"] * 2)
        said = Counter(answers(outcomes))
        assert (said["objected"], said["credited 1"]) in ((1, 0), (0, 1)), said
        assert set(refused(outcomes)) <= {"not_in_publicity", "already_decided", "objected_before"}
        given += said["credited 1"]
        assert evening.points("tian") == 40 * given
        assert broken(evening) == set()
        if said["objected"]:
            street = evening.actors["street"]
            transact(
                lambda line=line, street=street: volunteering.objections.decide(
                    line, upheld=True, reason="没有来", actor=street
                )
            )


def test_the_control_an_objection_that_only_looked_stops_what_was_credited(
    app: Flask, evening: Neighbourhood
) -> None:
    evening.decide("publicity_days", 3)
    line, looked, night_over = in_publicity(evening, 1), Barrier(2), Event()
    mine = Service.id == line

    def naive() -> None:
        seen = reading(lambda: db.session.scalar(sa.select(Service.status).where(mine)))
        looked.wait(30)
        night_over.wait(30)
        assert seen == "in_publicity"
        transact(lambda: run(sa.update(Service).where(mine).values(status="objected")))

    def night() -> None:
        looked.wait(30)
        assert credit_all(evening) == 1
        night_over.set()

    assert len(answers(at_once(app, [naive, night]))) == 2
    assert "one_award" in broken(evening)


def no_shows(evening: Neighbourhood) -> int:
    """How many of the cancelled activities have somebody who did not come."""
    query = sa.select(sa.func.count()).select_from(SignUp).join(Activity, Activity.id == SignUp.activity_id)
    query = query.where(Activity.status == "cancelled", SignUp.status == "no_show")
    return int(reading(lambda: db.session.scalar(query)) or 0)


def nobody_came(evening: Neighbourhood, day: int) -> str:
    """Somebody had signed up for an activity that is over, and nobody was there."""
    public_id = evening.plan(starts=MORNING + timedelta(days=day))
    sign_up(evening, public_id, "tian")
    clock.set_now(MORNING + timedelta(days=day, hours=3))
    return public_id


@pytest.mark.parametrize("with_a_tick", [False, True])
def test_an_activity_is_called_off_or_held_and_never_both(
    app: Flask, evening: Neighbourhood, *, with_a_tick: bool
) -> None:
    officer, leader = evening.actors["officer"], evening.actors["leader"]
    who = [evening.people["tian"]]
    for day in range(1, ROUNDS + 1):
        public_id = nobody_came(evening, day)

        def cancel(public_id: str = public_id) -> str:
            transact(lambda: volunteering.activities.cancel(public_id, reason="下雨", actor=officer))
            return "cancelled"

        def held(public_id: str = public_id) -> str:
            if with_a_tick:
                transact(lambda: volunteering.attendance.tick(public_id, what="in", who=who, actor=leader))
            else:
                transact(lambda: volunteering.confirming.confirm(public_id, actor=leader))
            return "held"

        with meeting(2, "FROM volunteering_activity"):
            outcomes = at_once(app, [cancel, held])
        assert len(answers(outcomes)) == 1
        assert set(refused(outcomes)) <= {"activity_cancelled", "activity_closed", "somebody_came"}
        found = reading(lambda public_id=public_id: volunteering.activities.get(public_id, actor=officer))
        assert (found.status == "cancelled") == (answers(outcomes) == ["cancelled"])
        assert no_shows(evening) == 0


def test_the_control_calling_off_what_one_only_looked_at_blames_who_signed_up(
    app: Flask, evening: Neighbourhood
) -> None:
    public_id, looked, handed_in = nobody_came(evening, 1), Barrier(2), Event()
    leader = evening.actors["leader"]
    mine = Activity.public_id == public_id

    def naive() -> None:
        seen = reading(lambda: db.session.scalar(sa.select(Activity.status).where(mine)))
        looked.wait(30)
        handed_in.wait(30)
        assert seen == "open"
        transact(lambda: run(sa.update(Activity).where(mine).values(status="cancelled")))

    def handing_in() -> None:
        looked.wait(30)
        transact(lambda: volunteering.confirming.confirm(public_id, actor=leader))
        handed_in.set()

    assert len(answers(at_once(app, [naive, handing_in]))) == 2
    assert no_shows(evening) == 1
