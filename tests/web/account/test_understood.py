"""What a field says it understood."""

from __future__ import annotations

import pytest

from tests.support.desk_day import DeskDay, enter
from tests.support.visitors import Visitor


@pytest.mark.parametrize(
    ("query", "said", "value"),
    [
        ({"kind": "past", "words": "1125"}, "= 11月25日 周二", "2025-11-25"),
        ({"kind": "past", "words": "12.31"}, "= 2024年12月31日 周二", "2024-12-31"),
        ({"kind": "future", "words": "12.31"}, "= 12月31日 周三", "2025-12-31"),
        ({"kind": "birth", "words": "1956.3.8"}, "= 1956年3月8日 周四", "1956-03-08"),
        ({"kind": "birth", "words": "3.8"}, "", ""),
        ({"kind": "time", "words": "9点半"}, "= 9:30", "09:30"),
        ({"kind": "time", "words": "1点", "starts": "22:00"}, "= 到第二天 1:00", "01:00"),
        ({"kind": "time", "words": "0800", "starts": "9"}, "= 8:00", "08:00"),
        ({"kind": "time", "words": "早上"}, "", ""),
    ],
)
def test_a_field_says_what_it_understood(
    client: Visitor, desk_day: DeskDay, query: dict[str, str], said: str, value: str
) -> None:
    enter(client)
    assert client.get("/understood", query_string=query).json == {"said": said, "value": value}


def test_in_english_too(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    client.set_cookie("lang", "en")
    answer = client.get("/understood", query_string={"kind": "past", "words": "1125"})
    assert answer.json == {"said": "= Tue 25 Nov", "value": "2025-11-25"}
    answer = client.get("/understood", query_string={"kind": "time", "words": "100", "starts": "2200"})
    assert answer.json == {"said": "= until 1:00 the next day", "value": "01:00"}


def test_a_field_of_no_known_kind_understands_nothing(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    assert client.get("/understood?kind=else&words=1").json == {"said": "", "value": ""}
