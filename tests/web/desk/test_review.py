"""The officer's queue through its pages: approving, sending back, and whom one may not decide about."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from points import audit, ledger, people, volunteering
from points.foundation import clock, db, reading, system_actor, transact
from tests.support.desk_day import MORNING, DeskDay, enter, services, words
from tests.support.statements import counting
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor
from tests.web.desk.test_back_fill import back_fill

#: of a grid, and of paper, where times of the clock stand on the left
HOURS_IN_A_CELL = r'(?:data-label="小时">(?:<strong>)?|<td class="right(?: nowrap)?">)(\d+:\d\d)<'


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


def unsigned(day: DeskDay) -> str:
    """An activity of two hours at which nobody saw 滕天菊 leave."""
    assert day.leader is not None
    leader, start = day.leader, MORNING - timedelta(days=1)
    clock.set_now(start - timedelta(days=1))
    activity = day._plan("楼道清扫", start)
    clock.set_now(start)
    person = day.neighbours["滕天菊"]
    transact(lambda: volunteering.attendance.check_in(activity, person, method="leader_scan", actor=leader))
    clock.set_now(start + timedelta(hours=3))
    transact(lambda: volunteering.confirming.confirm(activity, actor=leader))
    clock.set_now(MORNING)
    return activity


def test_who_never_checked_out_is_asked_about_and_counted_as_told(client: Visitor, desk_day: DeskDay) -> None:
    activity = unsigned(desk_day)
    enter(client)
    page = client.get(f"/desk/review/{activity}").text
    assert "这 1 人要您看一眼" in words(page)
    [service] = services(page)
    # nothing is proposed: the easiest deed gives nothing
    assert re.search(r'name="left" value=""', page)
    assert re.search(r'max="2.0"[^>]*name="hours" value=""', page)
    asked = {"service": service, "asks": "1"}
    silent = client.post(f"/desk/review/{activity}/approve", data={**asked, "hours": "", "left": ""})
    assert silent.status_code == 422
    assert "写几点走的，或者记几小时。" in silent.text
    assert "这一格要填。" in silent.text
    data = {**asked, "left": "10点", "reason": "问过本人。"}
    assert client.post(f"/desk/review/{activity}/approve", data=data).status_code == 303
    assert available(desk_day, "滕天菊") == 20
    after = words(client.get(f"/desk/review/{activity}").text)
    assert "2:00 → 1:00 2.0 没有签退 2:00 改记 1:00：问过本人。" in after


def test_hours_above_the_whole_are_refused_beside_the_field(client: Visitor, desk_day: DeskDay) -> None:
    activity = unsigned(desk_day)
    enter(client)
    [service] = services(client.get(f"/desk/review/{activity}").text)
    data = {"service": service, "asks": "1", "hours": "9", "reason": "问过本人。"}
    answer = client.post(f"/desk/review/{activity}/approve", data=data)
    assert answer.status_code == 409
    fault = re.search(rf'id="hours-{service}-fault">(.*?)</p>', answer.text)
    assert fault is not None
    assert "这场只有 2 小时，最多记 2 小时。" in fault.group(1)
    assert 'name="hours" value="9"' in answer.text
    late = client.post(f"/desk/review/{activity}/approve", data={**data, "hours": "", "left": "11:30"})
    assert f'id="left-{service}-fault"' in late.text
    assert available(desk_day, "滕天菊") == 0
    # the whole itself is not above it
    assert client.post(f"/desk/review/{activity}/approve", data={**data, "hours": "2"}).status_code == 303
    assert available(desk_day, "滕天菊") == 40


def test_a_bulk_press_leaves_whom_nobody_saw_leaving(client: Visitor, desk_day: DeskDay) -> None:
    activity = unsigned(desk_day)
    enter(client)
    box = re.search(r'<input type="checkbox"[^>]*name="activity"[^>]*>', client.get("/desk").text)
    assert box is not None
    assert 'data-people="0"' in box.group()
    assert "disabled" in box.group()
    answer = client.post("/desk/approve", data={"activity": activity})
    assert answer.status_code == 409
    assert "请打开这一场，一个一个看。" in answer.text
    assert available(desk_day, "滕天菊") == 0


def test_the_queue_arrives_unticked_and_says_how_many_are_ticked(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.held()
    desk_day.held("楼道清扫", days=2)
    enter(client)
    page = client.get("/desk").text
    boxes = re.findall(r'<input type="checkbox"[^>]*name="activity"[^>]*>', page)
    assert len(boxes) == 2
    assert not any("checked" in box for box in boxes)
    assert "一场也没勾" in page
    assert "勾上没有疑点的 2 场" in words(page)
    assert "通过勾上的 场、 人" in words(page)


def test_the_queue_counts_and_names_first_what_this_reader_may_approve(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    own = back_fill(desk_day, day=(MORNING - timedelta(days=9)).date().isoformat())
    assert client.post("/desk/back-fill", data=own).status_code == 303
    page = client.get("/desk").text
    assert "没有要您审的了" in words(page)
    assert "0 场活动等您审核" in words(page)
    desk_day.held("楼道清扫", days=2)
    page = client.get("/desk").text
    assert "先办“楼道清扫”" in words(page)
    assert "1 场活动等您审核，共 4 人；另外 1 场等别人审" in words(page)
    assert "等我审核 1" in words(page)
    assert re.search(r"nav-mark[^>]*>\s*1\s*<", page)
    body = words(page[page.index("<tbody>") :])
    assert body.index("楼道清扫") < body.index("另外 1 场等别人审") < body.index("您录入的，要别人审")
    assert "1 场活动等您审核" in words(client.get("/desk/activities").text)


def test_what_was_just_approved_is_taken_back_with_one_press(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.decide("takeback_seconds", 60)
    chosen = [desk_day.held("夜间治安巡逻", days=3), desk_day.held("楼道清扫", days=2)]
    enter(client)
    client.post("/desk/approve", data={"activity": chosen})
    said = client.get("/desk").text
    assert "通过了 2 场、8 人：16 小时，32 分。1 分钟内可以撤回。 撤回" in words(said)
    assert re.search(r'role="status">(?:(?!</section>).)*/desk/take-back', said, re.DOTALL)
    decision = re.search(r'name="decision" value="([^"]+)"', said)
    assert decision is not None
    for _ in range(2):
        answer = client.post("/desk/take-back", data={"decision": decision.group(1), "activity": ""})
        assert answer.status_code == 303
        assert "撤回了 8 人、16 小时，又回到待审核。" in words(client.get("/desk").text)
    clock.set_now(MORNING + timedelta(minutes=2))
    assert "2 场活动等您审核，共 8 人" in words(client.get("/desk").text)
    assert available(desk_day, "滕天菊") == 0
    assert actions(desk_day, "service.approval_withdrawn") == 8


def test_after_a_minute_the_next_page_posts_it_and_it_is_no_more_taken_back(
    client: Visitor, desk_day: DeskDay
) -> None:
    desk_day.decide("takeback_seconds", 60)
    activity = desk_day.held()
    enter(client)
    ticked = services(client.get(f"/desk/review/{activity}").text)
    client.post(f"/desk/review/{activity}/approve", data={"service": ticked})
    page = client.get(f"/desk/review/{activity}").text
    said = re.search(r"您通过的(.*)还没有入账，9:01:00以前可以撤回。", words(page))
    assert said is not None
    assert set(said[1].split("、")) == set(desk_day.neighbours)
    assert words(page).count("已通过") == 4
    decision = re.findall(r'name="decision" value="([^"]+)"', page)[-1]
    clock.set_now(MORNING + timedelta(seconds=60))
    answer = client.post("/desk/take-back", data={"decision": decision, "activity": activity})
    assert answer.status_code == 409
    assert "已经入账，不能撤回了。" in words(answer.text)
    assert "要改就走更正" in words(answer.text)
    assert available(desk_day, "滕天菊") == 40
    assert words(answer.text).count("已入账") == 4


def test_reading_the_queue_posts_what_is_due(client: Visitor, desk_day: DeskDay) -> None:
    desk_day.decide("takeback_seconds", 60)
    activity = desk_day.held()
    transact(lambda: volunteering.approval.approve_activity(activity, actor=desk_day.officers[1]))
    enter(client)
    client.get("/desk")
    assert available(desk_day, "滕天菊") == 0
    clock.set_now(MORNING + timedelta(seconds=60))
    client.get("/desk")
    assert available(desk_day, "滕天菊") == 40


def test_a_decided_activity_keeps_times_doubts_changes_and_sums(client: Visitor, desk_day: DeskDay) -> None:
    activity = desk_day.held()
    enter(client)
    ticked = services(client.get(f"/desk/review/{activity}").text)
    client.post(f"/desk/review/{activity}/approve", data={"service": ticked[:3]})
    client.post(f"/desk/review/{activity}/reject", data={"target": ticked[3], "reason": "没有到场。"})
    for address in (f"/desk/review/{activity}", f"/desk/review/{activity}?print=decided"):
        page = words(client.get(address).text)
        assert "9:00" in page
        assert "11:00" in page
        assert "没有到场。" in page
        assert "姚敏" in page
        assert "合计 3 人" in page
        assert "6:00" in page
        assert "12.0" in page
        assert "罗海燕 11月25日 11:00 确认 4 人" in page
    assert "没有疑点 照实记 11月26日 9:00姚敏" in words(client.get(f"/desk/review/{activity}").text)


def test_what_is_left_of_an_overlap_is_said_to_the_minute_that_its_points_are_counted_of(
    client: Visitor, desk_day: DeskDay
) -> None:
    assert desk_day.leader is not None
    desk_day.held("楼道清扫")
    leader, start, who = desk_day.leader, MORNING - timedelta(days=1), [desk_day.neighbours["滕天菊"]]
    clock.set_now(start - timedelta(days=1))
    activity = desk_day._plan("社区环境清洁", start + timedelta(minutes=60))
    for minutes, what in ((60, "in"), (147, "out")):
        clock.set_now(start + timedelta(minutes=minutes))
        transact(lambda what=what: volunteering.attendance.tick(activity, what=what, who=who, actor=leader))
    clock.set_now(start + timedelta(hours=3))
    transact(lambda: volunteering.confirming.confirm(activity, actor=leader))
    clock.set_now(MORNING)
    enter(client)
    page = client.get(f"/desk/review/{activity}").text
    assert "1 小时 27 分钟" in words(page)
    assert "去掉重叠，记 27 分钟" in words(page)
    assert 'aria-label="滕天菊：去掉重叠，记 27 分钟"' in page
    data = {"service": re.findall(r'name="service" value="([^"]+)"', page)[0], "minutes": "27"}
    assert client.post(f"/desk/review/{activity}/approve", data=data).status_code == 303
    assert "通过了 1 人：27 分钟，0.9 分。" in words(client.get("/desk").text)


def test_objections_are_reached_from_the_head_of_the_queue_and_lead_back(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    assert 'href="/desk/objections"' in client.get("/desk").text
    page = client.get("/desk/objections").text
    assert re.search(r'class="btn btn-plain btn-back" href="/desk"', page)
    assert 'href="/desk" aria-current="page"' in page


def test_hours_that_are_shown_add_up_to_the_sum_that_is_shown(client: Visitor, desk_day: DeskDay) -> None:
    assert desk_day.leader is not None
    leader, start = desk_day.leader, MORNING - timedelta(days=1)
    clock.set_now(start - timedelta(days=1))
    activity = desk_day._plan("社区环境清洁", start)
    clock.set_now(start)
    tick = volunteering.attendance.tick
    transact(lambda: tick(activity, what="in", who=desk_day.neighbours.values(), actor=leader))
    for minutes, who in zip((115, 118, 119, 120), desk_day.neighbours.values(), strict=True):
        clock.set_now(start + timedelta(minutes=minutes))
        transact(lambda who=who: tick(activity, what="out", who=[who], actor=leader))
    transact(lambda: volunteering.confirming.confirm(activity, actor=leader))
    clock.set_now(MORNING)
    transact(lambda: volunteering.approval.approve_activity(activity, actor=desk_day.officers[1]))
    enter(client)
    addresses = (
        f"/desk/review/{activity}",
        f"/desk/review/{activity}?print=decided",
        "/desk/activities?print=1",
        "/desk/activities",
    )
    for address in addresses:
        shown = re.findall(HOURS_IN_A_CELL, client.get(address).text)
        *rows, total = [int(one.split(":")[0]) * 60 + int(one.split(":")[1]) for one in shown]
        assert total == 115 + 118 + 119 + 120, address
        assert sum(rows) == total, address


def test_a_back_fill_is_called_one_and_asks_for_its_evidence(client: Visitor, desk_day: DeskDay) -> None:
    start = MORNING - timedelta(days=1)
    activity = transact(
        lambda: volunteering.back_filling.record(
            [desk_day.neighbours["滕天菊"]],
            desk_day.rule,
            title="助老代办跑腿",
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            reason="当时手机没电",
            evidence="收据在社区存档",
            actor=desk_day.officers[1],
        )
    ).activity.public_id
    enter(client)
    page = words(client.get(f"/desk/review/{activity}").text)
    assert "补录的 1 人" in page
    assert "看过佐证，通过 1 人" in page
    assert "没有疑点" not in page


def test_before_its_time_an_activity_shows_who_signed_up_and_no_padlock(
    client: Visitor, desk_day: DeskDay
) -> None:
    start = MORNING + timedelta(days=3)
    activity = desk_day._plan("社区环境清洁", start)
    who = desk_day.neighbours["滕天菊"]
    transact(lambda: volunteering.signups.sign_up(activity, actor=desk_day.street.system, person_id=who))
    enter(client)
    page = client.get(f"/desk/review/{activity}").text
    assert "报名的 1 人" in words(page)
    assert "滕天菊 1栋101" in words(page)
    assert "不限名额" in page
    assert "没有交名单" not in page
    assert "还没确认" not in page
    assert f'href="/desk/people/{desk_day.public_id_of("滕天菊")}"' in page
    sheet = words(client.get(f"/desk/review/{activity}?print=sheet").text)
    assert "序姓名门牌电话尾号签到签退签名" in sheet.replace(" ", "")
    assert "1滕天菊1栋101" in sheet
    # one who signed up, and nineteen rows for those who simply come
    assert re.search(r"1滕天菊1栋101 ?.* ?20 ", sheet)
    clock.set_now(start + timedelta(hours=2))
    enter(client)
    assert "领队还没有交名单" in client.get(f"/desk/review/{activity}").text


def test_who_looks_over_it_finds_no_box_and_no_link_where_all_is_decided(
    client: Visitor, desk_day: DeskDay
) -> None:
    activity = desk_day.held()
    enter(client, "longanping")
    waiting = client.get(f"/desk/review/{activity}").text
    assert "别人能审" in waiting
    transact(lambda: volunteering.approval.approve_activity(activity, actor=desk_day.officers[1]))
    page = client.get(f"/desk/review/{activity}").text
    assert "别人能审" not in page
    assert "您没有审核权限" not in page
    assert "请社区专干来审" not in page
    assert "/desk/people/" not in page
    assert re.search(r'href="/desk/activities" aria-current="page"', page)


def _sister(day: DeskDay) -> None:
    """Somebody moves into the household of 滕天菊."""
    home = people.persons.get(day.community_id, day.neighbours["滕天菊"]).household_id
    day.neighbours["滕天兰"] = people.residents.register(
        "滕天兰", actor=day.street.system, household_id=home, door="1栋101"
    )


def test_the_same_day_elsewhere_and_the_same_household_are_said(client: Visitor, desk_day: DeskDay) -> None:
    transact(lambda: _sister(desk_day))
    first = desk_day.held("夜间治安巡逻", days=2, absent=("石志强",))
    transact(lambda: volunteering.approval.approve_activity(first, actor=desk_day.officers[1]))
    other = desk_day.held("楼道清扫", days=2, hours=3)
    enter(client)
    page = words(client.get(f"/desk/review/{other}").text)
    assert "同一天还有“夜间治安巡逻”" in page
    assert "和滕天兰一户" in page


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


def test_the_queue_is_paged_by_key(client: Visitor, desk_day: DeskDay) -> None:
    for number in range(33):
        desk_day.held(f"第{number}场", days=number + 1, absent=("麻春辉", "冉学强", "石志强"))
    enter(client)
    first = client.get("/desk").text
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = client.get(onward.group(1).replace("&amp;", "&")).text
    seen, more = (re.findall(r'id="title-(\w+)"', one) for one in (first, second))
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
    # with what is the reader's own to decide
    assert once <= 8


def test_why_something_goes_back_is_not_lost_with_the_session(client: Visitor, desk_day: DeskDay) -> None:
    activity = desk_day.held()
    enter(client)
    asked = f"/desk/review/{activity}?reject=all"
    clock.set_now(MORNING + timedelta(minutes=31))
    late = client.post(
        f"/desk/review/{activity}/reject",
        data={"target": "all", "reason": "缺现场照片。"},
        headers={"Referer": f"http://localhost{asked}"},
    )
    assert late.status_code == 303
    [onward] = parse_qs(urlsplit(late.location).query)["next"]
    back = client.post("/sign-in", data={"username": "yaomin", "password": PASSWORD, "next": onward})
    assert back.location == onward
    page = client.get(onward).text
    assert "整场退回？" in page
    assert "缺现场照片。</textarea>" in page


def ahead(day: DeskDay, *names: str) -> str:
    """An activity this afternoon, for which these neighbours are signed up."""
    starts = clock.now() + timedelta(hours=5)

    def work() -> str:
        found = volunteering.activities.plan(
            day.rule,
            title="河边清扫",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            leader_id=day.leader.person_id if day.leader else None,
            actor=day.street.system,
        )
        for name in names:
            who = day.neighbours[name]
            volunteering.signups.sign_up(found.public_id, person_id=who, actor=day.street.system)
        return found.public_id

    return transact(work)


def test_an_activity_is_called_off_after_a_page_that_says_who_is_told(
    client: Visitor, desk_day: DeskDay
) -> None:
    activity = ahead(desk_day, "滕天菊", "麻春辉")
    enter(client)
    address = f"/desk/review/{activity}"
    assert "取消这场活动" in client.get(address).text
    asking = words(client.get(f"{address}?confirm=cancel").text)
    assert "取消“河边清扫”？" in asking
    assert "报了名的有 2 人。" in asking
    assert "2 人没有在手机上登录过，要打电话或者上门告诉。" in asking
    answer = client.post(f"{address}/cancel", data={"reason": " "})
    assert answer.status_code == 422
    assert "这一格要填。" in answer.text
    assert client.post(f"{address}/cancel", data={"reason": "下雨，改天再办。"}).status_code == 303
    page = words(client.get(address).text)
    assert "“河边清扫”取消了" in page
    assert "活动取消了：下雨，改天再办。" in page
    assert "取消这场活动" not in page
    assert "已取消" in client.get("/desk/activities").text
    assert "下雨，改天再办。" in client.get("/desk/activities?status=cancelled").text
    assert actions(desk_day, "activity.cancelled") == 1
    answer = client.post(f"{address}/cancel", data={"reason": "再一次"})
    assert answer.status_code == 409
    assert client.post(f"{address}/resume").status_code == 303
    page = words(client.get(address).text)
    assert "“河边清扫”照常举行" in page
    assert "报名的 2 人" in page
    assert actions(desk_day, "activity.resumed") == 1


def test_whom_no_page_tells_stands_on_paper_with_a_telephone_and_the_trail_says_so(
    client: Visitor, desk_day: DeskDay
) -> None:
    activity = ahead(desk_day, "滕天菊")
    person = desk_day.street.resident.person_id
    assert person is not None
    house = desk_day.street.system
    home = transact(lambda: people.households.add("700", actor=house))
    other = transact(
        lambda: people.residents.register(
            "龙奶奶", actor=house, household_id=home, door="7栋701", phone="13800000077"
        )
    )
    for who in (person, other):
        transact(lambda who=who: volunteering.signups.sign_up(activity, person_id=who, actor=house))
    enter(client)
    client.post(f"/desk/review/{activity}/cancel", data={"reason": "下雨"})
    paper = words(client.get(f"/desk/review/{activity}?print=calls").text)
    assert "龙奶奶7栋70113800000077" in paper.replace(" ", "")
    assert "没有电话，上门" in paper
    assert "田桂兰" not in paper, "she reads it on her phone"
    assert actions(desk_day, "list.exported") == 1
    enter(client, "longanping")
    paper = client.get(f"/desk/review/{activity}?print=calls").text
    assert "13800000077" not in paper


def test_who_only_watches_calls_nothing_off(client: Visitor, desk_day: DeskDay) -> None:
    activity = ahead(desk_day)
    enter(client, "longanping")
    assert "取消这场活动" not in client.get(f"/desk/review/{activity}").text
    assert client.post(f"/desk/review/{activity}/cancel", data={"reason": "不"}).status_code == 404
    assert client.post(f"/desk/review/{activity}/resume").status_code == 404


def test_what_somebody_has_come_to_is_not_called_off(client: Visitor, desk_day: DeskDay) -> None:
    activity = ahead(desk_day, "滕天菊")
    clock.set_now(clock.now() + timedelta(hours=5))
    leader, who = desk_day.leader, [desk_day.neighbours["滕天菊"]]
    assert leader is not None
    transact(lambda: volunteering.attendance.tick(activity, what="in", who=who, actor=leader))
    enter(client)
    assert "取消这场活动" not in client.get(f"/desk/review/{activity}").text
    answer = client.post(f"/desk/review/{activity}/cancel", data={"reason": "下雨"})
    assert answer.status_code == 409
    assert "已经有人签到了，不能取消" in words(answer.text)
