"""Handing books in on the desk: files and folders, the same once more, what is too much, and the list of runs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from points import imports, volunteering
from points.foundation import clock, reading
from points.imports import bringing
from tests.imports.test_blank import filled
from tests.support.brought import bring, files_apart
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart"]

# What a page or a file shows does not depend on the database; bringing, reading and writing run on both in tests/imports.
pytestmark = [pytest.mark.usefixtures("files_apart"), pytest.mark.shortly_on("sqlite")]


def test_books_are_handed_in_and_listed(client: Visitor, desk_day: DeskDay, tmp_path: Path) -> None:
    enter(client)
    assert "还没有交过台账" in words(client.get("/desk/intakes").text)
    (tmp_path / "旧账").mkdir()
    folder = SmallBooks().save(tmp_path / "旧账")
    (folder / "照片.jpg").write_bytes(b"1")
    answer = bring(client, folder, purpose="compare")
    assert answer.status_code == 303
    page = words(client.get(answer.location).text)
    assert "收到 8 个文件，马上开始读。 另有 1 个不是表格，没有收。".replace(" 另", "另") in page
    assert "等着读" in page
    row = words(client.get("/desk/intakes").text)
    assert "旧账11月26日 9:00·只比一比姚敏8等着读" in row
    again = bring(client, folder, purpose="compare")
    assert again.location == answer.location
    assert "这些文件已经交过了，就是这一份。" in words(client.get(again.location).text)
    assert len(list((tmp_path / "intakes").iterdir())) == 1, "what came twice is not kept twice"


def test_blank_books_go_out_one_or_all_with_what_the_community_has(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    page = client.get("/desk/intakes").text
    assert [one for one in imports.blank.NAMES if f'<option value="{one}"' not in page] == []
    one = client.get("/desk/intakes/blank?book=register&language=en")
    assert one.headers["Content-Disposition"].endswith("%20points.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(one.data))
    assert (book.worksheets[0].max_row, book.worksheets[1].title) == (1, "How to fill in")
    codes = [
        rule.code
        for rule in reading(lambda: volunteering.rules.in_force(desk_day.community_id, clock.today()))
    ]
    assert codes
    assert [cell.value for cell in book["Choices"]["A"]][1 : len(codes) + 1] == codes
    every = client.get("/desk/intakes/blank?book=&language=&filled=1")
    with zipfile.ZipFile(io.BytesIO(every.data)) as archive:
        assert archive.namelist() == [one.file("zh") for one in imports.blank.BOOKS]
        rules = openpyxl.load_workbook(io.BytesIO(archive.read("积分规则表.xlsx"))).worksheets[0]
    assert [row[0].value for row in rules.iter_rows(min_row=2)] == sorted(codes)


def test_five_blank_books_filled_in_are_read_and_one_thing_is_asked(
    client: Visitor, desk_day: DeskDay, tmp_path: Path
) -> None:
    clock.reset()  # the books are of the year in which the street is built
    names = ("rules", "goods", "roster", "opening_points", "opening_stock")
    folder = filled(tmp_path / "纸质", *names)
    for one in imports.blank.BOOKS:
        if one.name not in names:
            (folder / one.file("zh")).unlink()
    enter(client)
    where = bring(client, folder).location
    assert imports.working.work_one()
    page = words(client.get(f"{where}/questions").text)
    assert "没有“扣分清单（penalties.csv）”“志愿活动签到表”“积分兑换登记表”：是本来就没有吗？" in page
    assert "怎么填" not in page


def test_nothing_and_too_much_are_refused_on_the_page(
    client: Visitor, desk_day: DeskDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client)
    answer = client.post("/desk/intakes", data={"purpose": "take"}, content_type="multipart/form-data")
    assert (answer.status_code, "没有选文件" in words(answer.text)) == (422, True)
    monkeypatch.setattr(bringing, "MAX_FILE", 100)
    data = {"books": [(io.BytesIO(b"1" * 101), "../积分登记表.xlsx")]}
    answer = client.post("/desk/intakes", data=data, content_type="multipart/form-data")
    assert (answer.status_code, "“积分登记表.xlsx”太大" in words(answer.text)) == (422, True)
    monkeypatch.setattr("points.web.desk.intakes.LARGEST", 1000)
    data = {"books": [(io.BytesIO(b"1" * 2000), "积分登记表.xlsx")]}
    answer = client.post("/desk/intakes", data=data, content_type="multipart/form-data")
    assert (answer.status_code, "一次最多交" in words(answer.text)) == (413, True)
    assert "还没有交过台账" in words(client.get("/desk/intakes").text)


def test_files_larger_than_other_forms_may_be_are_taken_of_who_may(
    client: Visitor, desk_day: DeskDay
) -> None:
    def hand_in() -> int:
        data = {"books": [(io.BytesIO(b"1" * (3 << 20)), "积分登记表.csv")]}
        return client.post("/desk/intakes", data=data, content_type="multipart/form-data").status_code

    assert hand_in() == 303, "to sign in"
    enter(client, "luohaiyan")
    assert hand_in() == 404
    enter(client)
    assert hand_in() == 303
