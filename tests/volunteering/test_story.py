"""Where a point came from, what waits, and what a reviewer sees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from points import ledger, people, volunteering
from points.foundation import NotAllowed, NotFound, clock, db, new_id, reading, transact
from points.foundation.models import ImportBatch, ImportLine
from tests.volunteering.conftest import MORNING, Neighbourhood


def story_of(evening: Neighbourhood, name: str) -> volunteering.origin.AwardOrigin:
    def work() -> volunteering.origin.AwardOrigin:
        account = people.purses.of_person(evening.community_id, evening.people[name]).account_id
        subject = ledger.statements.lines(evening.community_id, account)[0].subject_id
        assert subject is not None
        return volunteering.origin.of_lines(evening.community_id, [subject])[subject]

    return reading(work)


def test_a_point_tells_what_when_who_checked_who_approved_and_how_it_was_counted(
    evening: Neighbourhood,
) -> None:
    public_id = evening.held("tian", hours=5)
    evening.approve(public_id)
    told = story_of(evening, "tian")
    assert (told.what, told.activity_public_id, told.served_on) == ("楼道清扫", public_id, date(2025, 11, 26))
    assert (told.method, told.checked_by, told.leader) == ("leader_tick", "罗海燕", "罗海燕")
    assert (told.approved_by, told.approved_on) == ("冉婷", date(2025, 11, 26))
    assert (told.rule.tenths, told.rule.version, told.minutes) == (20, 1, 300)
    assert (told.full, told.tenths, told.less, told.no_points) == (100, 80, 20, "cap")
    assert (told.origin, told.back_filled, told.source) == ("activity", False, None)


def test_of_many_points_those_that_are_pointed_at_have_their_names(evening: Neighbourhood) -> None:
    evening.approve(evening.held("tian", "yang", "shi"))
    award, service = (sa.column(name, sa.Uuid()) for name in ("id", "service_id"))
    query = sa.select(award, service).select_from(sa.table("volunteering_award"))
    first, second, _ = reading(lambda: db.session.execute(query).all())
    asked = [first.id, second.service_id]
    named = reading(lambda: volunteering.origin.names_of_lines(evening.community_id, asked))
    assert set(named) == {*first, *second}
    one = named[first.id]
    assert (one.what, one.name, one.minutes, one.unit) == ("楼道清扫", "社区环境清洁", 120, "小时")
    assert not one.back_filled


def test_a_long_day_names_both_who_approved(evening: Neighbourhood) -> None:
    public_id = evening.held("shi", rule="R05", hours=9)
    evening.approve(public_id)
    evening.approve(public_id, by="second")
    told = story_of(evening, "shi")
    assert (told.first_approved_by, told.approved_by) == ("冉婷", "吴正林")


def test_a_back_fill_says_so_and_who_typed_it(evening: Neighbourhood) -> None:
    evening.decide("backfilled_points", True)
    evening.approve(evening.back_fill("tian"), by="second")
    told = story_of(evening, "tian")
    assert (told.back_filled, told.entered_by, told.reason) == (True, "冉婷", "签到表没带")
    assert (told.method, told.checked_by, told.evidence) == ("typed", None, "现场照片 2 张")
    named = reading(lambda: volunteering.origin.names_of_lines(evening.community_id, [told.award_id]))
    assert named[told.award_id].back_filled


@pytest.mark.parametrize("came_as", ["award", "service"])
def test_an_imported_point_names_its_file_sheet_and_row(evening: Neighbourhood, came_as: str) -> None:
    service_id, award_id = new_id(), new_id()
    came = {"award": award_id, "service": service_id}[came_as]
    person = evening.people["tian"]

    def work() -> None:
        old = volunteering.history.OldService(
            person_id=person,
            rule_id=evening.rules["R15"],
            rule_version=1,
            account_id=people.purses.of_person(evening.community_id, person).account_id,
            served_on=date(2025, 3, 1),
            what="开会",
            tenths=0,
            minutes=0,
            quantity_tenths=10,
            transfer_id=None,
            award_id=award_id,
            service_id=service_id,
            reason="imported_without_points",
        )
        volunteering.history.write_services([old], actor=evening.house)
        batch = {"id": new_id(), "at": clock.now(), "folder": "jinxi", "lines": 1, "report": {}}
        same = {"community_id": evening.community_id}
        db.session.execute(sa.insert(ImportBatch), [{**batch, **same, "actor_id": None}])
        line = {"key": "k", "batch_id": batch["id"], "file": "积分登记表.xlsx", "sheet": "3月", "row": 7}
        db.session.execute(
            sa.insert(ImportLine),
            [{**line, **same, "kind": "earned", "subject_id": came, "level": "taken"}],
        )

    transact(work)
    told = reading(lambda: volunteering.origin.of_lines(evening.community_id, [service_id, new_id()]))
    assert list(told) == [service_id]
    assert told[service_id].source is not None
    assert (told[service_id].origin, told[service_id].source.row) == ("imported", 7)
    assert told[service_id].approved_by is None


def test_an_old_service_was_attended_where_there_was_a_list_with_a_seat_left(evening: Neighbourhood) -> None:
    old = volunteering.history.OldActivity(
        "开会", evening.rules["R01"], MORNING, MORNING + timedelta(hours=1), None
    )

    def service(who: str, **where: Any) -> volunteering.history.OldService:
        person = evening.people[who]
        account = people.purses.of_person(evening.community_id, person).account_id
        facts = {
            "rule_id": evening.rules["R01"],
            "rule_version": 1,
            "served_on": MORNING.date(),
            "what": "开会",
        }
        given = {"tenths": 0, "minutes": 60, "quantity_tenths": 10, "transfer_id": None, "award_id": new_id()}
        return volunteering.history.OldService(
            person_id=person, account_id=account, reason="imported_without_points", **facts, **given, **where
        )

    def work() -> None:
        volunteering.history.write_activities([old], actor=evening.house)
        every = [
            service("tian", activity_id=old.activity_id, in_at=MORNING),
            service("yang", activity_id=old.activity_id),
            # a second shift has no seat on the same list
            service("tian", in_at=MORNING, ends_at=MORNING + timedelta(hours=1)),
        ]
        volunteering.history.write_services(every, actor=evening.house)

    transact(work)
    seats = sa.table("volunteering_attendance", sa.column("person_id", sa.Uuid()))
    assert reading(lambda: db.session.scalars(sa.select(seats.c.person_id)).all()) == [evening.people["tian"]]
    there = reading(lambda: volunteering.history.already_there(evening.community_id, [old.activity_id]))
    assert there == {(old.activity_id, evening.people[who]) for who in ("tian", "yang")}


def test_the_queue_shows_the_soonest_deadline_first_with_what_a_press_would_do(
    evening: Neighbourhood,
) -> None:
    second = evening.plan("下午", starts=MORNING + timedelta(hours=6), hours=3)
    first = evening.held("tian", "yang", title="上午")
    evening.attend(second, "officer", "tian", "wife")
    evening.close(second)
    found = reading(lambda: volunteering.queue.page(evening.actors["officer"]))
    assert [(row.title, row.public_id) for row in found.rows] == [("上午", first), ("下午", second)]
    row = found.rows[0]
    assert (row.people, row.minutes, row.tenths, row.leader_name) == (2, 240, 80, "罗海燕")
    assert (row.may_decide, row.blocked, row.ready.people, row.due) == (True, None, 2, date(2025, 12, 10))
    assert [(one.method, one.people) for one in row.methods] == [("leader_tick", 2)]
    later = found.rows[1]
    assert (later.people, later.may_decide, later.ready.people) == (3, True, 2)
    assert {(flag.code, flag.people) for flag in later.flags} == {("over_cap", 1), ("relative", 1)}
    assert (found.counts, found.total_people) == (
        {"mine": 2, "second": 0, "returned": 0, "publicity": 0},
        5,
    )
    assert reading(lambda: volunteering.queue.waiting_count(evening.community_id)) == 2


def test_the_sums_of_the_queue_are_what_an_approval_gives(evening: Neighbourhood) -> None:
    evening.approve(evening.held("tian", hours=3))
    public_id = evening.held("tian", "yang", "xiaohe", starts=clock.now(), hours=3)
    row = reading(lambda: volunteering.queue.page(evening.actors["officer"])).rows[0]
    done = evening.approve(public_id)
    assert (row.minutes, row.tenths) == (done.minutes, done.tenths) == (540, 140)


def test_the_queue_has_a_tab_for_each_kind_of_waiting(evening: Neighbourhood) -> None:
    long_day = evening.held("shi", rule="R05", hours=9)
    evening.approve(long_day)
    returned = evening.held("tian", starts=clock.now())
    officer = evening.actors["officer"]
    transact(lambda: volunteering.approval.reject_activity(returned, reason="没有办成", actor=officer))
    evening.decide("publicity_days", 3)
    evening.approve(evening.held("yang", starts=clock.now()))
    tabs = {
        tab: [row.title for row in reading(lambda tab=tab: volunteering.queue.page(officer, tab)).rows]
        for tab in ("mine", "second", "returned", "publicity")
    }
    assert {tab: len(rows) for tab, rows in tabs.items()} == {
        "mine": 0,
        "second": 1,
        "returned": 1,
        "publicity": 1,
    }
    second = reading(lambda: volunteering.queue.page(officer, "second")).rows[0]
    assert (second.may_decide, second.blocked) == (False, "second_needed")


def test_the_queue_is_paged_by_key(evening: Neighbourhood) -> None:
    made = [evening.held("tian", starts=MORNING + timedelta(days=day + 1)) for day in range(5)]
    officer = evening.actors["officer"]
    seen, key = [], None
    for _ in range(3):
        page = reading(lambda key=key: volunteering.queue.page(officer, after=key, limit=2))
        seen += [row.public_id for row in page.rows]
        assert page.first_page is (key is None)
        key = page.next_key
    assert (seen, key) == (made, None)


def test_only_the_office_sees_what_waits(evening: Neighbourhood) -> None:
    public_id = evening.held("tian")
    with pytest.raises(NotAllowed):
        reading(lambda: volunteering.queue.page(evening.actors["tian"]))
    with pytest.raises(NotFound):
        reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["tian"]))
    seen = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["leader"]))
    assert (seen.may_decide, seen.blocked) == (False, "not_your_role")


def test_a_reviewer_sees_the_flagged_first_and_why_a_row_is_closed_to_them(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", "second", "wife")
    seen = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["second"]))
    assert {row.name: row.blocked for row in seen.flagged} == {"吴正林": "own_service", "吴太太": "relative"}
    assert [(row.name, row.blocked, row.checked) for row in seen.clear] == [("田桂兰", None, True)]
    assert (seen.due, seen.days_left, seen.rule.code) == (date(2025, 12, 10), 10, "R01")
    assert (seen.leader_name, seen.entered_by_name, seen.closed) == ("罗海燕", "罗海燕", True)
