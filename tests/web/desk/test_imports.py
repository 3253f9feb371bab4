"""What came in from old books, with its faults."""

from __future__ import annotations

from points import audit
from points.foundation import system_actor, transact
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor


def test_imports_show_their_faults_and_narrow_to_one_kind(client: Visitor, desk_day: DeskDay) -> None:
    place = {"file": "积分登记表.xlsx", "sheet": "1月"}
    report = {
        "faults": [
            {**place, "row": 7, "code": "name_missing", "level": "left_out", "message": "这一行没有姓名。"},
            {
                **place,
                "row": 9,
                "code": "balance_miscounted",
                "level": "noted",
                "message": "台账写剩余 3 分。",
            },
        ],
        "households": 2,
        "people": 3,
        "earned": 120,
        "redeemed": 0,
    }
    line = audit.provenance.ImportedLine("k1", "household", "花名册.xlsx", "一", 3, None)
    actor = system_actor(desk_day.community_id)
    transact(lambda: audit.provenance.write_batch("jinxi", [line], report=report, actor=actor))
    enter(client)
    page = words(client.get("/desk/intake").text)
    assert "有 1 行没有收，请核对" in page
    assert "这一行没有姓名。" in page
    assert "flask import-books jinxi --apply" in page
    noted = words(client.get("/desk/intake?level=noted").text)
    assert "台账写剩余 3 分。" in noted
    assert "这一行没有姓名。" not in noted
