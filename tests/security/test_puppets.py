"""An administrator alone, with every puppet they can make, gives nobody a point: by the pages and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from points.foundation import clock, db, reading
from tests.security.conftest import Enter
from tests.support.desk_day import DeskDay
from tests.support.visitors import Visitor

# Who may be the second person is decided in Python; a month and every maker take their time.
pytestmark = pytest.mark.shortly_on("sqlite")

PUPPETS_PASSWORD = "木偶也要一个长密码"


def minted(desk_day: DeskDay) -> int:
    """Points that were ever given for a service here."""
    query = sa.text(
        "SELECT coalesce(sum(tenths), 0) FROM volunteering_award WHERE community_id = :c"
    ).bindparams(sa.bindparam("c", desk_day.community_id, type_=sa.Uuid()))
    return reading(lambda: int(db.session.execute(query).scalar_one()))


def slip_of(admin: Visitor, person: str) -> str:
    """Print a slip at the desk, and read its code off the paper."""
    asked = admin.get(f"/desk/people/{person}?confirm=slip").text
    key = re.search(r'name="form_key" value="([^"]+)"', asked)
    assert key, asked
    printed = admin.post(f"/desk/people/{person}/slip", data={"form_key": key[1]}).text
    code = re.search(r"[0-9A-Z]{4}[ -][0-9A-Z]{4}[ -][0-9A-Z]{4}", re.sub(r"<[^>]+>", "", printed))
    assert code, printed
    return code[0]


def use(app: Flask, code: str) -> tuple[Visitor, int]:
    """Whoever holds a slip uses it; their browser."""
    client: Visitor = app.test_client()  # type: ignore[assignment]
    form = {"code": code, "password": PUPPETS_PASSWORD, "again": PUPPETS_PASSWORD}
    return client, client.post("/activate", data=form).status_code


def registered(admin: Visitor, name: str) -> str:
    """A new person of the administrator's own invention; their public id."""
    page = admin.get("/desk/people/new").text
    key = re.search(r'name="form_key" value="([^"]+)"', page)
    form = {"name": name, "household": "990", "door": "9栋901", "form_key": key[1] if key else ""}
    answer = admin.post("/desk/people/new", data=form)
    assert answer.status_code == 303, answer.text
    found = re.search(r"/desk/people/(p[0-9a-z]+)", answer.location)
    assert found, answer.location
    return found[1]


def propose(admin: Visitor, desk_day: DeskDay, person: str, role: str) -> int:
    form = {"role": role, "place": str(desk_day.community_id)}
    return admin.post(f"/desk/people/{person}/roles", data=form).status_code


def try_everything(client: Visitor, activity: str) -> None:
    """Press whatever could end in points."""
    client.post("/desk/approve", data={"activity": activity})
    page = client.get("/desk/roles").text
    for grant in re.findall(r"grant=([0-9a-f-]{36})", page):
        client.post("/desk/roles/confirm", data={"grant": grant, "answer": "就这样"})


def approvals(desk_day: DeskDay, client: Visitor, activity: str) -> int:
    """What the page of the activity offers to press: its form, sent as it stands."""
    page = client.get(f"/desk/review/{activity}")
    if page.status_code != 200:
        return page.status_code
    services = re.findall(r'name="service" value="([^"]+)"', page.text)
    return client.post(f"/desk/review/{activity}/approve", data={"service": services}).status_code


def test_puppets_of_one_administrator_mint_nothing(app: Flask, desk_day: DeskDay, enter: Enter) -> None:
    activity = desk_day.held()
    admin = enter("admin5")
    puppets = []
    for name, role in (
        ("木偶甲", "officer"),
        ("木偶乙", "street"),
        ("木偶丙", "committee"),
        ("木偶丁", "admin"),
    ):
        person = registered(admin, name)
        client, status = use(app, slip_of(admin, person))
        assert status == 303
        assert propose(admin, desk_day, person, role) == 303
        puppets.append(client)
    for day in range(3):
        clock.set_now(clock.now() + timedelta(days=day))
        admin = enter("admin5")
        for client in (admin, *puppets):
            try_everything(client, activity)
            approvals(desk_day, client, activity)
    assert minted(desk_day) == 0


def test_whoever_resets_an_officers_password_is_no_officer(
    app: Flask, desk_day: DeskDay, enter: Enter
) -> None:
    activity = desk_day.held()
    admin = enter("admin5")
    for who in ("姚敏", "吴芳", "工作6"):
        client, status = use(app, slip_of(admin, desk_day.public_id_of(who)))
        assert status == 303
        assert approvals(desk_day, client, activity) == 404
        try_everything(client, activity)
        try_everything(admin, activity)
    assert minted(desk_day) == 0


def test_a_slip_from_before_a_promotion_is_worth_nothing(app: Flask, desk_day: DeskDay, enter: Enter) -> None:
    """Its finder would have been of the committee."""
    admin, street = enter("admin5"), enter("street6")
    person = registered(admin, "新委员")
    _client, status = use(app, slip_of(admin, person))
    assert status == 303
    found = slip_of(admin, person)
    assert propose(admin, desk_day, person, "committee") == 303
    page = street.get("/desk/roles").text
    grant = re.search(r"confirm=confirm&amp;grant=([0-9a-f-]{36})", page)
    assert grant, page
    assert street.post("/desk/roles/confirm", data={"grant": grant[1]}).status_code == 303
    clock.set_now(clock.now() + timedelta(days=1))
    client, status = use(app, found)
    assert status != 303
    assert client.get("/desk/home").status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "/oversight/trail",
        "/oversight/books",
        "/oversight/spot-check",
        "/desk",
        "/desk/back-fill",
        "/desk/import",
    ],
)
def test_an_administrator_decides_nothing_and_reads_no_business(
    desk_day: DeskDay, enter: Enter, address: str
) -> None:
    assert enter("admin5").get(address).status_code in (403, 404)


def test_an_administrator_sees_who_somebody_is_and_not_what_they_have(
    desk_day: DeskDay, enter: Enter
) -> None:
    person = desk_day.public_id_of("滕天菊")
    admin = enter("admin5")
    page = admin.get(f"/desk/people/{person}").text
    assert "滕天菊" in page
    assert "全家可用" not in page
    assert "全家可用" not in admin.get("/desk/people").text
    assert admin.get(f"/desk/people/{person}/statement").status_code == 404
    for path in ("card", "card/end"):
        assert admin.post(f"/desk/people/{person}/{path}", data={"kind": "person"}).status_code == 404


def test_the_control_an_officer_whom_nobody_touched_gives_points(desk_day: DeskDay, enter: Enter) -> None:
    activity = desk_day.held()
    assert approvals(desk_day, enter("yaomin"), activity) == 303
    assert minted(desk_day) > 0
