"""Books that are brought on the desk: the files of a folder as a browser sends them, and people for both parts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from points import imports, people
from points.foundation import Actor, clock, new_id, transact
from points.imports import intake_files
from points.imports.reading.understanding import ShownRow, UnderstoodColumn, UnderstoodTable
from tests.support.books import insert
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor
from tests.support.workbooks import SmallBooks


@pytest.fixture
def files_apart(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The files of intakes in a folder of this test's own."""
    if "app" in request.fixturenames:
        # an application that is made says where they are
        request.getfixturevalue("app")
    before = intake_files._root
    imports.bringing.keep_in(tmp_path / "intakes")
    yield tmp_path / "intakes"
    intake_files._root = before


def doubtful() -> SmallBooks:
    """Small books with two lines that say that they do not count."""
    books = SmallBooks()
    books.register[0].append("备注")
    for day in ("2025-03-26", "2025-03-27"):
        books.register.append([day, "003", "石磊", None, "R07", "助老代办跑腿", 3, "冉婷", "作废"])
    return books


def sent(folder: Path) -> list[tuple[str, bytes]]:
    """Every file of a folder with its path, as a browser names it."""
    paths = sorted(one for one in folder.rglob("*") if one.is_file())
    return [(str(one.relative_to(folder.parent)), one.read_bytes()) for one in paths]


def received(folder: Path) -> imports.bringing.Brought:
    """The files of a folder, arrived."""
    return imports.bringing.receive((name, io.BytesIO(data)) for name, data in sent(folder))


def bring(client: Visitor, folder: Path, **more: Any) -> Any:
    """Hand a folder in."""
    files = [(io.BytesIO(data), name) for name, data in sent(folder)]
    return client.post(
        "/desk/intakes", data={"purpose": "take", "folder": files, **more}, content_type="multipart/form-data"
    )


def books_read(street: Street, base: UUID | None = None) -> UUID:
    """A run of books as it stands when they were read, after this import, without its files; inside transact."""
    which, officer = new_id(), street.staff["officer"]
    numbers = dict.fromkeys(("files", "bytes", "done", "total", "tries"), 0)
    figures = {
        "people": 5, "households": 3, "earned": 220, "earned_lines": 5, "redeemed": 90, "redemptions": 2, "activities": 1,
        "lines": 12, "left_out": 1, "noted": 1, "questions": 1, "open": 0, "unread": 1, "skipped": 1, "vanished": 0,
    }  # fmt: skip
    insert(
        "imports_intake", community_id=street.community_id, id=which, at=clock.now(), by=officer.account_id, label="旧账",
        purpose="take", digest="0", state="read", step="", runner="", readings=1, figures=figures, answers=[], why="", base_id=base,
        **numbers,
    )  # fmt: skip
    return which


def side_by_side(street: Street) -> UUID:
    """Days side by side with a difference that nobody has decided and one that somebody has; inside transact."""
    community, officer, today = street.community_id, street.staff["officer"], clock.today()
    period = new_id()
    begun = {
        "at": clock.now(),
        "by": officer.account_id,
        "first_day": today,
        "switch_on": today + timedelta(days=2),
    }
    stands = {"state": "running", "weeks": 1, "proposed_week": 0, "digest": ""}
    insert("imports_parallel_period", community_id=community, id=period, **begun, **stands)
    sums = dict.fromkeys(("paper_in", "paper_out", "program_in", "program_out"), 40)
    counts = {
        "paper_lines": 3,
        "program_lines": 3,
        "agree": 1,
        "differ": 2,
        "households": 1,
        "agreeing": 0,
        "waiting": 1,
        "balances": 1,
    }
    insert(
        "imports_parallel_week", community_id=community, id=new_id(), period_id=period, number=1, intake_id=new_id(),
        at=clock.now(), until=today, figures={**sums, **counts, "left_out": 1, "open": 1, "balances_agree": 0},
        homes={"001": [40, 40, 40, 40, 2, 0, 30, 20]}, mark="",
    )  # fmt: skip
    for at, kind in enumerate(("amount", "paper")):
        which = new_id()
        line = {
            "line_key": kind,
            "kind": kind,
            "first_week": 1,
            "last_week": 1,
            "household": "001",
            "other": "",
        }
        said = {"paper_day": today, "paper_tenths": 40, "program_day": today, "program_tenths": 20}
        told = {"about": "earned", "words": "R01", "file": "积分登记表.xlsx", "sheet": "3月", "sheet_row": 7}
        row = {"community_id": community, "id": which, "period_id": period}
        insert("imports_parallel_difference", **row, **line, **told, **(said if not at else {}))
        verdict = {"difference_id": which, "nth": 1, "at": clock.now(), "by": officer.account_id}
        if at:
            insert(
                "imports_parallel_verdict",
                community_id=community,
                id=new_id(),
                **verdict,
                verdict="paper",
                remark="多写了",
            )
    return period


def find_in_books(which: UUID) -> None:
    """What was found in them: a fault of each level, a question with a value and several cells, and what was passed by."""
    place = {"file": "积分登记表.xlsx", "sheet": "3月"}
    cells = [{**place, "cell": cell} for cell in ("I9", "I10", "I11", "I12")]
    passed = {**place, "cell": "K2", "code": "cell_unread", "message": "表格外的字"}
    faults = [
        {
            **place,
            "row": 7,
            "cell": "B7",
            "code": "household_unknown",
            "level": level,
            "message": "没有这一户。",
        }
        for level in ("left_out", "noted")
    ]
    choices = [
        {"key": "counts", "message": "算", "wants": ""},
        {"key": "pieces", "message": "按件数", "wants": "number"},
        {"key": "leave_out", "message": "先不处理", "wants": ""},
    ]
    asked = {
        "id": "q-1",
        "kind": "q",
        "digest": "1",
        "message": "这几行算不算？",
        "places": cells,
        "choices": choices,
    }
    found = {
        "community": "桥东社区", "faults": faults, "unread": [passed], "skipped": [passed],
        "questions": [{**asked, "moves_points": moves, "answer": ""} for moves in (True, False)],
    }  # fmt: skip
    intake_files.make(which)
    intake_files.keep_report(intake_files.begin_difference(which), {"zh": found, "en": found})
    intake_files.end_difference(which)
    rows = (ShownRow(1, ("TranDate", "Member", "")), ShownRow(2, ("2025-03-05", "田桂兰", "4")))
    columns = [
        UnderstoodColumn("A", "TranDate", ""),
        UnderstoodColumn("B", "Member", ""),
        UnderstoodColumn("C", "", ""),
    ]
    table = UnderstoodTable("导出.xlsx", "Sheet1", "A1:C2", (1, 1), tuple(columns), rows, more=1)
    intake_files.keep_understood(which, [table])


def staff(street: Street, username: str, role: str) -> Actor:
    """Somebody with one role over the community."""

    def work() -> Actor:
        who = people.residents.register(username, actor=street.system)
        account = people.accounts.create(who, actor=street.system, username=username, password=PASSWORD)
        people.roles.grant(account, role, place_id=street.community_id, actor=street.system)
        return people.actors.of_account(account, community_id=street.community_id)

    return transact(work)


@pytest.fixture
def officer(street: Street) -> Actor:
    """Who brings books, and asks for them."""
    return staff(street, "zhaolan", "officer")


@pytest.fixture
def member(street: Street) -> Actor:
    """Who confirms."""
    return staff(street, "qianyu", "committee")
