"""Paper and program side by side, on the desk: begun, what differs decided in place, the sheet, the switch by two."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest

from points import imports
from tests.imports.test_intakes import taken
from tests.support.brought import bring, files_apart, staff
from tests.support.desk_day import enter, words
from tests.support.records import facts_of
from tests.support.street import Street
from tests.support.visitors import Visitor
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart"]

# What a page or a file shows does not depend on the database; comparing and deciding run on both in tests/imports.
pytestmark = [pytest.mark.usefixtures("files_apart"), pytest.mark.shortly_on("sqlite")]


def press(client: Visitor, address: str, deed: str, **said: str) -> str:
    """Press a button; what the page says then."""
    answer = client.post(f"{address}/{deed}", data=said)
    return words(client.get(answer.location).text if answer.status_code == 303 else answer.text)


def decide(client: Visitor, address: str, verdict: str, remark: str, **more: str) -> str:
    """Decide the first difference that nobody has decided."""
    found = re.search(
        r'name="difference" value="(\w+)"><fieldset', re.sub(r">\s+<", "><", client.get(address).text)
    )
    assert found
    return press(
        client, address, "decide", difference=found[1], verdict=verdict, remark=remark, seen="0", **more
    )


def test_a_month_side_by_side_on_the_desk(client: Visitor, street: Street, tmp_path: Path) -> None:
    officer, member = staff(street, "yaomin", "officer"), staff(street, "qianyu", "committee")
    for name in ("old", "paper", "later"):
        (tmp_path / name).mkdir()
    taken(SmallBooks().save(tmp_path / "old"), officer, member)
    enter(client)
    assert "每周比一次" in words(client.get("/desk/parallel").text)
    answer = client.post("/desk/parallel", data={"first_day": "2025-03-01", "switch_on": "2025-03-01"})
    assert (answer.status_code, "切换的日子要在开始以后" in words(answer.text)) == (422, True)
    assert 'value="2025-03-01"' in answer.text, "nothing typed is lost"
    answer = client.post("/desk/parallel", data={"first_day": "2025-03-01", "switch_on": "2025-04-02"})
    address = str(answer.location)
    assert "开始并行了。" in words(client.get(address).text)
    assert "还没有比过" in words(client.get(address).text)
    assert "切换的日子改了。" in press(client, address, "day", switch_on="2025-04-01")
    assert "正在并行对账" in words(client.get("/desk/intakes").text)

    paper = SmallBooks()
    paper.register[1][6] = 6
    folder = paper.save(tmp_path / "paper")
    answer = bring(client, folder, purpose="compare", until="2025-05-01")
    assert (answer.status_code, "要在" in words(answer.text), 'value="2025-05-01"' in answer.text) == (
        422,
        True,
        True,
    )
    assert bring(client, folder, purpose="compare", until="哪天").status_code == 422
    brought = bring(client, folder, purpose="compare", until="2025-03-31").location
    assert imports.working.work_one()
    assert address in client.get(brought).text
    page = words(client.get(address).text)
    assert "户号 001 田桂兰、田小兰" in page
    assert "还有 1 处不一样没有定是谁记错了" in page
    assert "打开这一笔" in page
    assert "分数不同" in words(client.get(f"{address}?kind=amount&stands=undecided").text)
    assert "没有符合的" in words(client.get(f"{address}?kind=day").text)
    homes = words(client.get(f"{address}?part=homes").text)
    assert ("户号 002" in homes, "1 处不一样" in homes) == (True, True)
    found = client.post(address, data={"q": "杨志强", "part": "homes"})
    assert "杨" not in found.location
    assert ("户号 002" in words(client.get(found.location).text)) is True

    refused = decide(client, address, "paper", " ")
    assert "定谁记错了" in refused
    assert "定下来了" in decide(client, address, "program", "漏记两分", kind="amount")
    page = words(client.get(address).text)
    assert "系统记错。漏记两分" in page
    assert "请在系统里改" in page
    which = re.search(r'name="difference" value="(\w+)"', client.get(address).text)
    assert which
    assert "收回了，可以重新定。" in press(client, address, "take-back", difference=which[1], seen="1")
    assert "草稿" in words(client.get(f"{address}?print=1").text)
    said = {"difference": which[1], "verdict": "paper", "remark": "多写了两分", "seen": "2"}
    assert "定下来了" in press(client, address, "decide", **said)
    sheet = words(client.get(f"{address}?print=1").text)
    assert "纸质账记错：多写了两分" in sheet
    assert ("都定了" in sheet, "监督员：" in sheet) == (True, True)
    answer = client.post(f"{address}/export", data={})
    head, row = list(
        openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)
    )
    line = dict(zip(head, row, strict=True))
    assert (line["户号"], line["纸质账的分"], line["系统的分"], line["怎么定的"]) == (
        "001",
        6,
        4,
        "纸质账记错",
    )
    assert facts_of("list.exported")[0]["list"] == "parallel"

    assert "2025年3月31日" in words(client.get(f"{address}?confirm=propose").text)
    assert "提出来了，等另一个人确认切换。" in press(client, address, "propose", seen="1")
    assert "请居委会成员或街道办的人打开这一页确认。" in words(client.get(address).text)
    assert "先不切换，接着并行。" in press(client, address, "withdraw")
    assert "停下以后" in words(client.get(f"{address}?confirm=stop").text)
    press(client, address, "propose", seen="1")
    enter(client, "qianyu")
    assert "不能再改回来" in words(client.get(f"{address}?confirm=confirm").text)
    digest = re.search(r"核对码 (\w{16})", words(client.get(f"{address}?print=1").text))
    assert "切换了，从那天起系统记账。" in press(client, address, "confirm", seen="1")
    assert digest
    assert digest[1] in words(client.get(address).text), "what was signed is what was agreed to"
    assert "已切换" in words(client.get(f"{address}?print=1").text)
    assert "切换了" in words(client.get("/desk/parallel").text)


def test_it_is_stopped_without_a_switch(client: Visitor, street: Street) -> None:
    staff(street, "yaomin", "officer")
    enter(client)
    answer = client.post("/desk/parallel", data={"first_day": "2025-03-01", "switch_on": "2025-04-01"})
    assert "停了，以后的纸质账又可以收进来。" in press(client, answer.location, "stop")
    assert "停的，没有切换" in words(client.get(answer.location).text)
    english = words(client.get(answer.location, headers={"Accept-Language": "en"}).text)
    assert "without a switch" in english
