"""Relatives on the desk: written down both ways at once, so that they recuse, and ended by somebody else."""

from __future__ import annotations

import pytest

from points import ledger, people
from points.foundation import reading
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor

SISTER, OFFICER = "滕天菊", "姚敏"
TYPED = {"kind": "sibling", "source": "本人说的"}


def relate(client: Visitor, desk_day: DeskDay, name: str = SISTER, other: str = OFFICER, **more: str) -> int:
    found = reading(lambda: people.search.by_name(desk_day.community_id, other)[0])
    data = {**TYPED, "other": str(found.person_id), **more}
    return client.post(f"/desk/people/{desk_day.public_id_of(name)}/relations", data=data).status_code


def relation(desk_day: DeskDay) -> str:
    [one] = [
        one
        for one in reading(lambda: people.relations.list_all(desk_day.community_id, limit=9))
        if not one.ended_at
    ]
    return str(one.relation_id)


def end(client: Visitor, desk_day: DeskDay, name: str = SISTER, reason: str = "记错了人") -> int:
    address = f"/desk/people/{desk_day.public_id_of(name)}/relations/end"
    return client.post(address, data={"relation": relation(desk_day), "reason": reason}).status_code


def points_of(desk_day: DeskDay, name: str) -> int:

    def query() -> int:
        purse = people.purses.of_person(desk_day.community_id, desk_day.neighbours[name])
        return ledger.balances.get(desk_day.community_id, purse.account_id).posted

    return reading(query)


def test_an_officer_may_not_approve_her_sister_until_somebody_else_ends_what_was_written_down(
    client: Visitor, desk_day: DeskDay
) -> None:
    activity = desk_day.held()
    enter(client, "wufang")
    assert relate(client, desk_day) == 303
    enter(client, "yaomin")
    page = words(client.get(f"/desk/people/{desk_day.public_id_of(OFFICER)}").text)
    assert f"{SISTER}兄弟姐妹" in page
    client.post("/desk/approve", data={"activity": [activity]})
    assert points_of(desk_day, SISTER) == 0
    assert points_of(desk_day, "麻春辉") > 0
    # her own relation she cannot end, from either side
    assert end(client, desk_day) == 403
    assert end(client, desk_day, OFFICER) == 403
    enter(client, "wufang")
    assert end(client, desk_day, OFFICER) == 303
    enter(client, "yaomin")
    client.post("/desk/approve", data={"activity": [activity]})
    assert points_of(desk_day, SISTER) > 0


def test_it_is_on_both_pages_on_the_households_and_in_the_list_and_gone_when_ended(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client, "wufang")
    relate(client, desk_day, other="麻春辉")
    pages = [
        f"/desk/people/{desk_day.public_id_of(SISTER)}",
        f"/desk/people/{desk_day.public_id_of('麻春辉')}",
    ]
    for address in (*pages, "/desk/households/10", "/desk/households/11", "/desk/relations"):
        assert "兄弟姐妹" in client.get(address).text, address
    assert "本人说的" in client.get("/desk/relations").text
    assert end(client, desk_day) == 303
    for address in pages:
        assert "兄弟姐妹" not in client.get(address).text, address
    assert "撤" in client.get("/desk/relations").text
    # written down again it counts again
    assert relate(client, desk_day, name="麻春辉", other=SISTER) == 303
    assert all("兄弟姐妹" in client.get(address).text for address in pages)


def test_a_search_offers_people_and_writes_nothing(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "wufang")
    address = f"/desk/people/{desk_day.public_id_of(SISTER)}/relations"
    found = client.post(address, data={"who": "麻春辉", "find": "1", "kind": "in_law", "source": "户口簿"})
    assert found.status_code == 200
    assert str(desk_day.neighbours["麻春辉"]) in found.text
    assert "户口簿" in found.text
    assert reading(lambda: people.relations.list_all(desk_day.community_id, limit=9)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "stranger"}, "请从列出的里面选一个"),
        ({"source": ""}, "这一格要填"),
        ({"other": ""}, "这一格要填"),
    ],
)
def test_what_is_missing_is_said_and_kept(
    client: Visitor, desk_day: DeskDay, change: dict[str, str], said: str
) -> None:
    enter(client, "wufang")
    other = str(desk_day.neighbours["麻春辉"])
    address = f"/desk/people/{desk_day.public_id_of(SISTER)}/relations"
    answer = client.post(address, data={**TYPED, "source": "看了户口簿第三页", "other": other, **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert "source" in change or "看了户口簿第三页" in answer.text


def test_nobody_is_their_own_relative_and_a_leader_writes_nothing_down(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client, "wufang")
    assert relate(client, desk_day, other=SISTER) == 422
    enter(client, "luohaiyan")
    assert relate(client, desk_day) == 404
    assert reading(lambda: people.relations.list_all(desk_day.community_id, limit=9)) == []
