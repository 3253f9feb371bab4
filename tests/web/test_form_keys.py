"""A press that is repeated is answered the same, and does nothing twice."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from points import people, volunteering
from points.foundation import clock, db, reading
from points.ledger.models import Txn
from points.people.models import Card, Person, Slip
from points.volunteering.models import Activity, Service
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor


def count(model: type) -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(model)).scalar_one())


def key_of(client: Visitor, address: str) -> str:
    found = re.search(r'name="form_key" value="([\w-]{16,})"', client.get(address).text)
    assert found is not None
    return found[1]


def test_registering_twice_with_one_form_registers_once(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    before = count(Person)
    form = {
        "name": "田小军",
        "household": "001",
        "door": "3栋",
        "form_key": key_of(client, "/desk/people/new"),
    }
    first, second = (client.post("/desk/people/new", data=form) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert count(Person) == before + 1
    assert "田小军登记好了。" in words(client.get(second.location).text)


def test_a_form_that_was_changed_meanwhile_is_another_one(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    before = count(Person)
    form = {
        "name": "田小军",
        "household": "001",
        "door": "3栋",
        "form_key": key_of(client, "/desk/people/new"),
    }
    client.post("/desk/people/new", data=form)
    assert client.post("/desk/people/new", data={**form, "name": "田小兵"}).status_code == 303
    assert count(Person) == before + 2


def test_planning_twice_with_one_form_plans_once(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    assert desk_day.leader
    form = {
        "rule": str(desk_day.rule), "title": "清洁", "place": "南门", "day": "周六", "starts": "9", "ends": "11",
        "leader": str(desk_day.leader.person_id), "form_key": key_of(client, "/desk/activities/new"),
    }  # fmt: skip
    for _ in range(3):
        assert client.post("/desk/activities/new", data=form).status_code == 303
    assert count(Activity) == 1
    assert len(reading(lambda: volunteering.lists.open_to(desk_day.street.resident))) == 1


def test_back_filling_twice_with_one_form_enters_once(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    form = {
        "person": [str(one) for one in desk_day.neighbours.values()], "rule": str(desk_day.rule), "title": "跑腿",
        "day": "昨天", "starts": "14", "ends": "16", "reason": "忘了", "evidence": "收据",
        "form_key": key_of(client, "/desk/back-fill"),
    }  # fmt: skip
    for _ in range(2):
        assert client.post("/desk/back-fill", data=form).status_code == 303
        assert "补录了 4 人、8 小时" in words(client.get("/desk").text)
    assert count(Service) == 4


def test_a_card_and_a_slip_are_issued_once_and_after_ten_minutes_their_code_is_gone(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    person = f"/desk/people/{desk_day.public_id_of('滕天菊')}"
    card = {"kind": "household", "form_key": key_of(client, f"{person}?confirm=issue")}
    assert "<svg" in client.post(f"{person}/card", data=card).text
    slip = {"form_key": key_of(client, f"{person}?confirm=slip")}
    assert client.post(f"{person}/slip", data=slip).status_code == 200
    clock.set_now(clock.now() + timedelta(minutes=11))
    again = client.post(f"{person}/card", data=card)
    assert (again.status_code, again.location) == (303, person)
    assert "这张卡 9:00 已经印过，上面的码只印一次。" in words(client.get(person).text)
    assert count(Card) == 1
    assert client.post(f"{person}/slip", data=slip).status_code == 303
    assert "这张开通单 9:00 已经印过" in words(client.get(person).text)
    assert count(Slip) == 1


def test_only_ids_are_kept_of_a_form(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    key = key_of(client, "/desk/people/new")
    form = {"name": "田小军", "household": "001", "door": "3栋9单元", "phone": "13900001111", "form_key": key}
    client.post("/desk/people/new", data=form)
    with db.engine.connect() as connection:
        kept = connection.execute(
            sa.select(Txn.request_key, Txn.answer).where(Txn.action == "register_in")
        ).all()
    assert len(kept) == 1
    for said in ("田小军", "3栋9单元", "13900001111", key):
        assert said not in str(kept)
    person = reading(lambda: people.search.by_name(desk_day.community_id, "田小军")[0])
    assert kept[0].answer == {"person": str(person.person_id)}


def test_a_refused_form_keeps_its_key_and_may_be_mended(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    key = key_of(client, "/desk/people/new")
    form = {"name": "", "household": "001", "door": "3栋", "form_key": key}
    again = client.post("/desk/people/new", data=form)
    assert again.status_code == 422
    assert f'name="form_key" value="{key}"' in again.text
    assert client.post("/desk/people/new", data={**form, "name": "田小军"}).status_code == 303
