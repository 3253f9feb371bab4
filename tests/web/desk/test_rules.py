"""The rule book on the desk."""

from __future__ import annotations

from points import volunteering
from points.foundation import clock, system_actor, transact
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
