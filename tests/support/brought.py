"""Books that are brought on the desk: the files of a folder as a browser sends them, and people for both parts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from points import imports, people
from points.foundation import Actor, transact
from points.imports import intake_files
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


def staff(street: Street, username: str, role: str) -> Actor:
    """Somebody with one role over the community."""

    def work() -> Actor:
        who = people.residents.register(username, actor=street.system)
        account = people.accounts.create(who, actor=street.system, username=username, password=PASSWORD)
        people.roles.grant(account, role, place_id=street.community_id, actor=street.system)
        return people.actors.of_account(account, community_id=street.community_id)

    return transact(work)
