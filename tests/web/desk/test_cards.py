"""Cards and slips at the desk: a code that is printed once is shown in the answer to its own request."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from points import audit, people
from points.foundation import codes, db, reading, transact
from tests.support.desk_day import DeskDay, enter, words
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor

TIAN = "田桂兰"


def actions(day: DeskDay, action: str) -> list[audit.trail.TrailLine]:
    return reading(lambda: audit.trail.read(day.community_id, audit.trail.TrailFilter(action=action)))


def cards(day: DeskDay) -> list[people.cards.CardInfo]:
    person = day.street.resident.person_id
    assert person is not None
    return reading(lambda: people.cards.of_person(day.community_id, person))


def pin_on(paper: str) -> str:
    """The PIN inside a printed slip."""
    found = re.search(r'class="pin-digits">(\d{3}) (\d{3})<', paper)
    assert found is not None
    return found[1] + found[2]


def test_a_card_is_printed_in_the_answer_and_nowhere_else(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = desk_day.public_id_of(TIAN)
    answer = client.post(f"/desk/people/{person}/card", data={"kind": "household", "with_pin": "yes"})
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


def test_a_card_that_nobody_confirmed_is_nowhere_said_to_be_good(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = desk_day.public_id_of(TIAN)
    paper = client.post(f"/desk/people/{person}/card", data={"kind": "household", "with_pin": "yes"})
    assert "请没有经手的另一个人到“待确认”里确认" in words(paper.text)
    [card] = cards(desk_day)
    pages = (f"/desk/people/{person}", f"/desk/cards/{card.card_id}", "/desk/households/001")
    for address in pages:
        page = client.get(address).text
        assert "等确认，还不能付分" in page, address
        assert ">能用<" not in page, address
    street = desk_day.street.staff["street"]
    [way] = reading(lambda: people.ways.waiting(street).rows)
    transact(lambda: people.confirmations.confirm([way.way_id], seen="看过身份证", actor=street))
    for address in pages:
        page = client.get(address).text
        assert "等确认，还不能付分" not in page, address
        assert ">能用<" in page, address


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


def test_a_number_the_officer_chose_is_none(client: Visitor, desk_day: DeskDay) -> None:
    """The house draws it: what is typed into the request counts for nothing, for a new card and for one that is there."""
    enter(client)
    person = desk_day.public_id_of(TIAN)
    plain = client.post(f"/desk/people/{person}/card", data={"kind": "household", "pin": "306518"})
    assert "pin-digits" not in plain.text
    [card] = cards(desk_day)
    assert not card.has_pin
    asked = {"card": str(card.card_id), "pin": "306518"}
    paper = client.post(f"/desk/people/{person}/card/pin", data=asked)
    assert pin_on(paper.text) != "306518"
    with pytest.raises(people.refusals.WrongPin):
        people.pins.check(desk_day.community_id, card.card_id, "306518")


def test_a_new_pin_is_printed_once_and_stands_nowhere_else(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = desk_day.public_id_of(TIAN)
    client.post(f"/desk/people/{person}/card", data={"kind": "household"})
    [card] = cards(desk_day)
    asked = {"card": str(card.card_id), "form_key": "one-pin"}
    paper = client.post(f"/desk/people/{person}/card/pin", data=asked)
    assert (paper.status_code, paper.headers["Cache-Control"]) == (200, "no-store")
    pin = pin_on(paper.text)
    people.pins.check(desk_day.community_id, card.card_id, pin)
    assert card.number not in paper.text
    again = client.post(f"/desk/people/{person}/card/pin", data=asked)
    assert (again.status_code, pin_on(again.text)) == (200, pin), "a second press draws no other"
    loaded = client.get(f"/desk/people/{person}/card/pin")
    assert (loaded.status_code, loaded.location) == (303, f"/desk/people/{person}")
    assert pin not in client.get(f"/desk/people/{person}").text
    rows = ("audit_record", "people_card", "ledger_idempotency", "people_draft")
    with db.engine.connect() as connection:
        tables = [one for one in rows if one in db.metadata.tables]
        kept = [str(connection.execute(sa.text(f"SELECT * FROM {one}")).all()) for one in tables]
    assert [pin in text for text in kept] == [False] * len(kept)


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
        paper = client.post(f"/desk/people/{person}/card", data={"kind": "household", "with_pin": "yes"})
    finally:
        codes.card_link = whole
    path = "/C/" + seen[0].rsplit("/", 1)[1]
    client.post("/sign-out")
    assert client.get(path).status_code == 200
    assert client.post(path, data={"pin": pin_on(paper.text)}).status_code == 303
    assert PASSWORD not in seen[0]


def test_cards_are_issued_for_everybody_ticked_and_printed_together(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    names = ("滕天菊", "麻春辉", "冉学强")
    ticked = [desk_day.public_id_of(name) for name in names]
    officer = desk_day.officers[0]
    transact(lambda: people.cards.issue(desk_day.neighbours["冉学强"], kind="household", actor=officer))
    paper = client.post("/desk/people/cards", data={"person": ticked})
    assert paper.status_code == 200
    assert paper.headers["Cache-Control"] == "no-store"
    assert paper.text.count('class="card-pair"') == 2, "who has a card gets none"
    assert paper.text.count('class="pin-slip"') == 2, "each with its PIN to fold over"
    assert "滕家" in paper.text
    found = reading(lambda: people.cards.holders(desk_day.community_id, set(desk_day.neighbours.values())))
    assert found == {desk_day.neighbours[name] for name in names}
    assert client.post("/desk/people/cards").status_code == 303, "nobody was ticked"


def test_slips_are_issued_for_everybody_ticked_who_has_no_account(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    names = ("滕天菊", "麻春辉", "姚敏", TIAN)
    ticked = [desk_day.public_id_of(name) for name in names]
    paper = client.post("/desk/people/slips", data={"person": ticked, "form_key": "one-press"})
    assert paper.status_code == 200
    assert paper.headers["Cache-Control"] == "no-store"
    assert paper.text.count('<section class="slip">') == 2, "who has an account, or a role, is in no bundle"
    assert "姚敏" not in words(paper.text.partition("<main")[2])
    pieces = re.findall(r"<span>(\w{4})</span>", paper.text)
    for number, name in enumerate(names[:2]):
        code = "".join(pieces[3 * number : 3 * number + 3])
        assert (
            reading(lambda code=code: people.activation.holder(code)).person_id == desk_day.neighbours[name]
        )
    again = client.post("/desk/people/slips", data={"person": ticked, "form_key": "one-press"})
    assert again.text == paper.text, "a press that is repeated draws no second code"
    assert len(actions(desk_day, "slip.issued")) == 2
    assert client.post("/desk/people/slips").status_code == 303, "nobody was ticked"
    assert client.get("/desk/people/slips").location == "/desk/people"


def test_who_may_not_open_accounts_prints_no_slips(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "longanping")
    person = desk_day.public_id_of("滕天菊")
    assert client.post("/desk/people/slips", data={"person": person}).status_code == 404
    assert actions(desk_day, "slip.issued") == []
