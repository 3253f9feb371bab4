"""Books brought on the desk: handed in, read by the job, wanted by one, confirmed by another, written, their files deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from points import audit, imports, people
from points.foundation import Actor, reading, transact
from points.imports import intake_files
from tests.support.street import PASSWORD, Street
from tests.support.workbooks import SmallBooks


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    """The files of intakes in a folder of this test's own."""
    before = intake_files._root
    intake_files.keep_in(tmp_path / "intakes")
    yield tmp_path / "intakes"
    intake_files.keep_in(before)


def staff(street: Street, username: str, role: str) -> Actor:
    """Somebody with one role over the community."""
    who = people.residents.register(username, actor=street.system)
    account = people.accounts.create(who, actor=street.system, username=username, password=PASSWORD)
    people.roles.grant(account, role, place_id=street.community_id, actor=street.system)
    return people.actors.of_account(account, community_id=street.community_id)


def received(folder: Path) -> imports.bringing.Brought:
    """The files of a folder as a browser sends them."""
    with ExitStack() as opened:
        paths = sorted(folder.rglob("*.*"))
        return imports.bringing.receive(
            [(str(one.relative_to(folder.parent)), opened.enter_context(one.open("rb"))) for one in paths]
        )


def test_the_thinnest_way(app: Flask, street: Street, tmp_path: Path) -> None:
    officer = transact(lambda: staff(street, "officer", "officer"))
    member = transact(lambda: staff(street, "member", "committee"))
    brought = received(SmallBooks().save(tmp_path))
    which = transact(lambda: imports.intakes.begin(brought, actor=officer))
    assert imports.working.work_one()
    found = reading(lambda: imports.intakes.get(which, actor=officer))
    assert (found.state, found.figures["people"]) == ("read", 5), (
        found,
        intake_files.find_refusal(which),
    )
    transact(lambda: imports.intakes.propose(which, seen=found.seen, actor=officer))
    transact(lambda: imports.intakes.confirm(which, seen=found.seen, actor=member))
    assert imports.working.work_one()
    found = reading(lambda: imports.intakes.get(which, actor=officer))
    assert found.state == "written", (found, intake_files.find_refusal(which))
    assert found.import_id == reading(lambda: audit.provenance.newest(street.community_id))
    assert not intake_files.folder_of(which).exists()
    assert not imports.working.work_one()
