"""One run of books on the desk: from its files to the finished import, by two people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from points import audit, imports
from points.foundation import changed, clock, communities, db, reading, system_actor, transact
from points.foundation.models import ImportBatch, ImportLine
from points.imports import intake_files
from points.imports.models import Intake
from tests.support.brought import bring, files_apart, staff
from tests.support.desk_day import enter, words
from tests.support.street import Street
from tests.support.visitors import Visitor
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart"]

# What a page or a file shows does not depend on the database; bringing, reading and writing run on both in tests/imports.
pytestmark = [pytest.mark.usefixtures("files_apart"), pytest.mark.shortly_on("sqlite")]


@pytest.fixture
def brought(client: Visitor, street: Street, tmp_path: Path) -> str:
    """Small books that an officer handed in; a committee member is there to confirm."""
    staff(street, "yaomin", "officer")
    staff(street, "qianyu", "committee")
    enter(client)
    return str(bring(client, SmallBooks().save(tmp_path)).location)


def press(client: Visitor, address: str, deed: str, seen: int = 1) -> str:
    """Press a button; what the page says then."""
    answer = client.post(f"{address}/{deed}", data={"seen": str(seen)})
    return words(client.get(answer.location).text if answer.status_code == 303 else answer.text)


@contextmanager
def corrected_by(folder: str) -> Iterator[None]:
    """As if a later import had corrected a line of the register."""
    line = sa.select(ImportLine.key).where(ImportLine.file == "积分登记表.xlsx", ImportLine.row == 8)
    key = reading(lambda: db.session.scalar(line))
    house = system_actor(reading(communities)[0].id)
    later = transact(lambda: audit.provenance.write_batch(folder, (), report={}, actor=house))
    transact(lambda: audit.provenance.take_out([key], by=later, actor=house))
    yield
    back = sa.update(ImportLine).where(ImportLine.out_by == later).values(key=key, out_by=None)
    transact(lambda: changed(back))
    transact(lambda: changed(sa.delete(ImportBatch).where(ImportBatch.id == later)))


def test_two_people_take_books_in(client: Visitor, brought: str) -> None:
    page = client.get(brought).text
    assert 'data-again="2"' in page
    assert "提出收进来" not in page
    assert imports.working.work_one()
    page = client.get(brought).text
    assert "data-again" not in page
    assert re.search(r"户\s*3 人\s*5", words(page))
    assert "以前收过的不会再记" in words(client.get(f"{brought}?confirm=propose").text)
    assert "账现在还没有动" in press(client, brought, "propose")
    assert "请居委会成员或街道办的人打开这一页确认。" in words(client.get(brought).text)
    assert "份台账等您确认" not in client.get("/desk/home").text
    enter(client, "qianyu")
    home = client.get("/desk/home").text
    assert re.search(r'<a href="/desk/intakes"><strong[^>]*>1</strong><span>份台账等您确认', home)
    assert re.search(r'导入</span><span class="nav-mark">1<', home), (
        "beside every page, as their first is the queue"
    )
    assert "居民的余额会变" in words(client.get(f"{brought}?confirm=confirm").text)
    assert "马上办" in press(client, brought, "confirm")
    assert imports.working.work_one()
    page = client.get(brought).text
    assert "交来的文件删掉了。" in words(page)
    way = page.split("/desk/intake?import=")[1].split('"')[0]
    assert "导入的都收下了" in words(client.get(f"/desk/intake?import={way}").text)


def test_two_browsers_on_one_run(client: Visitor, brought: str) -> None:
    imports.working.work_one()
    press(client, brought, "propose")
    assert "已经有人提出要收这一份" in press(client, brought, "propose")
    assert client.post(f"{brought}/confirm", data={"seen": "1"}).status_code == 404
    enter(client, "qianyu")
    assert "又读过一遍" in press(client, brought, "confirm", seen=7)
    press(client, brought, "confirm")
    enter(client)
    assert "已经有人确认了" in press(client, brought, "give-up")
    assert "已经有人确认了" in press(client, brought, "read-again")


def test_what_is_given_up_says_by_whom_and_that_the_files_go(client: Visitor, brought: str) -> None:
    assert "交来的文件和读出来的结果都删掉" in words(client.get(f"{brought}?confirm=give_up").text)
    page = press(client, brought, "give-up")
    assert "说不收了" in page
    assert "yaomin" in page
    assert "交来的文件马上删掉。" in page
    imports.working.work_one()
    assert "交来的文件删掉了。" in words(client.get(brought).text)


def test_books_that_cannot_be_read_name_the_file_and_what_to_do(client: Visitor, brought: str) -> None:
    [folder] = intake_files._root.iterdir() if intake_files._root else []
    for path in folder.rglob("居民花名册.xlsx"):
        path.unlink()
    imports.working.work_one()
    page = words(client.get(brought).text)
    assert "没有办成，账没有动" in page
    assert "居民花名册.xlsx" in page
    assert "马上再读一遍" in press(client, brought, "read-again", seen=0)
    transact(lambda: changed(sa.update(Intake).values(state="given_up", why="too_old", ended_at=clock.now())))
    assert "14 天没有人决定" in words(client.get(brought).text)


def test_books_of_another_community_and_old_findings_are_pointed_out(client: Visitor, brought: str) -> None:
    imports.working.work_one()
    [folder] = intake_files._root.iterdir() if intake_files._root else []
    intake_files.keep_report(folder / "difference", {"zh": {"community": "桥东社区"}})
    assert "台账上写的是“桥东社区”" in words(client.get(brought).text)


def test_two_people_take_an_import_back(client: Visitor, brought: str) -> None:
    imports.working.work_one()
    press(client, brought, "propose")
    enter(client, "qianyu")
    press(client, brought, "confirm")
    imports.working.work_one()
    enter(client)
    page = client.get("/desk/intake").text
    assert "收回这次导入" in page
    meant = page.split('name="import" value="')[1].split('"')[0]
    address = client.post("/desk/intake/undo", data={"import": meant}).location
    page = words(client.get(address).text)
    assert "还没有收回，先看会怎么样。" in page
    figures = re.findall(r"收回的行(\S+) 留下的行(\S+) 从各户收走(\S+) 退回各户(\S+)", page)
    assert figures == [("12", "0", "22", "9")]
    assert "后来改正过的行" not in page
    with corrected_by("四月的表"):
        page = words(client.get(address).text)
        assert "后来改正过的行 1" in page
        assert re.search(r"积分登记表\.xlsx·3月·第 8 行\s*《四月的表》", page)
    assert "从各户收走 22" in words(client.get(f"{address}?confirm=propose").text)
    assert "等另一个人确认" in press(client, address, "propose")
    enter(client, "qianyu")
    assert "以后还可以再收进来" in words(client.get(f"{address}?confirm=confirm").text)
    press(client, address, "confirm")
    assert imports.working.work_one()
    assert "收回了" in words(client.get(address).text)
    page = words(client.get("/desk/intake").text)
    assert "收回了一次导入，12 行" in page
    assert "收回这次导入" not in page
