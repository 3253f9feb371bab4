"""What happens at the doors is written down with the machine's address, apart, and for half a year."""

from __future__ import annotations

import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from points.app import security_log
from points.foundation import clock
from tests.support.street import PASSWORD, Street
from tests.support.town import NOON
from tests.support.visitors import Visitor

# a file, whatever the database
pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture(autouse=True)
def folder(app: Flask) -> Path:
    """Where the days lie; none of them yet."""
    found = security_log.folder_of(app)
    shutil.rmtree(found, ignore_errors=True)
    return found


def written(folder: Path) -> list[str]:
    """The lines of today."""
    return (folder / f"{clock.today().isoformat()}.log").read_text().splitlines()


def test_coming_in_failing_and_going_are_written_with_the_address(
    street: Street, client: Visitor, folder: Path
) -> None:
    client.post("/sign-in", data={"username": "tian", "password": "wrong-Evening-7"})
    client.post("/sign-in", data={"username": "tian", "password": PASSWORD})
    client.get("/")
    client.get("/desk/people")
    said = [line.split(" ")[1:] for line in written(folder)]
    account = str(street.resident.account_id)
    assert said == [
        ["127.0.0.1", "-", "POST", "/sign-in", "401"],
        ["127.0.0.1", account, "POST", "/sign-in", "303"],
    ]
    whole = "\n".join(written(folder))
    assert "tian" not in whole
    assert "Evening" not in whole


def test_only_the_servers_own_user_reads_it_and_old_days_go(
    street: Street, client: Visitor, folder: Path
) -> None:
    folder.mkdir(mode=0o700)
    clock.set_now(NOON)
    for ago in (184, 185, 186, 400):
        (folder / f"{(clock.today() - timedelta(days=ago)).isoformat()}.log").touch()
    client.post("/sign-in", data={"username": "tian", "password": PASSWORD})
    kept = sorted(path.stem for path in folder.glob("*.log"))
    assert kept == [(clock.today() - timedelta(days=ago)).isoformat() for ago in (185, 184, 0)]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / f"{kept[-1]}.log").stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_closes_no_door(street: Street, client: Visitor, folder: Path) -> None:
    folder.write_text("in the way", encoding="utf-8")
    try:
        answer = client.post("/sign-in", data={"username": "tian", "password": PASSWORD})
        assert answer.status_code == 303
    finally:
        folder.unlink()
