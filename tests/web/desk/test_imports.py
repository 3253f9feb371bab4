"""What came in from old books, with its faults."""

from __future__ import annotations

import io
import re
from pathlib import Path
from uuid import UUID

from openpyxl import load_workbook

from points import audit, imports, ledger, people
from points.foundation import clock, reading, system_actor, transact
from tests.imports.test_blank import filled
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor


def an_import(desk: DeskDay, subject: UUID | None = None) -> UUID:
    """Two lines, one of which moved nothing any more, and a fault."""
    report = {
        "faults": [
            {
                "file": "积分登记表.xlsx",
                "sheet": "1月",
                "row": 7,
                "code": "name_missing",
                "level": "left_out",
                "message": "这一行没有姓名。",
            }
        ],
        "households": 240,
        "people": 1631,
        "earned": 119_315,
        "redeemed": 0,
    }
    lines = [
        audit.provenance.ImportedLine("k1", "earned", "积分登记表.xlsx", "1月", 3, subject),
        audit.provenance.ImportedLine("k2", "earned", "积分登记表.xlsx", "1月", 4, None),
    ]
    actor = system_actor(desk.community_id)
    return transact(lambda: audit.provenance.write_batch("jinxi", lines, report=report, actor=actor))


def test_an_import_is_ticked_off_with_name_and_day(client: Visitor, desk_day: DeskDay) -> None:
    import_id = an_import(desk_day)
    enter(client)
    assert "有 1 行没有收，请核对" in words(client.get("/desk/intake").text)
    answer = client.post("/desk/intake/checked", data={"import": import_id.hex})
    assert answer.status_code == 303
    page = words(client.get(answer.location).text)
    assert "有 1 行没有收，核对过了" in page
    assert "姚敏 2025年11月26日核对过" in page
    enter(client, "wufang")
    client.post("/desk/intake/checked", data={"import": import_id.hex})
    assert "姚敏 11月26日" in words(client.get("/desk/intake?tab=every").text), "who was first stays"
    lines = reading(
        lambda: audit.trail.read(desk_day.community_id, audit.trail.TrailFilter(action="import."))
    )
    assert [line.action for line in lines] == ["import.checked"]


def test_what_households_had_is_printed_to_be_signed(
    client: Visitor, desk_day: DeskDay, tmp_path: Path
) -> None:
    folder = filled(tmp_path, "rules", "goods", "roster", "opening_points")
    clock.reset()  # the books are of the year in which the street is built
    imports.importing.apply(folder, actor=system_actor(desk_day.community_id))
    enter(client)
    assert "print=opening" in client.get("/desk/intake").text
    sheet = words(client.get("/desk/intake?print=opening").text)
    assert "期初积分签字单" in sheet
    assert "001田桂兰3栋2单元30160.5" in sheet
    assert "居委会签字（盖章）" in sheet


def test_numbers_can_be_read_and_each_tab_shows_its_own(client: Visitor, desk_day: DeskDay) -> None:
    an_import(desk_day)
    enter(client)
    page = words(client.get("/desk/intake").text)
    assert "240 户·1,631 人" in page
    assert "11,931.5" in page
    assert "这一行没有姓名。" in page
    lines = words(client.get("/desk/intake?tab=lines").text)
    assert "这一行没有姓名。" not in lines
    assert lines.count("第 1–2 条，共 2 条") == 2, "above and below"
    assert "这一行没有动积分" in lines
    assert "jinxi" in words(client.get("/desk/intake?tab=every").text)


def test_lines_narrow_to_a_household(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    activity = desk_day.held()
    ticked = re.findall(r'name="service" value="([^"]+)"', client.get(f"/desk/review/{activity}").text)
    client.post(f"/desk/review/{activity}/approve", data={"service": ticked})
    person = desk_day.neighbours["滕天菊"]
    purse = reading(lambda: people.purses.of_person(desk_day.community_id, person)).account_id
    [entry] = reading(lambda: ledger.statements.lines(desk_day.community_id, purse))
    an_import(desk_day, entry.subject_id)
    page = words(client.get("/desk/intake?tab=lines&household=10").text)
    assert "滕天菊" in page
    assert "第 1–1 条，共 1 条" in page
    assert "第 3 行" in page
    assert "这一户没有导入的明细" in words(client.get("/desk/intake?tab=lines&household=999").text)


def test_what_is_to_be_checked_goes_on_paper_and_out(client: Visitor, desk_day: DeskDay) -> None:
    an_import(desk_day)
    enter(client)
    paper = words(client.get("/desk/intake?print=1").text)
    assert "要核对的行" in paper
    assert "没有姓名" in paper
    assert "核对人" in paper
    answer = client.post("/desk/intake/export", data={"level": "left_out"})
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert [row[2:4] for row in sheet.iter_rows(values_only=True)][1:] == [(7, "没有姓名")]
    answer = client.post("/desk/intake/export", data={"tab": "lines"})
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert sheet.max_row == 3


def test_the_trail_says_which_household_went_out_and_no_words(client: Visitor, desk_day: DeskDay) -> None:
    an_import(desk_day)
    enter(client)
    for typed in ("10", "滕天菊"):
        client.post("/desk/intake/export", data={"tab": "lines", "household": typed})
    wanted = audit.trail.TrailFilter(action="list.exported")
    facts = [line.facts for line in reading(lambda: audit.trail.read(desk_day.community_id, wanted))]
    home = reading(lambda: people.households.find_typed(desk_day.community_id, "10"))
    assert sorted(str(one["filters"].get("household_id")) for one in facts) == sorted([str(home), "None"])
    assert "滕天菊" not in str(facts)


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
