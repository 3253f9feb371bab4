"""Lists of activities, row by row: in which order, how many, from which day to which, and what each says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from points import volunteering
from points.foundation import Actor, add_rows, clock, db, new_id, paging, reading, run, transact
from points.volunteering.models import Activity, Service
from points.volunteering.programme.activity_rows import get
from points.volunteering.programme.lists import ActivityFilter, key_of_day
from tests.volunteering.conftest import MORNING, Neighbourhood

# Edges of what Python compares; the statements behind them run on both engines in the tests beside these.
pytestmark = pytest.mark.shortly_on("sqlite")

START = MORNING + timedelta(hours=2)
#: 0:00 of the same Wednesday in Shanghai
MIDNIGHT = MORNING - timedelta(hours=9)
DAY = timedelta(days=1)


def titles(
    evening: Neighbourhood, asked: paging.PageAsked = paging.FIRST_PAGE, **wanted: object
) -> list[str]:
    """What the office's list shows."""
    officer, filters = evening.actors["officer"], ActivityFilter(**wanted)  # type: ignore[arg-type]
    return [
        row.activity.title for row in reading(lambda: volunteering.lists.page(officer, filters, asked)).rows
    ]


def sign_up(evening: Neighbourhood, public_id: str, *names: str) -> None:
    for name in names:
        transact(lambda name=name: volunteering.signups.sign_up(public_id, actor=evening.actors[name]))


def many(evening: Neighbourhood, number: int) -> None:
    """So many activities like one that is planned, each a second after the one before."""
    first = evening.plan("1")

    def work() -> None:
        table = Activity.__table__
        [row] = db.session.execute(sa.select(table).where(table.c.public_id == first)).mappings().all()
        more = [
            {**row, "id": new_id(), "public_id": f"hd{one:012}", "title": str(one),
             "starts_at": row["starts_at"] + timedelta(seconds=one - 1)}
            for one in range(2, number + 1)
        ]  # fmt: skip
        add_rows(Activity, more)

    transact(work)


def test_a_page_shows_so_many_and_the_soonest_or_latest_of_them(evening: Neighbourhood) -> None:
    many(evening, 32)
    tian, leader, here = evening.actors["tian"], evening.actors["leader"], evening.community_id
    lists = volunteering.lists
    assert [one.activity.title for one in reading(lambda: lists.open_to(tian))] == list(
        map(str, range(1, 31))
    )
    assert [one.activity.title for one in reading(lambda: lists.coming(tian))] == list(map(str, range(1, 9)))
    ahead, past = reading(lambda: lists.led_by(leader))
    assert ([one.activity.title for one in ahead], past) == (list(map(str, range(1, 21))), [])
    handed = reading(lambda: volunteering.activities.led_by(here, evening.people["leader"]))
    assert [one.title for one in handed] == list(map(str, range(1, 33)))
    transact(lambda: run(sa.update(Activity).values(status="cancelled", cancelled_at=MORNING)))
    assert [one.title for one in reading(lambda: lists.called_off(here))] == list(map(str, range(1, 11)))
    transact(lambda: run(sa.update(Activity).values(status="reviewed")))
    ahead, past = reading(lambda: lists.led_by(leader))
    assert (ahead, [one.activity.title for one in past]) == ([], list(map(str, range(32, 12, -1))))
    last = past[-1].activity
    key = paging.make_key(last.starts_at, last.activity_id)
    ahead, older = reading(lambda: lists.led_by(leader, after=key))
    assert (ahead, [one.activity.title for one in older]) == ([], list(map(str, range(12, 0, -1))))
    assert reading(lambda: lists.led_by(Actor(here))) == ([], [])


def test_what_is_led_is_open_or_not_and_after_a_key_only_what_is_over(evening: Neighbourhood) -> None:
    done = [evening.held("tian", title=one, starts=clock.now()) for one in ("一", "二")]
    evening.plan("三")
    leader = evening.actors["leader"]
    evening.plan("别人的", leader="officer")
    ahead, past = reading(lambda: volunteering.lists.led_by(leader))
    assert [one.activity.title for one in ahead] == ["三"]
    assert [one.activity.title for one in past] == ["二", "一"]
    last = past[0].activity
    key = paging.make_key(last.starts_at, last.activity_id)
    assert [
        [one.activity.title for one in part]
        for part in reading(lambda: volunteering.lists.led_by(leader, after=key))
    ] == [[], ["一"]]
    evening.approve(done[0])
    ahead, past = reading(lambda: volunteering.lists.led_by(leader))
    assert [(one.state, one.here, one.signed_up) for one in past] == [("closed", 1, 0), ("approved", 1, 0)]
    clock.set_now(ahead[0].activity.starts_at - timedelta(seconds=1))
    sign_up(evening, ahead[0].activity.public_id, "tian", "ran")
    transact(lambda: volunteering.signups.withdraw(ahead[0].activity.public_id, actor=evening.actors["ran"]))
    states = []
    for at in (clock.now(), ahead[0].activity.starts_at):
        clock.set_now(at)
        [row] = reading(lambda: volunteering.lists.led_by(leader))[0]
        states.append((row.state, row.signed_up, row.here))
    assert states == [("open", 1, 0), ("running", 1, 0)]


def test_what_is_open_says_whether_one_may_join_and_leave(evening: Neighbourhood) -> None:
    full, free, any_ = evening.plan("满", capacity=1), evening.plan("空", capacity=2), evening.plan("多")
    evening.plan("会", rule="R15", leader=None, hours=0.1)
    evening.plan("访", rule="R06", hours=29 / 60)
    evening.plan("访完", rule="R06", hours=30 / 60)
    sign_up(evening, full, "tian")
    sign_up(evening, free, "yang")
    sign_up(evening, any_, "ran")

    def seen(who: str) -> dict[str, tuple[object, ...]]:
        found = reading(lambda: volunteering.lists.open_to(evening.actors[who]))
        return {
            one.activity.title: (one.signed_up, one.mine, one.before, one.can_sign_up, one.can_withdraw)
            for one in found
        }

    assert seen("tian") == {
        "满": (1, True, True, False, True),
        "空": (1, False, True, True, False),
        "多": (1, False, True, True, False),
        "会": (0, False, True, True, False),
        "访": (0, False, True, True, False),
        "访完": (0, False, True, True, False),
    }
    assert seen("yang")["满"] == (1, False, True, False, False)
    found = reading(lambda: volunteering.lists.open_to(evening.actors["tian"]))
    worth = {one.activity.title: (one.minutes, one.worth, one.leader_name, one.rule.code) for one in found}
    assert worth["满"] == (120, 40, "罗海燕", "R01")
    assert worth["会"] == (None, 20, None, "R15")
    assert (worth["访"][1], worth["访完"][1]) == (0, 50)
    coming = reading(lambda: volunteering.lists.coming(evening.actors["shi"]))
    assert {one.activity.title for one in coming} == {"空", "多", "会", "访", "访完"}, (
        "what is full is nobody else's"
    )
    coming = reading(lambda: volunteering.lists.coming(evening.actors["tian"]))
    assert next((one.activity.title, one.mine, one.before) for one in coming) == ("满", True, True)
    clock.set_now(START)
    assert {row[2:] for row in seen("tian").values()} == {(False, False, False)}
    mine = reading(lambda: volunteering.lists.coming(evening.actors["tian"]))
    assert [(one.activity.title, one.mine, one.before) for one in mine] == [("满", True, False)]


def test_who_withdrew_takes_no_place_and_is_not_counted(evening: Neighbourhood) -> None:
    public_id = evening.plan("满", capacity=1)
    sign_up(evening, public_id, "yang")
    transact(lambda: volunteering.signups.withdraw(public_id, actor=evening.actors["yang"]))
    tian, officer = evening.actors["tian"], evening.actors["officer"]
    [one] = reading(lambda: volunteering.lists.open_to(tian))
    assert (one.signed_up, one.can_sign_up) == (0, True)
    assert [one.mine for one in reading(lambda: volunteering.lists.coming(evening.actors["yang"]))] == [False]
    [row] = reading(lambda: volunteering.lists.page(officer)).rows
    assert row.signed_up == 0


def test_the_office_finds_by_words_and_by_day(evening: Neighbourhood) -> None:
    for title, at in (
        ("昨天", MIDNIGHT + DAY - timedelta(seconds=1)),
        ("第一刻", MIDNIGHT + DAY),
        ("100%_a/b", MIDNIGHT + 2 * DAY - timedelta(seconds=1)),
        ("明天", MIDNIGHT + 2 * DAY),
    ):
        evening.plan(title, starts=at)
    day = date(2025, 11, 27)
    assert titles(evening) == ["明天", "100%_a/b", "第一刻", "昨天"]
    assert titles(evening, since=day) == ["明天", "100%_a/b", "第一刻"]
    assert titles(evening, until=day) == ["100%_a/b", "第一刻", "昨天"]
    assert titles(evening, since=day, until=day) == ["100%_a/b", "第一刻"]
    for words, found in ((" 0%_a/b ", 1), ("%", 1), ("_", 1), ("/", 1), ("天", 2), ("%天", 0), ("  ", 4)):
        assert len(titles(evening, q=words)) == found, words
    assert titles(evening, paging.PageAsked(start=key_of_day(day), limit=2)) == ["100%_a/b", "第一刻"]
    assert titles(evening, paging.PageAsked(after=key_of_day(day))) == ["100%_a/b", "第一刻", "昨天"]
    transact(lambda: run(sa.update(Activity).where(Activity.title == "明天").values(spot="河边")))
    assert titles(evening, q="河边") == ["明天"]


STATES = {
    "submitted": "review",
    "verified": "second",
    "in_publicity": "publicity",
    "objected": "publicity",
    "approved": "approved",
    "credited": "credited",
    "rejected": "returned",
}


@pytest.mark.parametrize(("status", "called"), STATES.items())
def test_the_state_of_an_activity_is_what_its_services_wait_for(
    evening: Neighbourhood, status: str, called: str
) -> None:
    public_id, officer = evening.held("tian", "yang", title="在这"), evening.actors["officer"]
    evening.plan("开着的")
    transact(lambda: run(sa.update(Service).values(status=status)))
    rows = reading(lambda: volunteering.lists.page(officer)).rows
    void = status == "rejected"
    assert [(one.activity.title, one.status, one.may_review) for one in rows] == [
        ("开着的", "open", False),
        ("在这", called, True),
    ]
    done = rows[1]
    assert (done.people, done.minutes, done.tenths) == ((0, 0, 0) if void else (2, 240, 0))
    assert done.leader_name == "罗海燕"
    for other in set(STATES.values()):
        assert titles(evening, status=other) == (["在这"] if other == called else [])
    assert titles(evening, status="held") == ["在这"]
    assert titles(evening, status="open") == ["开着的"]
    found = reading(lambda: volunteering.lists.page(officer, ActivityFilter(status=called)))
    assert (found.total, [int(one or 0) for one in found.sums]) == (1, [0, 0, 0] if void else [2, 240, 0])
    # cancelled afterwards nothing of it is reviewed
    transact(lambda: run(sa.update(Activity).values(status="cancelled")))
    rows = reading(lambda: volunteering.lists.page(officer)).rows
    assert [(one.status, one.may_review) for one in rows] == [("cancelled", False)] * 2
    assert reading(lambda: get(evening.community_id, public_id)).day == date(2025, 11, 26)


def test_sums_are_of_all_states_together_without_what_gave_nothing(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", "yang", "shi")
    officer = evening.actors["officer"]
    services = evening.services(public_id)
    transact(lambda: volunteering.approval.approve(services[:1], actor=officer))
    transact(lambda: volunteering.approval.reject(services[1:2], reason="没来", actor=officer))
    found = reading(lambda: volunteering.lists.page(officer))
    assert [(one.status, one.people, one.minutes, one.tenths) for one in found.rows] == [
        ("review", 2, 240, 40)
    ]
    assert [int(one) for one in found.sums] == [2, 240, 40]
    evening.plan("另一场")
    assert [int(one) for one in reading(lambda: volunteering.lists.page(officer)).sums] == [2, 240, 40]


def test_a_rule_takes_as_long_as_its_latest_activity(evening: Neighbourhood) -> None:
    here, usual = evening.community_id, volunteering.lists.usual_minutes
    evening.plan("后天", hours=3, starts=START + 2 * DAY)
    evening.plan("今天", hours=1)
    evening.plan("别的", hours=2, rule="R04")
    assert reading(lambda: usual(here)) == {"R01": 180, "R04": 120}
    assert reading(lambda: usual(here, last=1)) == {"R01": 180}


def test_the_latest_two_hundred_say_how_long_a_rule_takes(evening: Neighbourhood) -> None:
    here, usual = evening.community_id, volunteering.lists.usual_minutes
    evening.plan("最早的", hours=5, rule="R05", starts=START - timedelta(hours=1))
    many(evening, 199)
    assert set(reading(lambda: usual(here))) == {"R01", "R05"}
    evening.plan("再一场")
    assert set(reading(lambda: usual(here))) == {"R01"}
