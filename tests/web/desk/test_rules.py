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
