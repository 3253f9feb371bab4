"""What staff's devices say of the time, as their pages send it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from points.foundation import clock, db, reading
from points.operation import timekeeping
from tests.support.machine import Machine
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

DAY = timedelta(days=1)


@pytest.fixture
def machine(street: Street) -> Iterator[Machine]:
    yield Machine()
    timekeeping._known = None


def reports() -> list[int]:
    query = sa.text("SELECT ahead FROM operation_clock_report ORDER BY ahead")
    return list(reading(lambda: db.session.scalars(query).all()))


def say(visitor: Visitor, at: datetime) -> int:
    now = str(round(at.timestamp() * 1000))
    return int(visitor.post("/device-clock", data={"now": now}).status_code)


def visitor(app: Flask, name: str) -> Visitor:
    return enter(app.test_client(), name)  # type: ignore[arg-type]


def test_two_of_staff_raise_doubt_and_every_page_of_staff_says_so(
    app: Flask, street: Street, machine: Machine
) -> None:
    clerk, officer, leader = (visitor(app, name) for name in ("clerk2", "officer0", "leader1"))
    assert timekeeping.look() == ""
    wrong = machine.wall - 3 * DAY
    assert (say(clerk, wrong), say(officer, wrong + timedelta(minutes=3))) == (204, 204)
    assert reports() == [-3 * 86400, -3 * 86400 + 180]
    assert timekeeping.look() == "devices"
    for who, page in ((clerk, "/counter"), (officer, "/desk"), (leader, "/lead")):
        shown = who.get(page, follow_redirects=True)
        assert shown.status_code == 200, page
        assert "电脑的钟可能不对" in shown.text, page
        assert "请看一看服务器的日期和时间" in shown.text, page
    supervisor = visitor(app, "supervisor4").get("/oversight").text
    assert "/oversight/lapses" in supervisor
    # residents have no part in it
    assert "电脑的钟" not in visitor(app, "tian").get("/", follow_redirects=True).text
    ready = app.test_client().get("/readyz")
    assert (ready.status_code, ready.json["clock"]) == (503, "devices")  # type: ignore[index]
    assert app.test_client().get("/healthz").status_code == 200


def test_only_staff_say_it_and_only_times(app: Flask, street: Street, machine: Machine) -> None:
    assert say(visitor(app, "tian"), machine.wall) == 404
    assert app.test_client().post("/device-clock", data={"now": "1"}).status_code in (302, 303, 401, 403)
    clerk = visitor(app, "clerk2")
    for words in ("", "soon", "-5", "٣٣٣", "9" * 20, "1.5"):
        assert clerk.post("/device-clock", data={"now": words}).status_code == 204
    assert reports() == []
    assert say(clerk, datetime(2026, 1, 1, tzinfo=UTC)) == 204
    assert len(reports()) == 1


def test_the_newest_of_a_session_alone_is_kept(app: Flask, street: Street, machine: Machine) -> None:
    clerk = visitor(app, "clerk2")
    say(clerk, machine.wall + DAY)
    say(clerk, machine.wall)
    assert reports() == [0]


def test_pages_of_staff_carry_the_script(app: Flask, street: Street) -> None:
    for name, page in (("clerk2", "/counter"), ("officer0", "/desk"), ("leader1", "/lead")):
        assert "js/shared/device_clock." in visitor(app, name).get(page, follow_redirects=True).text, page
    assert "device_clock" not in visitor(app, "tian").get("/", follow_redirects=True).text
    assert clock.doubted() == ""
