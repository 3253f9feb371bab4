"""What books would change, on the desk: by household, searched, by state, on paper and as a file."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from points import imports
from tests.support.brought import bring, files_apart
from tests.support.desk_day import DeskDay, enter, words
from tests.support.records import facts_of
from tests.support.visitors import Visitor
from tests.support.workbooks import REGISTER, SmallBooks

__all__ = ["files_apart"]

# What a page or a file shows does not depend on the database; bringing, reading and writing run on both in tests/imports.
pytestmark = pytest.mark.shortly_on("sqlite")


def brought(client: Visitor, folder: Path) -> str:
    """The address of what books would change that were read; one of their lines cannot be."""
    books = SmallBooks()
    books.register.append(["2025-03-28", "001", "田桂兰", None, "R07", "助老代办跑腿", "约3", "冉婷"])
    books.register.append(["2025-03-28", "001", "田桂兰", None, "R07", "助老代办跑腿", 3, "冉婷"])
    address = str(bring(client, books.save(folder)).location)
    assert imports.working.work_one()
    return f"{address}/difference"


def test_it_is_read_by_household_and_state_searched_and_taken_out(
    client: Visitor, desk_day: DeskDay, tmp_path: Path, files_apart: Path
) -> None:
    enter(client)
    address = brought(client, tmp_path)
    assert address in client.get(address.removesuffix("/difference")).text
    page = words(client.get(address).text)
    assert "户号 001 田桂兰、田小兰" in page
    assert "余额 32 →改成 40" in page
    assert "第 1–3 条，共 3 条" in page
    assert f"{REGISTER}·3月·G9" in page
    assert "row-refused" in client.get(address).text

    english = words(client.get(address, headers={"Accept-Language": "en"}).text)
    assert "Cannot be taken" in english

    refused = words(client.get(f"{address}?state=refused").text)
    assert ("约3" in refused, "石磊" in refused) == (True, False)
    goods = words(client.get(f"{address}?part=goods").text)
    assert "G06 袋装醋" in goods

    found = client.post(address, data={"q": "3单元303"})
    assert "杨" not in found.location
    page = words(client.get(found.location).text)
    assert ("户号 002" in page, "户号 003" in page) == (True, False)
    assert "没有符合的" in words(client.get(client.post(address, data={"q": "王五"}).location).text)

    paper = words(client.get(f"{address}?print=1&state=refused").text)
    assert "G9" in paper
    answer = client.post(f"{address}/export", data={"state": "refused"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    head, row = list(sheet.iter_rows(values_only=True))
    line = dict(zip(head, row, strict=True))
    assert (line["户号"], line["怎么变"], line["文件"], line["格或行"]) == ("001", "收不了", REGISTER, "G9")
    assert (line["现在余额"], line["收后余额"]) == (32, 40)
    [facts] = facts_of("list.exported")
    assert facts == {"list": "intake_difference", "filters": {"state": "refused"}, "rows": 1}


def test_before_it_was_read_and_after_it_was_given_up_there_is_nothing(
    client: Visitor, desk_day: DeskDay, tmp_path: Path, files_apart: Path
) -> None:
    enter(client)
    address = str(bring(client, SmallBooks().save(tmp_path)).location)
    assert "现在没有可看的" in words(client.get(f"{address}/difference").text)
    assert client.get("/desk/intakes/unknown/difference").status_code == 404
    enter(client, "wufang")
    assert client.get(f"{address}/difference").status_code == 200
