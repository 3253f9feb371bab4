"""The officer's queue through its pages: approving, sending back, and whom one may not decide about."""

from __future__ import annotations

import re
from datetime import timedelta

from points import audit, ledger, people, volunteering
from points.foundation import clock, db, reading, system_actor, transact
from tests.support.desk_day import MORNING, DeskDay, enter, services, words
from tests.support.statements import counting
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor


def available(day: DeskDay, name: str) -> int:
    def work() -> int:
        purse = people.purses.of_person(day.community_id, day.neighbours[name])
        return ledger.balances.get(day.community_id, purse.account_id).available

    return reading(work)


def actions(day: DeskDay, action: str, outcome: str = "done") -> int:
    wanted = audit.trail.TrailFilter(action=action, outcome=outcome)
    return len(reading(lambda: audit.trail.read(day.community_id, wanted)))


def test_an_activity_goes_from_the_queue_to_the_purses(client: Visitor, desk_day: DeskDay) -> None:
    activity = desk_day.held()
    enter(client)
    queue = client.get("/desk")
    assert queue.status_code == 200
    assert "社区环境清洁" in queue.text
    assert re.search(r'data-people="4" data-minutes="480" data-tenths="160"', queue.text)
    page = client.get(f"/desk/review/{activity}")
    ticked = services(page.text)
    assert len(ticked) == 4
    answer = client.post(f"/desk/review/{activity}/approve", data={"service": ticked})
    assert answer.status_code == 303
    assert answer.location == "/desk"
    assert "通过了 4 人：8 小时，16 分。" in words(client.get("/desk").text)
    assert available(desk_day, "滕天菊") == 40
    assert actions(desk_day, "service.approved") == 4


def test_several_ticked_activities_are_approved_at_once(client: Visitor, desk_day: DeskDay) -> None:
    chosen = [desk_day.held("夜间治安巡逻", days=3), desk_day.held("楼道清扫", days=2)]
    enter(client)
    answer = client.post("/desk/approve", data={"activity": chosen})
    assert answer.status_code == 303
    assert "通过了 2 场、8 人：16 小时，32 分。" in words(client.get("/desk").text)


def test_one_that_was_decided_meanwhile_does_not_hold_up_the_others(
    client: Visitor, desk_day: DeskDay
) -> None:
    done, open_one = desk_day.held("夜间治安巡逻", days=3), desk_day.held("楼道清扫", days=2)
    transact(lambda: volunteering.approval.approve_activity(done, actor=desk_day.officers[1]))
    enter(client)
    answer = client.post("/desk/approve", data={"activity": [done, open_one]})
    assert answer.status_code == 409
    assert "already_decided" in answer.text
    assert "通过了 1 场、4 人" in words(answer.text)
    assert available(desk_day, "滕天菊") == 80
    assert actions(desk_day, "service.approved", "refused") == 1


def test_sending_back_without_a_reason_keeps_the_question_open(client: Visitor, desk_day: DeskDay) -> None:
    activity = desk_day.held()
    enter(client)
    answer = client.post(f"/desk/review/{activity}/reject", data={"target": "all", "reason": "  "})
    assert answer.status_code == 422
    assert "这一格要填。" in answer.text
    assert "整场退回，4 人" in words(answer.text)
    assert actions(desk_day, "service.rejected") == 0


def test_a_refused_rejection_keeps_what_was_typed_and_leads_to_the_refusal(
    client: Visitor, desk_day: DeskDay
) -> None:
    activity = desk_day.held()
    enter(client)
    [first, *_others] = services(client.get(f"/desk/review/{activity}").text)
    transact(lambda: volunteering.approval.approve([first], actor=desk_day.officers[1]))
    transact(lambda: people_join(desk_day))
    data = {"target": "all", "reason": "名单上的人不对。"}
    answer = client.post(f"/desk/review/{activity}/reject", data=data)
    assert answer.status_code == 409
    assert "名单上的人不对。</textarea>" in answer.text
    assert re.search(r'role="alert".*?data-focus', answer.text, re.DOTALL)


def people_join(day: DeskDay) -> None:
    """The officer turns out to be a relative of somebody on the list."""
    officer = day.officers[0].person_id
    assert officer is not None
    people.relations.relate(officer, day.neighbours["石志强"], kind="sibling", actor=day.street.system)


def test_one_line_is_sent_back_and_the_others_stay(client: Visitor, desk_day: DeskDay) -> None:
    activity = desk_day.held()
    enter(client)
    page = client.get(f"/desk/review/{activity}")
    target = services(page.text)[0]
    asked = client.get(f"/desk/review/{activity}?reject={target}")
    assert "退回这一条" in asked.text
    answer = client.post(f"/desk/review/{activity}/reject", data={"target": target, "reason": "没有到场。"})
    assert answer.location == f"/desk/review/{activity}"
    after = client.get(f"/desk/review/{activity}")
    assert len(services(after.text)) == 3
    assert "没有到场。" in after.text


def test_who_never_checked_out_is_asked_about_and_counted_as_told(client: Visitor, desk_day: DeskDay) -> None:
    assert desk_day.leader is not None
    leader, start = desk_day.leader, MORNING - timedelta(days=1)
    clock.set_now(start - timedelta(days=1))
    activity = desk_day._plan("楼道清扫", start)
    clock.set_now(start)
    person = desk_day.neighbours["滕天菊"]
    transact(lambda: volunteering.attendance.check_in(activity, person, method="leader_scan", actor=leader))
    clock.set_now(start + timedelta(hours=3))
    transact(lambda: volunteering.confirming.confirm(activity, actor=leader))
    clock.set_now(MORNING)
    enter(client)
    page = client.get(f"/desk/review/{activity}").text
    assert "这 1 人要您看一眼" in words(page)
    [service] = services(page)
    data = {"service": service, "whole": "120", "hours": "1"}
    assert client.post(f"/desk/review/{activity}/approve", data=data).status_code == 303
    assert available(desk_day, "滕天菊") == 20


def test_what_one_entered_has_a_dead_box_and_the_reason_in_words(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    form = {
        "person": [str(desk_day.neighbours["滕天菊"])],
        "rule": str(desk_day.rule),
        "title": "助老代办跑腿",
        "day": "2025-11-25",
        "starts": "14:00",
        "ends": "16:00",
        "reason": "当时手机没电",
        "evidence": "收据在社区存档",
    }
    answer = client.post("/desk/back-fill", data=form)
    assert answer.status_code == 303
    queue = client.get("/desk").text
    assert "您录入的，要别人审" in queue
    box = re.search(r'<input type="checkbox"[^>]*name="activity"[^>]*>', queue)
    assert box is not None
    assert "disabled" in box.group()
    activity = re.search(r"/desk/review/(\w+)", queue)
    assert activity is not None
    data = {"service": [reading(lambda: _services(desk_day, activity.group(1)))[0]]}
    refused = client.post(f"/desk/review/{activity.group(1)}/approve", data=data)
    assert refused.status_code == 409
    assert "这条是您录入的，要别人审。" in refused.text
    assert actions(desk_day, "service.approved", "refused") == 1


def _services(day: DeskDay, activity: str) -> list[str]:
    found = volunteering.one_activity.read(activity, actor=day.officers[1])
    return [one.public_id for one in (*found.flagged, *found.clear)]


def test_an_officer_of_another_community_is_told_that_there_is_nothing(
    client: Visitor, desk_day: DeskDay
) -> None:
    activity = desk_day.held()
    transact(lambda: _elsewhere(desk_day))
    enter(client, "stranger")
    assert client.get(f"/desk/review/{activity}").status_code == 404
    posted = {"target": "all", "reason": "不归我管"}
    assert client.post(f"/desk/review/{activity}/reject", data=posted).status_code == 404
    assert client.post(f"/desk/review/{activity}/approve", data={"service": ["x"]}).status_code == 404
    assert client.get(f"/desk/people/{desk_day.public_id_of('滕天菊')}").status_code == 404
    assert "社区环境清洁" not in client.get("/desk").text


def _elsewhere(day: DeskDay) -> None:
    community = people.places.found_community("东湖社区", district="江城区", street="城南街道")
    house = system_actor(community)
    who = people.residents.register("外来人", actor=house)
    account = people.accounts.create(who, actor=house, username="stranger", password=PASSWORD)
    people.roles.grant(account, "officer", place_id=community, actor=house)


def test_the_queue_and_the_list_are_paged_by_key(client: Visitor, desk_day: DeskDay) -> None:
    for number in range(33):
        desk_day.held(f"第{number}场", days=number + 1, absent=("麻春辉", "冉学强", "石志强"))
    enter(client)
    for address, of_page in (("/desk", r'id="title-(\w+)"'), ("/desk/activities", r"<strong>(第\d+场)")):
        first = client.get(address).text
        onward = re.search(r'rel="next" href="([^"]+)"', first)
        assert onward is not None
        second = client.get(onward.group(1).replace("&amp;", "&")).text
        seen, more = re.findall(of_page, first), re.findall(of_page, second)
        assert (len(seen), len(more)) == (30, 3)
        assert not set(seen) & set(more)
        assert 'rel="next"' not in second


def test_the_queue_takes_eight_statements_whatever_its_length(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held(days=2)
    enter(client)

    def look() -> tuple[int, int]:
        with counting(db.engine) as counted:
            answer = client.get("/desk")
        return len(re.findall(r'data-people="4"', answer.text)), counted.number

    shown, once = look()
    for number in range(14):
        desk_day.held(f"楼道清扫{number}", days=3 + number)
    assert (shown, look()) == (1, (15, once))
    assert once <= 7
