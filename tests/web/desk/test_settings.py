"""What the community decides, on the desk: read, proposed, seen before it is proposed, confirmed by somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import people
from points.foundation import clock, reading, setting, transact
from tests.support.desk_day import DeskDay, enter, words
from tests.support.street import open_account
from tests.support.visitors import Visitor

CHANGE = {"value": "5", "effective_on": "明天", "reason": "11月20日例会定的", "seen": "1"}


@pytest.fixture
def committee(desk_day: DeskDay) -> str:
    """The user name of somebody of the committee."""
    system = desk_day.street.system

    def work() -> None:
        who = people.residents.register("冉书记", actor=system)
        account = open_account(who, "committee8", system)
        people.roles.grant(account, "committee", place_id=desk_day.community_id, actor=system)

    transact(work)
    return "committee8"


def days(desk_day: DeskDay, ahead: int = 1) -> object:
    day = clock.today() + timedelta(days=ahead)
    return reading(lambda: setting(desk_day.community_id, "publicity_days", day))


def waiting(desk_day: DeskDay, name: str = "publicity_days") -> str:
    standing = reading(lambda: people.decisions.standing(desk_day.community_id))[name]
    return str(standing.open.proposal_id) if standing.open else ""


def test_every_setting_is_listed_with_what_holds_today(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    page = words(client.get("/desk/settings").text)
    assert all(one.title[0] in page for one in people.catalogue.CATALOGUE.values())
    assert "0 个工作日" in page
    assert "没有定过，按程序原来的" in page


def test_a_change_is_seen_first_then_proposed_then_confirmed_by_somebody_else(
    client: Visitor, desk_day: DeskDay, committee: str
) -> None:
    desk_day.held()
    enter(client)
    look = client.post("/desk/settings/publicity_days", data={**CHANGE, "seen": ""})
    assert look.status_code == 200
    assert "等审核的记录：4" in words(look.text)
    assert waiting(desk_day) == ""
    assert client.post("/desk/settings/publicity_days", data=CHANGE).status_code == 303
    proposal = waiting(desk_day)
    assert proposal
    assert days(desk_day) == 0
    # an officer confirms nothing, the committee does
    assert (
        client.post("/desk/settings/publicity_days/confirm", data={"proposal": proposal}).status_code == 404
    )
    enter(client, committee)
    shown = words(client.get("/desk/settings/publicity_days").text)
    assert "我看过了，同意" in shown
    assert "11月20日例会定的" in shown
    assert (
        client.post("/desk/settings/publicity_days/confirm", data={"proposal": proposal}).status_code == 303
    )
    assert (days(desk_day, 0), days(desk_day)) == (0, 5)
    page = words(client.get("/desk/settings/publicity_days").text)
    assert "第 2 版" in page
    assert "冉书记" in page
    again = client.post("/desk/settings/publicity_days/confirm", data={"proposal": proposal})
    assert (again.status_code, "proposal_closed" in again.text) == (409, True)


def test_who_proposed_does_not_confirm_where_points_move(
    client: Visitor, desk_day: DeskDay, committee: str
) -> None:
    enter(client, committee)
    client.post("/desk/settings/publicity_days", data=CHANGE)
    proposal = waiting(desk_day)
    assert "我看过了，同意" not in client.get("/desk/settings/publicity_days").text
    refused = client.post("/desk/settings/publicity_days/confirm", data={"proposal": proposal})
    assert refused.status_code == 403
    assert days(desk_day) == 0
    enter(client, "street6")
    client.post("/desk/settings/publicity_days/confirm", data={"proposal": proposal})
    assert days(desk_day) == 5


def test_where_no_points_move_the_committee_decides_at_once_and_an_officer_asks(
    client: Visitor, desk_day: DeskDay, committee: str
) -> None:
    change = {"value": "10", "effective_on": "今天", "reason": "券太短"}
    enter(client)
    client.post("/desk/settings/voucher_days", data={**change, "seen": "1"})
    assert waiting(desk_day, "voucher_days")
    enter(client, committee)
    # who did not propose it takes nothing back: they say no
    page = client.get("/desk/settings/voucher_days").text
    assert "不同意" in page
    assert "撤回这个提议" not in page
    asked = {"proposal": waiting(desk_day, "voucher_days")}
    answer = client.post("/desk/settings/voucher_days/withdraw", data=asked)
    assert "没有同意“" in client.get(answer.location).text
    client.post("/desk/settings/voucher_days", data={**change, "seen": "1"})
    assert reading(lambda: setting(desk_day.community_id, "voucher_days")) == 10


def test_a_proposal_is_withdrawn_and_then_nothing_changed(
    client: Visitor, desk_day: DeskDay, committee: str
) -> None:
    enter(client)
    client.post("/desk/settings/publicity_days", data=CHANGE)
    proposal = waiting(desk_day)
    assert "撤回这个提议" in client.get("/desk/settings/publicity_days").text
    answer = client.post("/desk/settings/publicity_days/withdraw", data={"proposal": proposal})
    assert "的提议撤回了" in client.get(answer.location).text
    assert waiting(desk_day) == ""
    enter(client, committee)
    refused = client.post("/desk/settings/publicity_days/confirm", data={"proposal": proposal})
    assert refused.status_code == 409
    assert days(desk_day) == 0


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("publicity_days", {"value": "很多"}, "这里要填数字"),
        ("publicity_days", {"value": "99"}, "这个数不在范围里"),
        ("publicity_days", {"value": ""}, "这一格要填"),
        ("validity", {"kind": "months", "months": ""}, "这一格要填"),
        ("exchange_days", {"when": "some", "day_0": "1", "hours": "9点"}, "时间看不懂"),
        ("exchange_days", {"when": "some", "hours": "9:00-11:00"}, "这一格要填"),
        ("working_day_overrides", {"value": "2026-02-30 上班"}, "请一行写一天"),
        ("decay", {"value": "80 1\n20 2\n以上 4"}, "小时数要一行比一行大"),
        ("backfilled_points", {}, "请从列出的里面选一个"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(
    client: Visitor, desk_day: DeskDay, name: str, typed: dict[str, str], said: str
) -> None:
    enter(client)
    form = {"effective_on": "明天", "reason": "写了一大段理由", **typed}
    answer = client.post(f"/desk/settings/{name}", data={**form, "seen": "1"})
    assert answer.status_code == 422
    assert said in answer.text
    assert "写了一大段理由" in answer.text
    assert waiting(desk_day, name) == ""


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("purse_of", {"value": "person"}, "purses_there"),
        ("publicity_days", {"value": "0"}, "setting_same"),
        ("day_limit_minutes", {"value": "14"}, "limits_cross"),
    ],
)
def test_what_cannot_be_decided_is_said_before_it_is_proposed(
    client: Visitor, desk_day: DeskDay, name: str, typed: dict[str, str], code: str
) -> None:
    enter(client)
    form = {"effective_on": "明天", "reason": "试一试", **typed}
    for seen in ("", "1"):
        answer = client.post(f"/desk/settings/{name}", data={**form, "seen": seen})
        assert answer.status_code >= 400
        assert f'data-code="{code}"' in answer.text
    assert waiting(desk_day, name) == ""


def test_every_kind_of_value_can_be_changed_on_its_page(
    client: Visitor, desk_day: DeskDay, committee: str
) -> None:
    typed = {
        "validity": ({"kind": "months", "months": "12"}, {"kind": "months", "months": 12}),
        "exchange_days": (
            {"when": "some", "day_0": "1", "day_2": "1", "hours": "8:30-11:30、14：00至17:00"},
            {"days": [0, 2], "hours": [["8:30", "11:30"], ["14:00", "17:00"]]},
        ),
        "working_day_overrides": ({"value": "2026-02-14 上班\n2026-02-16 休息"}, {"2026-02-14": True, "2026-02-16": False}),
        "decay": ({"value": "20 1\n80 2\n以上 4"}, [[20, 1], [80, 2], [None, 4]]),
        "no_show_pause": ({"times": "3", "months": "2"}, {"times": 3, "months": 2}),
        "month_budget_tenths": ({"value": "1200.5"}, 12005),
        "gift_match": ({"value": "2"}, 2),
        "backfilled_points": ({"value": "yes"}, True),
    }  # fmt: skip
    for name, (fields, value) in typed.items():
        enter(client)
        form = {"effective_on": "今天", "reason": "例会", "seen": "1", **fields}
        client.post(f"/desk/settings/{name}", data=form)
        enter(client, committee)
        client.post(f"/desk/settings/{name}/confirm", data={"proposal": waiting(desk_day, name)})
        assert reading(lambda name=name: setting(desk_day.community_id, name)) == value, name
        assert client.get(f"/desk/settings/{name}").status_code == 200


def test_a_decision_for_a_later_day_is_coming_and_another_follows_it(
    client: Visitor, desk_day: DeskDay, committee: str
) -> None:
    enter(client, committee)
    for value in ("10", "12"):
        form = {"value": value, "effective_on": "明天", "reason": "例会", "seen": "1"}
        client.post("/desk/settings/voucher_days", data=form)
    standing = reading(lambda: people.decisions.standing(desk_day.community_id))["voucher_days"]
    assert (standing.value, [one.value for one in standing.coming]) == (7, [12])
    page = words(client.get("/desk/settings/voucher_days").text)
    assert "第 1 版" in page
    assert "第 2 版" in page


def test_a_supervisor_sees_and_changes_nothing(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "supervisor4")
    assert "改一版" not in client.get("/desk/settings/publicity_days").text
    assert client.post("/desk/settings/publicity_days", data=CHANGE).status_code == 404


def test_the_trail_says_what_was_decided_in_words(client: Visitor, desk_day: DeskDay, committee: str) -> None:
    enter(client, committee)
    form = {"value": "10", "effective_on": "今天", "reason": "例会", "seen": "1"}
    client.post("/desk/settings/voucher_days", data=form)
    enter(client, "supervisor4")
    page = words(client.get("/oversight/trail").text)
    assert "定下设置" in page
    assert "兑换券有效期：10 天" in page


def test_what_is_to_be_decided_first_is_recommended_with_what_others_chose(
    client: Visitor, desk_day: DeskDay, committee: str
) -> None:
    enter(client)
    page = words(client.get("/desk/settings/first").text)
    assert "别处" in page
    assert "照推荐的提" in page
    empty = client.post("/desk/settings/first", data={})
    assert (empty.status_code, "一件也没有勾" in words(empty.text)) == (422, True)
    answer = client.post("/desk/settings/first", data={"name": ["validity", "nonsense"]})
    assert (answer.status_code, answer.location) == (303, "/desk/settings/first")
    page = client.get("/desk/settings/first").text
    assert "提了 1 项" in words(page)
    assert 'value="validity"' not in page, "what waits is not proposed a second time"
    standing = reading(lambda: people.decisions.standing(desk_day.community_id))["validity"]
    assert standing.open is not None
    assert standing.open.value == {"kind": "months", "months": 36}
    assert standing.since is None, "points move by it: a second person says when"


def test_every_recommendation_is_one_that_can_be_decided(desk_day: DeskDay) -> None:
    assert people.catalogue.ADVICE
    for one in people.catalogue.ADVICE:
        known = people.catalogue.get(one.name)
        assert known is not None
        assert known.kind.check(one.value) == one.value
        assert one.said("zh") != one.said("en")
