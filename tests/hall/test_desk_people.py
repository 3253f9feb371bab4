"""Residents at the window: finding them, cards and slips that are shown once, roles, registration."""

from __future__ import annotations

import re
from uuid import UUID

from points import audit, people
from points.foundation import codes, reading, transact
from tests.hall.desk_day import DeskDay, enter, words
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor

TIAN = "田桂兰"


def actions(day: DeskDay, action: str) -> list[audit.trail.TrailLine]:
    return reading(lambda: audit.trail.read(day.community_id, audit.trail.TrailFilter(action=action)))


def cards(day: DeskDay) -> list[people.cards.CardInfo]:
    person = day.street.resident.person_id
    assert person is not None
    return reading(lambda: people.cards.of_person(day.community_id, person))


def test_the_words_of_a_search_never_stand_in_an_address(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/people", data={"q": TIAN})
    assert answer.status_code == 303
    assert answer.location == "/desk/people"
    page = client.get("/desk/people").text
    assert "找到田桂兰" in page
    assert "32.0" in page
    assert re.search(r'action="/desk/people"', page)
    assert TIAN not in "".join(re.findall(r'href="([^"]+)"', page))


def test_people_are_paged_by_key_without_names_in_it(client: Visitor, desk_day: DeskDay) -> None:
    def work() -> None:
        for number in range(40):
            people.residents.register(f"王{number:02d}", actor=desk_day.street.system, door=f"{number}栋")

    transact(work)
    enter(client)
    first = client.get("/desk/people").text
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = client.get(onward.group(1)).text
    links = r'href="/desk/people/(p\w+)"'
    assert len(re.findall(links, first)) == 30
    assert not set(re.findall(links, first)) & set(re.findall(links, second))
    assert "回第一页" in second


def test_a_persons_page_says_the_purse_and_where_points_came_from(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    page = client.get(f"/desk/people/{desk_day.public_id_of(TIAN)}")
    assert page.status_code == 200
    said = words(page.text)
    assert "全家可用32 分" in said
    assert "电话尾号 0001" in said
    assert "13800000001" not in page.text


def test_a_card_is_printed_in_the_answer_and_nowhere_else(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = desk_day.public_id_of(TIAN)
    answer = client.post(f"/desk/people/{person}/card", data={"kind": "household", "pin": "306518"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "田家" in answer.text
    assert "3栋" not in answer.text
    [card] = cards(desk_day)
    assert card.number[:3] in answer.text
    assert card.has_pin
    again = client.get(f"/desk/people/{person}/card")
    assert (again.status_code, again.location) == (303, f"/desk/people/{person}")
    page = client.get(f"/desk/people/{person}").text
    assert "data:image" not in page


def test_a_replaced_card_ends_and_is_not_replaced_twice(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = desk_day.public_id_of(TIAN)
    client.post(f"/desk/people/{person}/card", data={"kind": "household"})
    old = cards(desk_day)[0]
    asked = client.get(f"/desk/people/{person}?confirm=replace&card={old.card_id}").text
    assert "旧卡马上不能用，新卡现在打印。" in words(asked)
    data = {"replaces": str(old.card_id), "kind": "household", "reason": "折断了"}
    assert client.post(f"/desk/people/{person}/card", data={**data, "reason": ""}).status_code == 422
    assert client.post(f"/desk/people/{person}/card", data=data).status_code == 200
    again = client.post(f"/desk/people/{person}/card", data=data)
    assert again.status_code == 409
    assert "card_ended" in again.text
    assert [one.status for one in cards(desk_day)] == ["active", "replaced"]


def test_a_lost_card_is_stopped_with_a_reason_that_is_shown(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = desk_day.public_id_of(TIAN)
    client.post(f"/desk/people/{person}/card", data={"kind": "household"})
    [card] = cards(desk_day)
    answer = client.post(
        f"/desk/people/{person}/card/end", data={"card": str(card.card_id), "reason": "菜场丢的"}
    )
    assert answer.status_code == 303
    page = client.get(f"/desk/people/{person}").text
    assert "已挂失" in page
    assert "菜场丢的" in page
    assert [one.action for one in actions(desk_day, "card.")] == ["card.revoked", "card.issued"]


def test_an_unfit_pin_is_said_beside_its_field(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = desk_day.public_id_of(TIAN)
    answer = client.post(f"/desk/people/{person}/card", data={"kind": "household", "pin": "123456"})
    assert answer.status_code == 422
    assert "密码要 6 位数字" in answer.text
    assert "123456" not in answer.text
    assert cards(desk_day) == []


def test_a_card_of_another_household_does_not_exist_here(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    client.post(f"/desk/people/{desk_day.public_id_of(TIAN)}/card", data={"kind": "household"})
    [card] = cards(desk_day)
    other = desk_day.public_id_of("滕天菊")
    data = {"card": str(card.card_id), "reason": "试试"}
    assert client.post(f"/desk/people/{other}/card/end", data=data).status_code == 404
    assert cards(desk_day)[0].status == "active"


def test_a_slip_is_printed_once_and_opens_the_account(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = desk_day.public_id_of("滕天菊")
    answer = client.post(f"/desk/people/{person}/slip")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    code = "".join(re.findall(r"<span>(\w{4})</span>", answer.text))
    assert len(code) == 12
    again = client.get(f"/desk/people/{person}/slip")
    assert again.status_code == 303
    assert code not in client.get(f"/desk/people/{person}").text
    assert reading(lambda: people.activation.holder(code)).person_id == desk_day.neighbours["滕天菊"]


def test_an_administrator_gives_a_role_and_takes_it_back(client: Visitor, desk_day: DeskDay) -> None:
    officer = desk_day.officers[1]
    enter(client, "admin5")
    person = desk_day.public_id_of("吴芳")
    place = str(desk_day.community_id)
    given = client.post(f"/desk/people/{person}/roles", data={"role": "leader", "place": place})
    assert given.status_code == 303
    assert officer.account_id is not None
    held = reading(lambda: people.roles.held_by(desk_day.community_id, officer.account_id or UUID(int=0)))
    assert [one.role for one in held] == ["officer", "leader"]
    data = {"grant": str(held[1].grant_id), "reason": "换人带队"}
    assert client.post(f"/desk/people/{person}/roles/end", data={**data, "reason": ""}).status_code == 422
    assert client.post(f"/desk/people/{person}/roles/end", data=data).status_code == 303
    assert "领队" not in words(client.get(f"/desk/people/{person}").text)


def test_a_role_needs_an_account_and_an_administrator(client: Visitor, desk_day: DeskDay) -> None:
    person = desk_day.public_id_of("滕天菊")
    data = {"role": "leader", "place": str(desk_day.community_id)}
    enter(client)
    assert client.post(f"/desk/people/{person}/roles", data=data).status_code == 404
    enter(client, "admin5")
    answer = client.post(f"/desk/people/{person}/roles", data=data)
    assert answer.status_code == 409
    assert "account_needed" in answer.text


def test_a_new_resident_joins_a_known_household_or_opens_one(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    form = {"name": "田小军", "household": "001", "door": "3栋2单元301", "birth": "2012-05-06"}
    answer = client.post("/desk/people/new", data=form)
    assert answer.status_code == 303
    page = words(client.get(answer.location).text)
    assert "田小军登记好了。" in page
    assert "田桂兰" in page
    twice = client.post("/desk/people/new", data=form)
    assert twice.status_code == 409
    assert 'value="田小军"' in twice.text
    assert client.post("/desk/people/new", data={**form, "birth": "昨天"}).status_code == 422
    fresh = client.post("/desk/people/new", data={"name": "覃凤", "household": "777", "door": "9栋1"})
    assert fresh.status_code == 303


def test_the_printed_card_opens_with_its_pin(client: Visitor, desk_day: DeskDay) -> None:
    seen: list[str] = []
    whole = codes.card_link

    def kept(origin: str, card: str) -> str:
        seen.append(whole(origin, card))
        return seen[-1]

    codes.card_link = kept  # the code stands in a picture; this is how the test reads it
    try:
        enter(client)
        person = desk_day.public_id_of(TIAN)
        client.post(f"/desk/people/{person}/card", data={"kind": "household", "pin": "306518"})
    finally:
        codes.card_link = whole
    path = "/C/" + seen[0].rsplit("/", 1)[1]
    client.post("/sign-out")
    assert client.get(path).status_code == 200
    assert client.post(path, data={"pin": "306518"}).status_code == 303
    assert PASSWORD not in seen[0]
