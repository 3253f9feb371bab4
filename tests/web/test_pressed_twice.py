"""The same press again is answered the same, whatever was asked for, and does nothing twice: a deed of every kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from points import people, shop, volunteering
from points.audit.models import Record
from points.foundation import clock, db, paging, reading, transact
from tests.support.desk_day import DeskDay, enter, words
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor
from tests.web.counter.conftest import sale

ONE, OTHER = "滕天菊", "麻春辉"
Deed = tuple[str, str, dict[str, Any]]


def recorded() -> int:
    """How many actions and refused attempts the book of actions has."""
    with db.engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(Record)).scalar_one())


def person(day: DeskDay, name: str = ONE) -> str:
    return f"/desk/people/{day.public_id_of(name)}"


def account(day: DeskDay, username: str) -> people.account_list.AccountRow:
    admin = day.street.staff["admin"]
    wanted = people.account_list.AccountFilter(words=username)
    return reading(lambda: people.account_list.page(admin, wanted, paging.PageAsked())).rows[0]


def role(day: DeskDay) -> Deed:
    where = str(day.community_id)
    return "admin5", f"{person(day, '吴芳')}/roles", {"role": "leader", "place": where}


def relation(day: DeskDay) -> Deed:
    other = reading(lambda: people.search.by_name(day.community_id, OTHER)[0])
    form = {"other": str(other.person_id), "kind": "sibling", "source": "户口簿"}
    return "yaomin", f"{person(day)}/relations", form


def approval(day: DeskDay) -> Deed:
    return "yaomin", "/desk/approve", {"activity": [day.held(), day.held(days=2)]}


def rejection(day: DeskDay) -> Deed:
    return "yaomin", f"/desk/review/{day.held()}/reject", {"target": "all", "reason": "没有到场"}


def calling_off(day: DeskDay) -> Deed:
    planned = day._plan("清洁", clock.now() + timedelta(days=2))
    return "yaomin", f"/desk/review/{planned}/cancel", {"reason": "下雨"}


def device(day: DeskDay) -> Deed:
    made = transact(lambda: people.devices.enrol("柜台一", actor=day.street.system))
    return "admin5", f"/desk/devices/{made.device_id}/end", {"reason": "摔坏了"}


def closing(day: DeskDay) -> Deed:
    one = account(day, "wufang")
    return "admin5", f"/desk/accounts/{one.account_id}/close", {"reason": "调走了"}


def lost_card(day: DeskDay) -> Deed:
    owner = day.neighbours[ONE]
    made = transact(lambda: people.cards.issue(owner, kind="person", actor=day.street.system))
    return "yaomin", f"{person(day)}/card/end", {"card": str(made.card_id), "reason": "丢了"}


def setting(day: DeskDay) -> Deed:
    form = {"value": "5", "effective_on": "明天", "reason": "例会定的", "seen": "1"}
    return "yaomin", "/desk/settings/publicity_days", form


def voucher(day: DeskDay) -> Deed:
    made = transact(lambda: shop.vouchers.issue(20, request_key="a-voucher", actor=day.street.resident))[0]
    return "tian", f"/vouchers/{made.public_id}/return", {}


def sign_up(day: DeskDay) -> Deed:
    return "tian", f"/activities/{day._plan('清洁', clock.now() + timedelta(days=2))}/sign-up", {}


def tick(day: DeskDay) -> Deed:
    public_id = day._plan("清洁", clock.now())
    who = day.neighbours[ONE]
    leader = day.leader
    assert leader is not None
    transact(lambda: volunteering.attendance.add(public_id, who, actor=leader))
    return "luohaiyan", f"/lead/{public_id}/tick", {"who": day.public_id_of(ONE), "what": "out"}


KINDS: dict[str, Callable[[DeskDay], Deed]] = {
    "a role": role,
    "a relation": relation,
    "approvals": approval,
    "a rejection": rejection,
    "calling off": calling_off,
    "a machine": device,
    "closing an account": closing,
    "a lost card": lost_card,
    "a setting": setting,
    "a voucher given back": voucher,
    "a sign-up": sign_up,
    "a tick": tick,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_is_handed_in_twice_is_answered_the_same(
    client: Visitor, desk_day: DeskDay, kind: str
) -> None:
    who, address, form = KINDS[kind](desk_day)
    enter(client, who)
    form = {**form, "form_key": "one-rendering-of-a-page"}
    first = client.post(address, data=form)
    assert first.status_code in (302, 303), words(first.text)
    said = words(client.get(first.location).text)
    done = recorded()
    again = client.post(address, data=form)
    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert words(client.get(again.location).text) == said
    assert recorded() == done


def test_undoing_a_sale_is_answered_the_same_twice(street: Street, client: Visitor) -> None:
    enter(client, "clerk2")
    receipt = sale(street, client, 300, "G02", "scan-of-a-sale")["receipt"]
    second = {"username": "shop_manager3", "password": PASSWORD}
    for path, body in (("undo", {"reason": "拿错了货"}), ("undo/confirm", second)):
        answers = []
        for _press in range(2):
            answer = client.post(
                f"/counter/{path}",
                json={"receipt": receipt, **body},
                headers={"Idempotency-Key": f"press {path}"},
            )
            answers.append((answer.status_code, answer.json))
        assert answers[0] == answers[1]
        assert answers[0][0] == 200
    assert street.standing() == (320, 0)
