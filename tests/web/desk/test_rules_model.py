"""Rules picked from the model rule book."""

from __future__ import annotations

from points import volunteering
from points.foundation import reading, system_actor
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor

TICKED = {
    "take": ["M01", "M06"],
    "value-M01": "1",
    "cap-M01": "4小时/日",
    "value-M06": "8",
    "cap-M06": "每人每月4次",
    "effective_on": "明天",
    "reason": "11月20日例会定的",
}


def test_lines_are_ticked_changed_said_back_and_wait_marked_as_of_the_model(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    page = words(client.get("/desk/rules/model").text)
    assert "M06 独居老人探访 样本" in page
    assert "一般 5–10 分/次" in page
    look = words(client.post("/desk/rules/model", data=TICKED).text)
    assert ("把这 2 条提出来" in look, "每次 8 分" in look, "2 小时记 2 分" in look) == (True, True, True)
    assert waiting(desk_day) == []
    assert client.post("/desk/rules/model", data={**TICKED, "seen": "1"}).status_code == 303
    assert [(one.code, one.then.tenths, one.of_model) for one in waiting(desk_day)] == [
        ("M01", 10, True),
        ("M06", 80, True),
    ]
    assert "M06 独居老人探访 样本 新的一条" in words(client.get("/desk/rules").text)
    assert 'value="M06"' not in client.get("/desk/rules/model").text
    enter(client, "street6")
    every = [str(one.proposal_id) for one in waiting(desk_day)]
    assert client.post("/desk/rules/agree", data={"proposal": every}).status_code == 303
    assert "样本" not in words(client.get("/desk/rules").text).partition("规则怎么改")[0].partition("M01")[2]


def test_nothing_ticked_a_line_that_is_none_and_a_figure_nobody_can_count_are_refused(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    for change, said in (
        ({"take": []}, "一条都没有勾"),
        ({"take": ["M99"]}, "样本里没有勾的这一条"),
        ({"value-M01": "看情况"}, "系统算不出是几分"),
        ({"reason": ""}, "这一格要填"),
    ):
        refused = client.post("/desk/rules/model", data={**TICKED, **change, "seen": "1"})
        assert (refused.status_code in (409, 422), said in words(refused.text)) == (True, True), change
    assert waiting(desk_day) == []


def waiting(desk_day: DeskDay) -> list[volunteering.rule_proposals.RuleWish]:
    """What waits."""
    actor = system_actor(desk_day.community_id)
    return reading(lambda: volunteering.rule_proposals.waiting(actor))
