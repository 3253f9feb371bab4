"""Two people at once: of two decisions one counts, a cap is used once, the last place is given once.

Each guard has its negative control: the same threads without it do go wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, oversight, volunteering
from points.foundation import Refusal, clock, db, reading, transact
from tests.volunteering.conftest import MORNING, Neighbourhood

ROUNDS = 4


def at_once(app: Flask, works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run these in threads of their own that begin together; a refusal's code stands for what was refused."""
    ready, said = Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        with app.app_context():
            ready.wait()
            try:
                said[number] = work()
            except Refusal as refusal:
                said[number] = refusal.code  # type: ignore[call-overload]
            except BaseException as error:
                said[number] = error  # type: ignore[call-overload]

    threads = [Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def awards(evening: Neighbourhood) -> int:
    return reading(
        lambda: int(db.session.execute(sa.text("SELECT count(*) FROM volunteering_award")).scalar_one())
    )


def approving(evening: Neighbourhood, public_id: str, by: str) -> Callable[[], str]:
    def work() -> str:
        done = transact(lambda: volunteering.approval.approve_activity(public_id, actor=evening.actors[by]))
        return f"approved {done.people}"

    return work


def rejecting(evening: Neighbourhood, public_id: str, by: str) -> Callable[[], str]:
    def work() -> str:
        actor = evening.actors[by]
        transact(lambda: volunteering.approval.reject_activity(public_id, reason="没有办成", actor=actor))
        return "rejected"

    return work


def test_of_eight_approvals_at_once_one_gives_one_award_and_the_others_are_told(
    app: Flask, evening: Neighbourhood
) -> None:
    for number in range(1, ROUNDS + 1):
        public_id = evening.held("tian", "ran", starts=MORNING + timedelta(days=number))
        said = at_once(app, [approving(evening, public_id, by) for by in ("officer", "second") * 4])
        assert Counter(said) == {"approved 2": 1, "already_decided": 7}
        assert (awards(evening), evening.points("tian")) == (2 * number, 40 * number)


def test_of_approving_and_rejecting_at_once_one_wins_and_the_books_agree(
    app: Flask, evening: Neighbourhood
) -> None:
    given = 0
    for number in range(1, ROUNDS + 1):
        public_id = evening.held("tian", starts=MORNING + timedelta(days=number))
        works = [approving(evening, public_id, "officer"), rejecting(evening, public_id, "second")]
        said = Counter(at_once(app, works * 3))
        assert said["approved 1"] + said["rejected"] == 1
        assert said["already_decided"] == 5
        given += said["approved 1"]
        assert (awards(evening), evening.points("tian")) == (given, 40 * given)


def test_two_activities_of_one_person_approved_at_once_share_the_cap_of_the_day(
    app: Flask, evening: Neighbourhood
) -> None:
    for number in range(1, ROUNDS + 1):
        starts = MORNING + timedelta(days=number)
        first = evening.held("tian", starts=starts, hours=3)
        second = evening.held("tian", starts=starts + timedelta(hours=3), hours=3)
        works = [approving(evening, first, "officer"), approving(evening, second, "second")]
        assert at_once(app, works) == ["approved 1", "approved 1"]
        assert evening.points("tian") == 80 * number
        assert evening.minutes("tian") == 360 * number


def test_two_that_make_a_long_day_together_are_not_both_approved_by_one(
    app: Flask, evening: Neighbourhood
) -> None:
    evening.decide("day_limit_minutes", 300)
    public_ids = [
        evening.held("shi", rule="R05", starts=MORNING + timedelta(hours=3 + 3 * n), hours=3) for n in (0, 1)
    ]
    said = at_once(app, [approving(evening, one, "officer") for one in public_ids])
    assert said == ["approved 0", "approved 0"]
    assert evening.points("shi") == 0


def test_the_last_place_goes_to_one_of_many(app: Flask, evening: Neighbourhood) -> None:
    public_id = evening.plan(capacity=1)

    def signing(who: str) -> Callable[[], str]:
        return lambda: (
            transact(lambda: volunteering.signups.sign_up(public_id, actor=evening.actors[who])).public_id
        )

    said = at_once(app, [signing(who) for who in ("tian", "yang", "shi", "ran")])
    assert Counter(said) == {public_id: 1, "activity_full": 3}


def test_a_list_is_closed_once(app: Flask, evening: Neighbourhood) -> None:
    public_id = evening.plan()
    evening.attend(public_id, "tian", "yang")
    leader = evening.actors["leader"]
    closing = lambda: transact(lambda: volunteering.confirming.confirm(public_id, actor=leader)).people  # noqa: E731
    assert Counter(at_once(app, [closing] * 4)) == {2: 1, "activity_closed": 3}


def test_a_night_that_runs_twice_at_once_credits_once(app: Flask, evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    evening.approve(evening.held("tian", "yang"))
    clock.set_now(MORNING + timedelta(days=14))
    due = lambda: len(transact(lambda: volunteering.publicity.credit_due(evening.community_id)).awards)  # noqa: E731
    said = at_once(app, [due] * 4)
    assert sorted(one for one in said if isinstance(one, int))[-1] == 2
    assert (awards(evening), evening.points("tian")) == (2, 40)


def test_of_taking_back_and_posting_at_once_one_wins_and_the_books_agree(
    app: Flask, evening: Neighbourhood
) -> None:
    evening.decide("publicity_days", 3)
    given = 0
    for number in range(1, ROUNDS + 1):
        public_id = evening.held("tian", "ran", starts=MORNING + timedelta(days=number))
        decision = transact(
            lambda public_id=public_id: volunteering.approval.approve_activity(
                public_id, actor=evening.actors["officer"]
            )
        ).decision_id

        def take_back(decision: UUID = decision) -> str:
            actor = evening.actors["officer"]
            done = transact(lambda: volunteering.withdrawal.withdraw(decision, actor=actor))
            return f"taken back {done.people}"

        def post() -> str:
            """Somebody's clock says that the days are over."""
            over = clock.today() + timedelta(days=30)
            done = transact(lambda: volunteering.publicity.credit_due(evening.community_id, over))
            return f"posted {len(done.awards)}"

        said = Counter(at_once(app, [take_back, post] * 3))
        assert said["posted 2"] + (said["taken back 2"] == 3) == 1
        assert said["posted 2"] == (said["already_posted"] == 3)
        given += 2 * said["posted 2"]
        assert (awards(evening), evening.points("tian")) == (given, 20 * given)
    assert oversight.checking.check(evening.community_id).balanced


@pytest.mark.parametrize("first", ["take back", "post"])
def test_an_approval_falls_due_while_it_is_taken_back_and_who_is_second_finds_it_done(
    app: Flask, evening: Neighbourhood, first: str
) -> None:
    """Both begin while it still stands: one reads before its time is over, the other, by its own clock, after it.

    The first commits when the second is at it already: without locks and versions that one would have read what was.
    """
    evening.decide("takeback_seconds", 60)
    public_id = evening.held("tian", "ran")
    decision = evening.approve(public_id).decision_id
    before, due = clock.now(), clock.now() + timedelta(seconds=60)
    officer, written, begun = evening.actors["officer"], Event(), Event()

    def take_back() -> str:
        clock.set_now(before)
        return f"taken back {volunteering.withdrawal.withdraw(decision, actor=officer).people}"

    def post() -> str:
        clock.set_now(due)
        return f"posted {len(volunteering.posting.post_due(evening.community_id).awards)}"

    works = {"take back": take_back, "post": post}
    leads, follows = works.pop(first), *works.values()

    def leading() -> str:
        def work() -> str:
            said = leads()
            written.set()
            begun.wait()
            while not somebody_waits():
                pass
            return said

        return transact(work)

    def following() -> str:
        written.wait()
        begun.set()
        return transact(follows)

    said = at_once(app, [leading, following])
    assert said == (["taken back 2", "posted 0"] if first == "take back" else ["posted 2", "already_posted"])
    given = 0 if first == "take back" else 2
    assert (awards(evening), evening.points("tian")) == (given, 20 * given)
    assert oversight.checking.check(evening.community_id).balanced


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "unguarded"])
def test_without_the_state_in_its_condition_a_posting_outruns_a_taking_back(
    app: Flask, evening: Neighbourhood, guarded: bool
) -> None:
    """The control: both have seen 'approved'; without the guard points are given for what waits again."""
    scratch("CREATE TABLE scratch_service (id INTEGER PRIMARY KEY, status TEXT)")
    scratch("CREATE TABLE scratch_award (service_id INTEGER)")
    scratch("INSERT INTO scratch_service VALUES (1, 'approved')")
    have_read, taken_back = Barrier(2), Event()

    def change(status: str) -> Callable[[], bool]:
        def work() -> bool:
            with db.engine.connect() as reader:
                seen = reader.execute(sa.text("SELECT status FROM scratch_service")).scalar_one()
            have_read.wait()
            if status == "credited":
                taken_back.wait()
            guard = " WHERE status = 'approved'" if guarded else ""
            with db.engine.begin() as writer:
                changed = writer.execute(sa.text(f"UPDATE scratch_service SET status = '{status}'{guard}"))
                if changed.rowcount and status == "credited":
                    writer.execute(sa.text("INSERT INTO scratch_award VALUES (1)"))
            taken_back.set()
            return seen == "approved" and changed.rowcount == 1

        return work

    said = at_once(app, [change("submitted"), change("credited")])
    with db.engine.connect() as reader:
        given = reader.execute(sa.text("SELECT count(*) FROM scratch_award")).scalar_one()
    assert (said, given) == (([True, False], 0) if guarded else ([True, True], 1))


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "unguarded"])
def test_reading_first_and_writing_afterwards_does_go_wrong(
    app: Flask, evening: Neighbourhood, guarded: bool
) -> None:
    """The control: on a scratch copy, without `WHERE status`, every thread approves and every thread rejects."""
    scratch("CREATE TABLE scratch_service (id INTEGER PRIMARY KEY, status TEXT)")
    scratch("CREATE TABLE scratch_award (service_id INTEGER)")
    scratch("INSERT INTO scratch_service VALUES (1, 'submitted')")
    have_read = Barrier(4)

    def decide(status: str) -> Callable[[], bool]:
        def work() -> bool:
            with db.engine.connect() as reader:
                seen = reader.execute(sa.text("SELECT status FROM scratch_service WHERE id = 1")).scalar_one()
            have_read.wait()
            guard = " AND status = 'submitted'" if guarded else ""
            with db.engine.begin() as writer:
                if seen != "submitted":
                    return False
                done = writer.execute(
                    sa.text(f"UPDATE scratch_service SET status = '{status}' WHERE id = 1{guard}")
                )
                if not done.rowcount:
                    return False
                if status == "credited":
                    writer.execute(sa.text("INSERT INTO scratch_award VALUES (1)"))
                return True

        return work

    said = at_once(app, [decide("credited"), decide("rejected")] * 2)
    with db.engine.connect() as reader:
        given = reader.execute(sa.text("SELECT count(*) FROM scratch_award")).scalar_one()
        status = reader.execute(sa.text("SELECT status FROM scratch_service")).scalar_one()
    if guarded:
        assert said.count(True) == 1
        assert given == (1 if status == "credited" else 0)
    else:
        assert said == [True] * 4
        assert given == 2


def somebody_waits() -> bool:
    """Whether somebody stands at a lock; in SQLite nobody so much as reads for an action beside another's."""
    if db.engine.dialect.name != "postgresql":
        return True
    standing = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with db.engine.connect() as looking:
        return bool(looking.execute(sa.text(standing)).scalar_one())


def scratch(statement: str) -> None:
    with db.engine.begin() as writer:
        writer.execute(sa.text(statement))


def test_a_refused_approval_is_written_down(evening: Neighbourhood) -> None:
    public_id = evening.held("tian")
    evening.approve(public_id)
    actor = evening.actors["second"]
    with pytest.raises(Refusal):
        audit.records.attempt(
            lambda: volunteering.approval.approve_activity(public_id, actor=actor),
            of=volunteering.approval.approve_activity,
            actor=actor,
        )
    found = reading(
        lambda: audit.trail.read(evening.community_id, audit.trail.TrailFilter(outcome="refused"))
    )
    assert [line.facts["code"] for line in found] == ["already_decided"]
