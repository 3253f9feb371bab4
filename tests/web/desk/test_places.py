"""The tree of places on the desk; and a street officer who works in one of several communities."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import NotAllowed, clock, communities, community, db, reading, system_actor, transact
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor

#: how street6 is called
NAME = "工作6"


def street_of(desk_day: DeskDay) -> UUID:
    """The place above the community."""
    query = sa.text(
        "SELECT parent_id FROM people_place WHERE kind = 'community' ORDER BY created_at"
    ).columns(parent_id=sa.Uuid)
    found = reading(lambda: db.session.scalar(query))
    assert isinstance(found, UUID)
    return found


@pytest.fixture
def above(desk_day: DeskDay) -> UUID:
    """The street, on which admin5 and street6 hold their roles as well."""
    street = street_of(desk_day)

    def work() -> None:
        for role in ("admin", "street"):
            account = desk_day.street.staff[role].account_id
            assert account is not None
            people.roles.grant(account, role, place_id=street, actor=desk_day.street.system)

    transact(work)
    return street


def found_other(client: Visitor, above: UUID, name: str = "莲花社区") -> UUID:
    data = {"kind": "community", "under": str(above), "name": name, "name_en": "Lianhua", "phone": "0856-2"}
    assert client.post("/desk/places", data=data).status_code == 303
    return next(one.id for one in reading(communities) if one.name == name)


def test_the_admin_of_the_street_founds_renames_and_closes_a_community(
    client: Visitor, desk_day: DeskDay, above: UUID
) -> None:
    enter(client, "admin5")
    asked = client.get(f"/desk/places?do=add&kind=community&place={above}")
    assert "新社区马上有自己的账" in words(asked.text)
    other = found_other(client, above)
    assert reading(lambda: community(other)).phone == "0856-2"
    twice = client.post("/desk/places", data={"kind": "community", "under": str(above), "name": "莲花社区"})
    assert (twice.status_code, "已经有“莲花社区”" in words(twice.text)) == (409, True)
    renamed = {"name": "荷花社区", "name_en": "Hehua", "phone": "0856-3"}
    assert client.post(f"/desk/places/{other}/name", data=renamed).status_code == 303
    found = reading(lambda: community(other))
    assert (found.name, found.name_en, found.phone) == ("荷花社区", "Hehua", "0856-3")
    transact(lambda: people.households.add("001", actor=system_actor(other)))
    asked = client.get(f"/desk/places?do=close&place={other}")
    assert "住户 1 户" in words(asked.text)
    busy = client.post(f"/desk/places/{other}/close", data={"reason": "并了"})
    assert (busy.status_code, "place_in_use" in busy.text) == (409, True)
    transact(
        lambda: db.session.execute(
            sa.text("UPDATE people_household SET status = 'left' WHERE number = '001'")
        )
    )
    assert client.post(f"/desk/places/{other}/close", data={"reason": "并了"}).status_code == 303
    assert "荷花社区”关了" in words(client.get("/desk/places").text)
    assert "荷花社区" not in words(client.get("/desk/places").text)


def test_a_community_whose_books_hold_something_is_not_closed(
    client: Visitor, desk_day: DeskDay, above: UUID
) -> None:
    enter(client, "admin5")
    left = client.get(f"/desk/places?do=close&place={desk_day.community_id}")
    assert "账上有分的积分户 1 个" in words(left.text)
    busy = client.post(f"/desk/places/{desk_day.community_id}/close", data={"reason": "并了"})
    assert (busy.status_code, "books_open" in busy.text) == (409, True)


def test_an_officer_adds_and_closes_grids_of_her_own_community_and_nothing_above(
    client: Visitor, desk_day: DeskDay, above: UUID
) -> None:
    enter(client)
    own = {"kind": "grid", "under": str(desk_day.community_id), "name": "九网格"}
    assert client.post("/desk/places", data=own).status_code == 303
    [(grid, _)] = reading(lambda: people.places.grids(desk_day.community_id))
    assert client.post(f"/desk/places/{grid}/name", data={"name": "十网格"}).status_code == 303
    assert "十网格" in words(client.get("/desk/places").text)
    for kind, under in (("community", above), ("grid", above)):
        data = {"kind": kind, "under": str(under), "name": "莲花社区"}
        assert client.post("/desk/places", data=data).status_code in (403, 422)
    other = transact(lambda: people.places.found_community("远社区", district="江城区", street="城南街道"))
    foreign = {"kind": "grid", "under": str(other), "name": "一网格"}
    assert client.post("/desk/places", data=foreign).status_code == 403
    assert client.post(f"/desk/places/{other}/name", data={"name": "近社区"}).status_code == 403
    assert client.post(f"/desk/places/{grid}/close", data={"reason": ""}).status_code == 422
    assert client.post(f"/desk/places/{grid}/close", data={"reason": "并了"}).status_code == 303
    assert reading(lambda: people.places.grids(desk_day.community_id)) == []


def test_a_community_admin_founds_nothing(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "admin5")
    data = {"kind": "community", "under": str(street_of(desk_day)), "name": "莲花社区"}
    assert client.post("/desk/places", data=data).status_code == 403
    assert len(reading(communities)) == 1


def test_a_street_officer_works_in_the_community_she_chooses(
    client: Visitor, desk_day: DeskDay, above: UUID, app: Flask
) -> None:
    other = transact(lambda: people.places.found_community("莲花社区", district="江城区", street="城南街道"))
    house = system_actor(other)

    def work() -> None:
        home = people.households.add("701", actor=house)
        for name in ("莲花人", "莲花子"):
            people.residents.register(name, actor=house, household_id=home)

    transact(work)
    enter(client, "street6")
    assert "在哪个社区办事" in client.get("/desk/home").text
    assert "莲花人" not in client.get("/desk/people").text
    assert client.post("/desk/community", data={"community": str(other)}).status_code == 303
    page = client.get("/desk/people").text
    assert "莲花人" in page
    assert "田桂兰" not in page
    # searching, settings and the trail are of that community too, and what is typed is kept; her own account stays at home
    found = client.post("/desk/people", data={"q": "莲花"}, follow_redirects=True)
    assert found.status_code == 200
    assert "莲花人" in found.text
    assert client.post("/desk/people/export", data={}).status_code == 200
    assert client.get("/desk/settings").status_code == 200
    assert client.get("/oversight/trail").status_code == 200
    assert client.get("/password").status_code == 200
    client.post("/desk/community", data={"community": str(desk_day.community_id)})
    assert "田桂兰" in client.get("/desk/people").text


def test_a_street_officer_confirms_a_setting_of_another_community_and_is_named_there(
    client: Visitor, desk_day: DeskDay, above: UUID
) -> None:
    other = transact(lambda: people.places.found_community("莲花社区", district="江城区", street="城南街道"))
    made = transact(lambda: _proposed(other))
    enter(client, "street6")
    client.post("/desk/community", data={"community": str(other)})
    done = client.post("/desk/settings/publicity_days/confirm", data={"proposal": str(made)})
    assert done.status_code == 303
    for address in ("/desk/settings/publicity_days", "/oversight/trail"):
        assert NAME in words(client.get(address).text.partition('id="main"')[2]), address


def _proposed(community_id: UUID) -> UUID:

    house = system_actor(community_id)
    who = people.residents.register("莲花专干", actor=house)
    account = people.accounts.create(who, actor=house)
    people.roles.grant(account, "officer", place_id=community_id, actor=house)
    officer = people.actors.of_account(account, community_id=community_id)
    day = clock.today() + timedelta(days=1)
    return people.proposals.propose(
        "publicity_days", 5, effective_on=day, reason="例会", actor=officer
    ).proposal_id


def test_nobody_chooses_a_community_that_their_roles_do_not_reach(client: Visitor, desk_day: DeskDay) -> None:
    other = transact(lambda: people.places.found_community("莲花社区", district="江城区", street="城南街道"))
    for username in ("yaomin", "street6", "admin5"):
        enter(client, username)
        assert "在哪个社区办事" not in client.get("/desk/home").text
        assert client.post("/desk/community", data={"community": str(other)}).status_code == 404
        with client.session_transaction() as session:
            session["community"] = str(other)
        page = client.get("/desk/home", follow_redirects=True)
        assert page.status_code == 200
        assert "莲花社区" not in page.text


def test_whoever_looks_after_no_place_adds_none(desk_day: DeskDay) -> None:
    """Asked past the pages, whose audience refuses before: a grid of the own community, and a community."""
    here = desk_day.street.community_id

    def add(role: str, kind: str, under: UUID) -> UUID:
        actor = desk_day.street.staff[role]
        return transact(lambda: people.places.make(kind, "一网格", parent_id=under, actor=actor))

    for role, kind, under in (("clerk", "grid", here), ("officer", "community", street_of(desk_day))):
        with pytest.raises(NotAllowed):
            add(role, kind, under)
    assert add("officer", "grid", here)
