"""The administrator's first page."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from points.foundation import clock, db
from points.operation import nightly
from tests.support.statements import counting
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_it_says_what_was_never_done(
    app: Flask, street: Street, client: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BACKUPS", tmp_path)
    page = enter(client, "admin5").get("/oversight/installation").text
    assert "系统有事要看" in page
    assert "还没有备份" in page
    assert "夜里的活还没有做过" in page


def test_after_a_night_all_is_well(street: Street, client: Visitor, app: Flask) -> None:
    backups, instance = Path(app.config["BACKUPS"]), Path(app.config["INSTANCE"])
    backups.mkdir(exist_ok=True)
    done = nightly.run(clock.today(), backups=backups, instance=instance)
    assert done.failures == {}
    visitor = enter(client, "admin5")
    with counting(db.engine) as counted:
        page = visitor.get("/oversight/installation").text
    assert counted.number <= 8
    assert "备份：刚刚" in page
    assert "夜里的活：刚刚做完" in page
    assert db.engine.dialect.name in page
    assert "/desk/people" in page


def test_signing_in_leads_there(street: Street, client: Visitor) -> None:
    answer = enter(client, "admin5").get("/", follow_redirects=False)
    assert answer.status_code in (200, 302, 303)
    assert client.get("/oversight/installation").status_code == 200


def test_nobody_else_sees_it(street: Street, app: Flask) -> None:
    for name in ("supervisor4", "street6", "officer0"):
        client: Visitor = app.test_client()  # type: ignore[assignment]
        assert enter(client, name).get("/oversight/installation").status_code == 404
