"""The rule book on the desk."""

from __future__ import annotations

import re
from datetime import timedelta

from points import volunteering
from points.foundation import clock, reading, system_actor, transact
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor


def test_the_rule_book_says_what_gives_how_much_and_under_which_cap(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    page = words(client.get("/desk/rules").text)
    assert "R01 社区环境清洁" in page
    assert "每小时 2 分" in page
    assert "每天最多 4 小时" in page
    assert "没有找到" in client.get("/desk/rules?q=没有这条").text


def test_the_rule_book_is_english_to_who_reads_english(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    client.post("/language", data={"lang": "en", "next": "/desk"})
    page = words(client.get("/desk/rules").text)
    assert "check-in and check-out; confirmed by the person in charge" in page
    assert "up to 4 hours a day" in page
    assert "签到签退" not in page


def test_what_cannot_be_counted_yet_stands_there_in_its_own_words_and_is_not_offered(
    client: Visitor, desk_day: DeskDay
) -> None:
    new = volunteering.rules.NewRule
    rules = [
        new(code="J01", name="公益项目", unit="件", tenths=0, not_counted="10–600"),
        new(code="J02", name="探访", unit="次", tenths=50, cap="每名老人每周1次"),
        new(code="J03", name="互助", unit="次", tenths=50, cap="每户每半年2次"),
    ]
    actor = system_actor(desk_day.community_id)
    transact(lambda: volunteering.rules.add(rules, effective_on=clock.today(), actor=actor))
    enter(client)
    page = words(client.get("/desk/rules?q=J0").text)
    said = (
        "公益项目 暂不计分",
        "10–600",
        "探访 暂不计分",
        "每名老人每周1次",
        "每户每半年最多 2 次",
        "是什么意思",
    )
    assert [one for one in said if one not in page] == []
    assert "互助 暂不计分" not in page
    assert "J02 探访：暂不计分" in client.get("/desk/activities/new").text.replace("\xa0", " ")


NEW = {
    "rule_code": "R20",
    "name": "垃圾分类值守",
    "value": "1.5",
    "unit": "小时",
    "cap": "3小时/日",
    "credits_to": "person",
    "counts_hours": "1",
    "effective_on": "今天",
    "reason": "11月20日例会定的",
}


def test_a_rule_is_said_back_with_an_example_then_proposed_then_agreed_to_by_somebody_else(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    look = words(client.post("/desk/rules/new", data=NEW).text)
    assert "每小时 1.5 分" in look
    assert "每天最多 3 小时" in look
    assert "2 小时记 3 分，3 小时记 4.5 分" not in look
    assert "2 小时记 3 分，4 小时记 4.5 分（到了封顶）" in look
    assert "等人同意" not in words(client.get("/desk/rules").text)
    assert client.post("/desk/rules/new", data={**NEW, "seen": "1"}).status_code == 303
    [wish] = waiting(desk_day)
    mine = words(client.get("/desk/rules").text)
    assert "1 条等人同意" in mine
    assert "我看过了，同意勾上的" not in mine
    assert client.post("/desk/rules/agree", data={"proposal": wish}).status_code == 404
    enter(client, "street6")
    assert "我看过了，同意勾上的" in words(client.get("/desk/rules").text)
    assert "rule_nothing_ticked" in client.post("/desk/rules/agree", data={}).text
    assert client.post("/desk/rules/agree", data={"proposal": wish}).status_code == 303
    page = words(client.get("/desk/rules?q=R20").text)
    assert "R20 垃圾分类值守" in page
    assert waiting(desk_day) == []


def test_what_cannot_be_counted_is_refused_beside_its_field(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    for change, said in (
        ({"value": "10–600"}, "“10–600 小时”系统算不出是几分"),
        ({"cap": "每名老人每周1次"}, "封顶写的“每名老人每周1次”系统看不懂"),
        ({"rule_code": "R01"}, "编号 R01 已经有规则了"),
        ({"effective_on": ""}, "这一格要填"),
    ):
        refused = client.post("/desk/rules/new", data={**NEW, **change, "seen": "1"})
        assert (refused.status_code in (409, 422), said in words(refused.text)) == (True, True), change
    assert waiting(desk_day) == []


def test_old_and_new_stand_beside_each_other_and_a_rule_is_ended(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    here = f"/desk/rules/{desk_day.rule}"
    form = client.get(here).text
    assert 'value="4小时/日"' in form
    change = {**NEW, "rule_code": "R01", "name": "社区环境清洁", "value": "2.5", "effective_on": "明天"}
    look = words(client.post(here, data=change).text)
    assert ("每小时 2 分" in look, "每小时 2.5 分" in look, "以前记的分还是按当时那一版" in look) == (
        True,
        True,
        True,
    )
    client.post(here, data={**change, "seen": "1"})
    assert "这一条有个提议在等人同意" in client.get(here).text
    [wish] = waiting(desk_day)
    assert client.post("/desk/rules/withdraw", data={"withdraw": wish}).status_code == 303
    fields = set(re.findall(r'name="(\w+)"', client.get(here).text))
    assert fields >= {*NEW, "end_effective_on", "end_reason"} - {"rule_code"}
    end = {"end_effective_on": "明天", "end_reason": "不办了"}
    assert "起停用？" in words(client.post(f"{here}/end", data=end).text)
    assert "这一格要填" in client.post(f"{here}/end", data={**end, "end_reason": ""}).text
    client.post(f"{here}/end", data={**end, "seen": "1"})
    enter(client, "street6")
    client.post("/desk/rules/agree", data={"proposal": waiting(desk_day)})
    assert "停用" in words(client.get(here).text)
    # from the day on it stands apart, with the way to bring it back
    clock.set_now(clock.now() + timedelta(days=1))
    enter(client)
    page = words(client.get("/desk/rules").text)
    assert ("停用了的 1 条" in page, "还没有规则" in page) == (True, True)


def test_a_rule_with_a_version_to_come_is_one_rule_with_both_beside_each_other(
    client: Visitor, desk_day: DeskDay
) -> None:
    actor, new = system_actor(desk_day.community_id), volunteering.rules.NewRule
    later = new(code="R01", name="清洁家园", unit="小时", tenths=30, category="环境", cap="4小时/日")
    other = new(code="R13", name="探访", unit="次", tenths=50, category="志愿服务", cap="4次/月")
    tomorrow = clock.today() + timedelta(days=1)
    transact(lambda: volunteering.rules.add([later], effective_on=tomorrow, actor=actor))
    transact(lambda: volunteering.rules.add([other], effective_on=clock.today(), actor=actor))
    enter(client)
    page = client.get("/desk/rules").text
    assert "2 条，每一条" in words(page)
    assert page.count("<tr data-rule") == 2
    row = words(page[page.index("R01") : page.index("R13")])
    assert ("每小时 2 分" in row, "每小时 3 分" in row, "第 2 版" in row) == (True, True, True)
    assert page.count("<tr data-rule") == client.get("/desk/rules?q=R").text.count("<tr data-rule")
    assert "每小时 2 分" in words(client.get("/desk/rules?q=清洁家园").text)


def waiting(desk_day: DeskDay) -> list[str]:
    """What waits, by id."""
    actor = system_actor(desk_day.community_id)
    return [str(one.proposal_id) for one in reading(lambda: volunteering.rule_proposals.waiting(actor))]
