"""What is kept on a machine: names that only this host under HTTPS can set, and cookies of before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from config import settings
from points import people
from points.foundation import db, reading, transact
from tests.support.databases import Workshop
from tests.support.town import PASSWORD, Town, build
from tests.support.visitors import Visitor

HTTPS = {"base_url": "https://localhost", "headers": {"Origin": "https://localhost"}}


@pytest.fixture
def house(engine: str, workshop: Workshop) -> Iterator[Flask]:
    """An application that is asked over HTTPS."""
    made = workshop.house(
        workshop.fresh(engine), SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-points"
    )
    made.test_client_class = Visitor
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def town(house: Flask) -> Town:
    return transact(build)


def written(answer: object) -> dict[str, str]:
    """Every cookie an answer sets, by its name."""
    lines = answer.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]
    return {line.partition("=")[0]: line for line in lines}


def test_production_names_its_session_for_this_host_alone() -> None:
    production = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": "postgresql://nowhere/x",
    }
    assert settings(production)["SESSION_COOKIE_NAME"] == "__Host-points"
    assert settings({"ENVIRONMENT": "test", "SECRET_KEY": "k"})["SESSION_COOKIE_NAME"] == "points"


def test_under_https_every_cookie_is_for_this_host_alone(house: Flask, town: Town) -> None:
    browser = house.test_client()
    form = {"username": "ranting", "password": PASSWORD}
    found = written(browser.post("/sign-in", data=form, **HTTPS))
    found |= written(browser.post("/language", data={"lang": "en"}, **HTTPS))
    found |= written(browser.post("/care", data={"care": "1"}, **HTTPS))
    assert set(found) == {"__Host-points", "__Host-machine", "__Host-lang", "__Host-care"}
    for line in found.values():
        assert "Secure" in line
        assert "HttpOnly" in line
        assert "Path=/" in line
        assert "Domain" not in line


def test_an_enrolled_tablet_stays_enrolled_and_keeps_what_it_chose(house: Flask, town: Town) -> None:
    device = transact(lambda: people.devices.enrol("柜台一", actor=town.admin))
    browser = house.test_client()
    for name, value in (("device", device.token), ("lang", "en")):
        browser.set_cookie(name, value, secure=True)
    answer = browser.get("/sign-in", **HTTPS)
    assert '<html lang="en"' in answer.text
    found = written(answer)
    assert found["__Host-device"].startswith(f"__Host-device={device.token};")
    assert "Max-Age=0" in found["device"]
    browser.post("/sign-in", data={"username": "ranting", "password": PASSWORD}, **HTTPS)
    browser.post("/sign-out-everywhere", **HTTPS)
    query = "SELECT device_id FROM audit_record WHERE deed = 'account.signed_out_everywhere'"
    [found_device] = reading(lambda: db.session.execute(sa.text(query)).scalars().all())
    assert str(found_device).replace("-", "") == device.device_id.hex


def test_neither_what_was_searched_nor_what_was_tried_stands_in_a_cookie(client: Visitor, app: Flask) -> None:
    transact(build)
    client.post("/sign-in", data={"username": "ranting", "password": "not it at all"})
    client.post("/sign-in", data={"username": "ranting", "password": PASSWORD})
    found = client.post("/desk/people", data={"q": "滕天菊"}, follow_redirects=True)
    assert found.status_code == 200
    client.get("/desk/people?q=滕天菊")
    with client.session_transaction() as session:
        kept = dict(session)
    assert "滕天菊" not in str(kept)
    assert "滕天菊" in found.text, "the control: the page knows what was searched"
    assert set(kept) <= {"_user_id", "_fresh", "_id", "begun", "seen", "_permanent", "_flashes"}


def test_over_plain_http_the_names_are_plain(client: Visitor) -> None:
    assert set(written(client.post("/language", data={"lang": "en"}))) == {"lang"}


def test_a_new_name_wins_over_one_of_before(house: Flask, town: Town) -> None:
    browser = house.test_client()
    browser.set_cookie("lang", "en", secure=True)
    browser.set_cookie("__Host-lang", "zh", secure=True)
    answer = browser.get("/sign-in", **HTTPS)
    assert '<html lang="zh-CN"' in answer.text
    assert "__Host-lang" not in written(answer)
