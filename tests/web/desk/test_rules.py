"""The rule book on the desk."""

from __future__ import annotations

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
