"""A fault right after the COMMIT of a deed: nobody is told that nothing happened, and the same press again finds it done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from points.audit.models import Record
from points.foundation import database, db
from tests.drills.tally import tallied
from tests.support.desk_day import DeskDay, enter
from tests.support.losses import losing
from tests.support.street import PASSWORD, Street, as_shown
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask, issue, sale
from tests.web.test_pressed_twice import KINDS

UNKNOWN, NOTHING = "还不知道办成了没有", "没办成，分没有动"


#: a second person who proves who they are does so at each press
SHOWN = "account.signed_in"


class Odd(Exception):
    """Something nobody foresaw."""


@pytest.fixture(autouse=True)
def as_served(app: Flask) -> Iterator[None]:
    """Faults are answered as in production."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield
    app.config["PROPAGATE_EXCEPTIONS"] = None


@contextmanager
def breaking(step: str) -> Iterator[None]:
    """The first action breaks right behind this step of it."""
    does = getattr(database, step)

    def breaks(work: Any) -> None:
        does(work)
        raise Odd

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, step, breaks)
        yield


#: it is committed, and then there is a fault
breaking_after = partial(breaking, "_commit")
#: the control: all is done but the COMMIT
breaking_before = partial(breaking, "_before_commit")


@contextmanager
def lost() -> Iterator[None]:
    """Every COMMIT goes through, and its answer is lost with the connection."""
    with losing(1.0) as times:
        yield
    assert times[0] > 0


FAULTS = {"a fault": breaking_after, "a lost connection": lost}


def deeds() -> Counter[tuple[str, object]]:
    """What was done, to what, how often."""
    query = sa.select(Record.action, Record.subject_id).where(
        Record.outcome == "done", Record.action != SHOWN
    )
    with db.engine.connect() as connection:
        return Counter((action, subject) for action, subject in connection.execute(query))


def pressed(client: Visitor, address: str, form: dict[str, Any]) -> TestResponse:
    """One press: a form, or what a script sends."""
    if address.startswith("/counter/"):
        return client.post(address, json=form, headers={"Idempotency-Key": "one-press"})
    return client.post(address, data={**form, "form_key": "one-rendering-of-a-page"})


def said(answer: TestResponse) -> str:
    """Its words."""
    return str(answer.json["message"]) if answer.is_json else answer.text


def prove(client: Visitor, address: str, form: dict[str, Any], fault: Any) -> None:
    """The press breaks, says so, is pressed again, and once more."""
    before = deeds()
    with fault():
        broken = pressed(client, address, form)
    assert broken.status_code in (500, 503), broken.text
    assert UNKNOWN in said(broken)
    assert NOTHING not in said(broken)
    answers = [pressed(client, address, form) for _ in range(2)]
    assert answers[0].status_code in (200, 201, 302, 303), answers[0].text
    assert answers[1].location == answers[0].location
    done = deeds() - before
    assert done
    assert max(done.values()) == 1, done


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_deed_that_broke_after_its_commit_is_found_done(
    client: Visitor, desk_day: DeskDay, engine: str, kind: str, fault: Any
) -> None:
    with tallied("after commit", engine) as tally:
        who, address, form = KINDS[kind](desk_day)
        enter(client, who)
        prove(client, address, form, fault)
        tally.rounds += 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_control_a_deed_that_broke_before_its_commit_is_not_there(
    client: Visitor, desk_day: DeskDay, engine: str, kind: str
) -> None:
    with tallied("after commit", engine) as tally:
        who, address, form = KINDS[kind](desk_day)
        enter(client, who)
        before = deeds()
        with breaking_before():
            broken = pressed(client, address, form)
        assert (broken.status_code, NOTHING in broken.text) == (500, True)
        assert deeds() == before
        with pytest.raises(AssertionError):
            prove(client, address, form, breaking_before)
        tally.control = "noticed"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_sale_a_voucher_and_an_undoing(client: Visitor, street: Street, fault: Any) -> None:
    resident = Visitor(client.application)
    enter(resident, "tian")
    voucher = {"tenths": "100", "shop": "", "request_key": "k" * 16, "confirm": "1"}
    prove(resident, "/vouchers", voucher, fault)
    enter(client, "clerk2")
    ref = ask(client, "scan", code=issue(street, 20, "a-voucher").code).json["payer"]["ref"]
    basket = {
        "payer_ref": ref,
        "items": [{"item": "G07", "quantity": 1}],
        "scan_id": "drill-scan",
        "who_confirmed": True,
    }
    prove(client, "/counter/redeem", as_shown(basket), fault)
    receipt = sale(street, client, 20, "G07", "scan-of-a-sale")["receipt"]
    prove(client, "/counter/undo", {"receipt": receipt, "reason": "拿错了货"}, fault)
    second = {"username": "shop_manager3", "password": PASSWORD}
    prove(client, "/counter/undo/confirm", {"receipt": receipt, **second}, fault)
