"""Cards for the households of an import: printed sheet after sheet as one batch, and confirmed by somebody else with one press."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from points import audit, people
from points.foundation import new_id, reading, transact
from points.web.desk import card_batches, ways
from tests.support.street import Street, enter
from tests.support.visitors import Visitor
from tests.web.desk.test_cards import pin_on
from tests.web.desk.test_ways import number_on, visitor

#: households, and how many cards one press prints here
NUMBER, AT_ONCE = 7, 5


def an_import(street: Street) -> UUID:
    """Households of a roster, each with a head and another one; in the first of them lives the second clerk's sister, and
    the last has nobody who is still there."""

    def work() -> UUID:
        new = people.residents.NewPerson
        homes = [
            people.residents.NewHousehold(
                number=f"H{number:03d}",
                people=[
                    new(name=f"户主{number:03d}", status="left" if number == NUMBER else "active"),
                    new(name=f"家人{number:03d}", status="left" if number == NUMBER else "active"),
                ],
            )
            for number in range(NUMBER + 1)
        ]
        people.residents.register_many(homes, actor=street.system)
        assert street.second_clerk is not None
        assert street.second_clerk.person_id is not None
        sister = homes[0].people[1].person_id
        people.relations.relate(
            street.second_clerk.person_id, sister, kind="sibling", source="本人说的", actor=street.system
        )
        lines = [
            audit.provenance.ImportedLine(f"h{at}", "household", "花名册.xlsx", "1", at, one.household_id)
            for at, one in enumerate(homes)
        ]
        return audit.provenance.write_batch("旧账", lines, report={"households": NUMBER}, actor=street.system)

    return transact(work)


def test_the_cards_of_an_import_are_one_batch_and_one_press(
    street: Street, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_batches, "MOST_AT_ONCE", AT_ONCE)
    which = an_import(street)
    desk, here = enter(client, "officer0"), f"/desk/intake/{which}/cards"
    assert here in desk.get(f"/desk/intake?import={which.hex}").text
    page = desk.get(here).text
    assert f"{NUMBER} 户还没有卡" in page
    assert "户主004" in page
    assert "户主005" not in page, "what the press will print, and no more"
    sent = {"form_key": "first-sheet"}
    paper = desk.post(here, data=sent)
    assert paper.text.count('class="card-pair"') == AT_ONCE
    assert desk.post(here, data=sent).text == paper.text, "the same press prints the same"
    assert f"{AT_ONCE} 张发了，等另一个人确认" in desk.get(here).text
    rest = desk.post(here, data={"form_key": "second-sheet"})
    assert rest.text.count('class="card-pair"') == NUMBER - AT_ONCE
    assert "这些户都有卡了" in desk.get(here).text
    assert desk.post(here).location == here
    assert desk.get("/desk/ways").text.count(f"batch={which}") >= 1
    clerk, shown = visitor(client, "clerk7"), {"code": number_on(rest.text), "proof": pin_on(rest.text)}
    assert clerk.post("/counter/scan", json=shown).json["code"] == "card_unconfirmed"
    assert f"一起确认这 {NUMBER} 份" in clerk.get("/desk/ways").text
    page = clerk.get(f"/desk/ways?batch={which}").text
    ticked = re.findall(r'name="way" value="([^"]+)" checked', page)
    assert len(ticked) == NUMBER - 1, "all but the own family's, which says why"
    assert "自己家和亲属的，不能自己确认" in page
    assert f"上面勾着 {NUMBER - 1} 份" in page
    monkeypatch.setattr(ways, "MOST_AT_ONCE", 3)
    assert "一次最多确认 3 份" in clerk.get(f"/desk/ways?batch={which}").text, "the rest is not forgotten"
    said = {"way": ticked, "batch": str(which), "seen": "签收单在窗口"}
    assert clerk.post("/desk/ways/confirm", data=said).status_code == 303
    assert clerk.post("/counter/scan", json=shown).status_code == 200, "the first exchange day works"
    [left] = reading(lambda: people.ways.waiting(street.clerk).rows)
    assert left.name == "户主000"
    whole = {**said, "way": [str(left.way_id)]}
    assert clerk.post("/desk/ways/confirm", data=whole).status_code == 409


def test_an_import_that_is_not_there_has_no_cards(street: Street, client: Visitor) -> None:
    desk = enter(client, "officer0")
    for address in (f"/desk/intake/{new_id()}/cards", "/desk/intake/old/cards"):
        assert (desk.get(address).status_code, desk.post(address).status_code) == (404, 404)
    assert visitor(client, "clerk2").get(f"/desk/intake/{an_import(street)}/cards").status_code == 404
