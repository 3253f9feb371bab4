"""Sessions, cards and slips: what each opens, what it never opens, and what ends it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from config import SettingMissing, settings
from points import people, shop
from points.foundation import NotAllowed, db, reading, transact
from tests.security.conftest import Enter
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"ENVIRONMENT": "production", "SECRET_KEY": "k" * 40, "DATABASE_URL": "postgresql://nowhere/x"}


def by_card(app: Flask, street: Street) -> tuple[Visitor, people.cards.IssuedCard]:
    person = street.resident.person_id
    card = transact(
        lambda: people.cards.issue(person, kind="household", actor=street.system, pin="275318")  # type: ignore[arg-type]
    )
    client: Any = app.test_client()
    assert client.post(f"/C/{card.token}", data={"pin": "275318"}).status_code == 303
    return client, card


def refused_times(action: str) -> int:
    query = sa.text("SELECT coalesce(sum(times), 0) FROM audit_refused_count WHERE deed = :deed")
    return reading(lambda: int(db.session.execute(query, {"deed": action}).scalar_one()))


def test_a_card_and_its_pin_show_the_balance_and_nothing_that_pays(app: Flask, street: Street) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(100, request_key="by-card-1", actor=street.resident))
    client, _card = by_card(app, street)
    page = client.get("/")
    assert page.status_code == 200
    assert "22" in page.text
    for path in ("", "/qr.svg", "/print"):
        assert client.get(f"/vouchers/{made.public_id}{path}").status_code == 404
    for path in ("/vouchers", "/code", "/code/qr.svg", "/password", "/desk", "/counter"):
        assert client.get(path).status_code == 404, path
    for path in ("/", "/statement", "/goods", "/earn", "/board", "/me", "/print/balance"):
        shown = client.get(path)
        assert shown.status_code == 200, path
        assert made.spoken not in shown.text.replace(" ", ""), path
        assert 'href="/vouchers' not in shown.text, path
        assert 'href="/code' not in shown.text, path
    for path in ("/vouchers", f"/vouchers/{made.public_id}/return", "/sign-out-everywhere"):
        assert client.post(path, data={"tenths": "50", "confirm": "1"}).status_code == 404, path
    assert street.standing() == (220, 100)


def test_a_card_link_of_nobody_and_a_slip_of_nobody_are_counted(app: Flask, street: Street) -> None:
    client = app.test_client()
    before = refused_times("card.opened"), refused_times("account.activated")
    assert client.get("/C/" + "0" * 41).status_code == 404
    assert client.post("/activate", data={"code": "AAAA-CCCC-DDDD"}).status_code != 303
    assert refused_times("card.opened") == before[0] + 1
    assert refused_times("account.activated") == before[1] + 1


@pytest.mark.parametrize("role", ["officer", "supervisor", "clerk", "admin", "leader"])
def test_an_officer_cannot_become_somebody_else_by_a_slip(street: Street, enter: Enter, role: str) -> None:
    """Whoever prints a slip could use it: then one person would be both who enters and who approves."""
    officer, admin = street.staff["officer"], street.staff["admin"]
    other = street.staff[role].person_id
    assert other is not None
    with pytest.raises(NotAllowed):
        transact(lambda: people.activation.issue(other, actor=officer))
    assert transact(lambda: people.activation.issue(other, actor=admin)).code
    assert street.resident.person_id is not None
    assert transact(lambda: people.activation.issue(street.resident.person_id, actor=officer)).code  # type: ignore[arg-type]
    card = reading(lambda: people.persons.get(street.community_id, other))
    client = enter("officer0")
    assert client.post(f"/desk/people/{card.public_id}/slip").status_code == 403
    assert f"/desk/people/{card.public_id}/slip" not in client.get(f"/desk/people/{card.public_id}").text


def test_a_role_that_ended_opens_nothing_from_the_next_click_on(street: Street, enter: Enter) -> None:
    clerk = enter("clerk2")
    assert clerk.get("/counter/recent").status_code == 200
    account = street.clerk.account_id
    assert account is not None
    [held] = reading(lambda: people.roles.held_by(street.community_id, account))
    transact(lambda: people.roles.revoke(held.grant_id, reason="换岗", actor=street.staff["admin"]))
    assert clerk.get("/counter/recent").status_code == 404


def test_signing_out_everywhere_ends_other_browsers_and_tokens(
    app: Flask, street: Street, enter: Enter
) -> None:
    here, there = enter("tian"), enter("tian")
    program: Any = app.test_client(use_cookies=False)
    made = program.post("/api/v1/tokens", json={"username": "tian", "password": PASSWORD}).json
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert program.get("/api/v1/me/statement", headers=headers).status_code == 200
    here.post("/sign-out-everywhere")
    assert there.get("/statement").status_code == 303
    assert program.get("/api/v1/me/statement", headers=headers).status_code == 401


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "\\\\evil", "evil"],
)
def test_signing_in_leads_nowhere_else(app: Flask, street: Street, target: str) -> None:
    client = app.test_client()
    form = {"username": "tian", "password": PASSWORD, "next": target}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 303
    assert answer.location == "/"


@pytest.mark.only_on("sqlite")
def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, street: Street) -> None:
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": "clerk2", "password": PASSWORD})
    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("points=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie, "a clerk's session ends with the browser"
    assert settings(PRODUCTION)["SESSION_COOKIE_SECURE"]


@pytest.mark.parametrize("name", ["prod", "Production", "development", ""])
def test_a_misspelt_production_is_no_demo(name: str) -> None:
    with pytest.raises(SettingMissing):
        settings({**PRODUCTION, "ENVIRONMENT": name})


def test_production_shows_nobody_its_insides() -> None:
    with pytest.raises(SettingMissing):
        settings({**PRODUCTION, "FLASK_DEBUG": "1"})
    assert settings({**PRODUCTION, "FLASK_DEBUG": "0"})["ENVIRONMENT"] == "production"


@pytest.mark.only_on("sqlite")
def test_drawings_may_run_nothing_when_opened_by_themselves(app: Flask) -> None:
    headers = app.test_client().get("/favicon.ico").headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'self'; sandbox"


def test_what_the_server_writes_is_for_its_own_user_alone(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir(mode=0o755)
    code = "import wsgi, pathlib; pathlib.Path('probe').write_text('')"
    environ = {**os.environ, "INSTANCE": str(instance), "PYTHONPATH": str(ROOT), "ENVIRONMENT": "demo"}
    environ.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", code], cwd=instance, env=environ, check=True)
    written = [path for path in instance.rglob("*") if path.is_file()]
    assert written
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []
