"""Nobody is told that points did not move where that cannot be known; and a database that is away is said as such."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from points import volunteering
from points.app.refusals import FaultAfterCommit
from points.foundation import reading
from tests.support.desk_day import DeskDay, enter
from tests.support.losses import away, losing, no_room
from tests.support.street import Street
from tests.support.street import enter as enter_street
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask, issue, sale
from tests.web.desk.test_activities import plan


class Odd(Exception):
    """Something nobody foresaw."""


@pytest.fixture
def production(app: Flask) -> Iterator[Flask]:
    """A server that answers faults as in production."""
    before = dict(app.view_functions)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.config["PROPAGATE_EXCEPTIONS"] = None
    app.view_functions.update(before)


def planned(desk: DeskDay) -> list[str]:
    """What residents find on offer."""
    return [one.activity.title for one in reading(lambda: volunteering.lists.open_to(desk.street.resident))]


def test_a_form_whose_commit_got_lost_says_so_and_the_second_press_does_nothing_twice(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    form = {**plan(desk_day), "form_key": "one-rendering"}
    with losing(1.0) as lost:
        answer = client.post("/desk/activities/new", data=form)
    assert lost[0] > 0
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert "还不知道办成了没有" in answer.text
    assert "分没有动" not in answer.text
    assert client.post("/desk/activities/new", data=form).status_code == 303
    assert planned(desk_day) == ["周末清洁家园"]


def test_a_fault_after_a_commit_does_not_say_that_nothing_happened(
    production: Flask, client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    view = production.view_functions["desk.plan_posted"]

    def does_and_breaks() -> str:
        view()
        raise Odd

    production.view_functions["desk.plan_posted"] = does_and_breaks
    answer = client.post("/desk/activities/new", data={**plan(desk_day), "form_key": "broken"})
    assert answer.status_code == 500
    assert "还不知道办成了没有" in answer.text
    assert "分没有动" not in answer.text
    assert "E-" in answer.text
    assert planned(desk_day) == ["周末清洁家园"]
    form, to_script = {**plan(desk_day), "form_key": "other"}, {"Accept": "application/json"}
    told = client.post("/desk/activities/new", data=form, headers=to_script).json
    assert told["code"] == FaultAfterCommit.code


def test_a_fault_before_any_commit_says_that_nothing_happened(
    production: Flask, client: Visitor, desk_day: DeskDay
) -> None:
    """The control: not every fault is unknown."""
    enter(client)

    def breaks() -> str:
        raise Odd

    production.view_functions["desk.plan_posted"] = breaks
    answer = client.post("/desk/activities/new", data=plan(desk_day))
    assert answer.status_code == 500
    assert "没办成，分没有动" in answer.text
    assert planned(desk_day) == []


def test_a_sale_whose_commits_are_all_lost_is_unknown_and_the_same_number_finds_it(
    app: Flask, street: Street, client: Visitor
) -> None:
    counter = enter_street(client, "clerk2")
    ref = ask(counter, "scan", code=issue(street, 300, "lost").code).json["payer"]["ref"]
    body = {
        "payer_ref": ref,
        "items": [{"item": "G02", "quantity": 1}],
        "scan_id": "the-lost-scan",
        "who_confirmed": True,
    }
    with losing(1.0):
        answer = ask(counter, "redeem", **body)
    assert (answer.status_code, answer.json["code"]) == (503, "not_known")
    again = ask(counter, "redeem", **body)
    assert again.status_code in (200, 201)
    assert street.standing() == (70, 0)


@pytest.mark.only_on("postgresql")
def test_every_page_and_every_deed_says_that_the_books_are_away_and_goes_on_when_they_are_back(
    app: Flask, engine: str, street: Street, client: Visitor
) -> None:
    counter = enter_street(client, "clerk2")
    sale(street, counter, 100, "G07", "the-scan-before")
    resident = enter_street(app.test_client(), "tian")  # type: ignore[arg-type]
    code = issue(street, 100, "while-away").code
    with away():
        pages = [
            resident.get("/"),
            resident.get("/statement"),
            resident.post("/vouchers", data={"points": "10"}),
        ]
        for one in pages:
            assert (one.status_code, int(one.headers["Retry-After"]) > 0) == (503, True)
            assert "账本这会儿连不上" in one.text
        scripts = [
            ask(counter, "scan", code=code),
            app.test_client().get("/api/v1/me/statement", headers={"Authorization": "Bearer " + "x" * 43}),
        ]
        assert [one.status_code for one in scripts] == [503, 503]
        assert scripts[0].json["code"] == "books_away"
        assert client.get("/healthz").status_code == 503
    assert resident.get("/").status_code == 200
    assert ask(counter, "scan", code=code).status_code == 200


@pytest.mark.only_on("sqlite")
def test_a_full_disk_is_a_sentence_and_the_same_press_goes_through_when_there_is_room(
    app: Flask, street: Street, client: Visitor
) -> None:
    counter = enter_street(client, "clerk2")
    ref = ask(counter, "scan", code=issue(street, 20, "no-room").code).json["payer"]["ref"]
    body = {
        "payer_ref": ref,
        "items": [{"item": "G07", "quantity": 1}],
        "scan_id": "scan-without-room",
        "who_confirmed": True,
    }
    resident = enter_street(app.test_client(), "tian")  # type: ignore[arg-type]
    asked = {"tenths": "50", "shop": "", "request_key": "without-room", "confirm": "1"}
    with no_room():
        answer, page = ask(counter, "redeem", **body), resident.post("/vouchers", data=asked)
        assert resident.get("/statement").status_code == 200
    assert (answer.status_code, answer.json["code"]) == (503, "disk_full")
    assert "Retry-After" in answer.headers
    assert page.status_code == 503
    assert "账本写不进去" in page.text
    assert "分没有动" not in page.text
    assert street.standing() == (300, 20)
    assert ask(counter, "redeem", **body).status_code == 201
    assert resident.post("/vouchers", data=asked).status_code == 302
    assert street.standing() == (250, 50)
