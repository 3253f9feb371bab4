"""The notice board: names masked, phones nowhere, one's own lines by themselves."""

from __future__ import annotations

import re
from datetime import timedelta

from points import volunteering
from points.foundation import clock, decide, transact
from tests.support.desk_day import DeskDay, desk_day, enter, morning
from tests.support.visitors import Visitor

__all__ = ["desk_day", "morning"]


def test_an_empty_board_says_so(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "tian")
    page = client.get("/board")
    assert page.status_code == 200
    assert "田桂兰" not in page.text


def test_what_is_in_publicity_hangs_out_with_a_masked_name(client: Visitor, desk_day: DeskDay) -> None:
    street = desk_day.street
    transact(
        lambda: decide(
            street.community_id, "publicity_days", 5, effective_on=clock.today(), actor=street.system
        )
    )
    held = desk_day.held()
    transact(lambda: volunteering.approval.approve_activity(held, actor=desk_day.officers[0]))
    enter(client, "tian")
    page = client.get("/board").text
    assert "*" in page
    assert [name for name in desk_day.neighbours if name in page] == []
    amounts = re.findall(r'class="amount[^"]*">([^<]+)<', page)
    assert amounts
    assert "0.0" not in amounts, "each line says what it will give"
    assert client.get("/board?show=mine").status_code == 200


def test_lines_that_come_down_on_different_days_each_say_theirs(client: Visitor, desk_day: DeskDay) -> None:
    street = desk_day.street
    transact(
        lambda: decide(
            street.community_id, "publicity_days", 5, effective_on=clock.today(), actor=street.system
        )
    )
    first, second = desk_day.held(), desk_day.held(title="夜间巡逻", days=3)
    transact(lambda: volunteering.approval.approve_activity(first, actor=desk_day.officers[0]))
    enter(client, "tian")
    page = client.get("/board").text
    assert ("本页同时撤下" in page, "公示到" in page) == (True, False)
    clock.set_now(clock.now() + timedelta(days=1))
    transact(lambda: volunteering.approval.approve_activity(second, actor=desk_day.officers[0]))
    page = client.get("/board").text
    assert ("本页同时撤下" in page, "每条公示到写着的那一天" in page) == (False, True)
    assert len(set(re.findall(r"公示到([^<每写]+)<", page))) == 2
