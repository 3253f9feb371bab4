"""What was understood of tables is looked at on the desk, said by hand, kept, read again; samples; ending."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from points import imports
from points.foundation import reading
from points.imports import mapping_rows
from tests.imports.test_mapped import EXPORT, export
from tests.support.brought import bring, files_apart
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart"]

# What a page or a file shows does not depend on the database; bringing, reading and writing run on both in tests/imports.
pytestmark = pytest.mark.shortly_on("sqlite")


def said(page: str, **changed: str) -> dict[str, Any]:
    """The form as the page shows it, with what each column is."""
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    table = page.partition('name="table" value="')[2].partition('"')[0]
    fields = {f"field-{at}": name for at, name in enumerate(EXPORT.values())}
    return {
        "seen": seen,
        "table": table,
        "row": "1",
        "book": "register",
        "heading": list(EXPORT),
        "name": "某平台的导出",
        "source": "某平台 2025 年",
        **fields,
        **changed,
    }


def test_an_export_that_nobody_knows_is_said_to_be_the_register(
    client: Visitor, desk_day: DeskDay, tmp_path: Path, files_apart: Path
) -> None:
    enter(client)
    intake = str(bring(client, export(tmp_path)).location)
    address = f"{intake}/mapping"
    assert imports.working.work_one()
    page = words(client.get(address).text)
    assert "导出.xlsx·Sheet1 不认识，没有读 要看" in page
    assert "社区环境清洁2小时" in page
    assert "先在上面选这张表是哪本台账" in page
    assert "每张表读成了什么" in words(client.get(intake).text)
    assert 'aria-label="田桂兰 当作"' in client.get(f"{address}?book=register&row=2").text
    text = client.get(f"{address}?book=register").text
    assert 'aria-label="Delta(pts) 当作"' in text
    assert "还要选：日期、户号、姓名、事项、积分" in words(text)
    _refuses_what_cannot_be_kept(client, address, text)
    answer = client.post(address, data=said(text))
    assert answer.status_code == 303, words(answer.text)
    assert imports.working.work_one()
    page = words(client.get(address).text)
    assert "积分登记表·某平台的导出" in page
    assert "不认识，没有读" not in page
    assert "某平台 2025 年" in page
    assert "读好了" in words(client.get("/desk/intakes").text)
    assert "这些表头以前记过" in words(client.get(f"{address}?table=5").text)


def _refuses_what_cannot_be_kept(client: Visitor, address: str, text: str) -> None:
    answer = client.post(address, data=said(text, **{"field-4": ""}))
    assert answer.status_code == 422
    assert "当作“积分登记表”读，还缺这些列：积分。" in words(answer.text)
    assert '<option value="matter" selected>' in answer.text
    answer = client.post(address, data=said(text, name=""))
    assert answer.status_code == 422
    answer = client.post(address, data=said(text, seen="7"))
    assert answer.status_code == 409
    assert client.get(f"{address}?table=99").status_code == 404
    assert "还没有。" in words(client.get(address).text)


def test_a_sample_is_loaded_by_hand_marked_and_ended(
    client: Visitor, desk_day: DeskDay, tmp_path: Path, files_apart: Path
) -> None:
    enter(client)
    address = str(bring(client, SmallBooks().save(tmp_path)).location) + "/mapping"
    page = words(client.get(address).text)
    assert "现在没有可看的表" in page
    assert "虚构的样例" in page
    assert client.post(f"{address}/sample", data={"number": "0"}).status_code == 303
    text = client.get(address).text
    assert "样例一：积分小程序的导出 样例" in words(text)
    which = text.partition('name="mapping" value="')[2].partition('"')[0]
    assert client.post(f"{address}/end", data={"mapping": which}).status_code == 303
    assert "还没有。" in words(client.get(address).text)
    assert client.post(f"{address}/end", data={"mapping": which}).status_code == 409
    assert client.post(f"{address}/sample", data={"number": "9"}).status_code == 404


def test_a_book_that_was_known_shows_what_each_column_was_read_as(
    client: Visitor, desk_day: DeskDay, tmp_path: Path, files_apart: Path
) -> None:
    enter(client)
    address = str(bring(client, SmallBooks().save(tmp_path)).location) + "/mapping"
    assert imports.working.work_one()
    text = client.get(f"{address}?table=3").text
    assert "居民花名册.xlsx·花名册·A3:K8" in words(text)
    assert '<option value="household" selected>' in text
    assert reading(lambda: mapping_rows.in_force(desk_day.street.community_id)) == ()
