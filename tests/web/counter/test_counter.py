"""What the counter page asks and is answered, over HTTP on the real application."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import goods, people, shop
from points.foundation import NotAllowed, clock, db, reading, transact
from tests.house.files import ROOT
from tests.support.street import PASSWORD, Street, enter
from tests.support.visitors import Visitor
from tests.web.counter.conftest import ask, issue, sale


def test_a_scanned_voucher_shows_what_the_counter_needs_and_nothing_else(
    street: Street, counter: Visitor
) -> None:
    answer = ask(counter, "scan", code=issue(street, 300, "key-scan-1").code).json
    payer = answer["payer"]
    assert (payer["name"], payer["via"], payer["ask"]["answer"]) == ("田桂兰", "voucher", "3栋")
    assert payer["voucher"]["tenths"] == 300
    assert "13800000001" not in str(answer)
    # of what is random no digits are looked at
    assert "301" not in str({name: value for name, value in payer.items() if name not in {"ref", "purse"}})


def test_confirming_without_having_asked_who_it_is_is_refused(street: Street, counter: Visitor) -> None:
    ref = ask(counter, "scan", code=issue(street, 300, "key-scan-2").code).json["payer"]["ref"]
    items = [{"item": "G02", "quantity": 1}]
    refused = ask(counter, "redeem", payer_ref=ref, items=items, scan_id="scan-0001")
    assert (refused.status_code, refused.json["code"]) == (409, "who_not_confirmed")
    done = ask(counter, "redeem", payer_ref=ref, items=items, scan_id="scan-0001", who_confirmed=True)
    assert done.status_code == 201
    again = ask(counter, "redeem", payer_ref=ref, items=items, scan_id="scan-0001", who_confirmed=True)
    assert (again.status_code, again.json) == (200, done.json)


def test_the_answer_names_the_batch_to_hand_out(street: Street, counter: Visitor) -> None:
    ref = ask(counter, "scan", code=issue(street, 300, "key-scan-3").code).json["payer"]["ref"]
    items = [{"item": "6900000011997", "quantity": 1}]
    done = ask(counter, "redeem", payer_ref=ref, items=items, scan_id="scan-0002", who_confirmed=True).json
    [batch] = done["items"][0]["batches"]
    assert (batch["pieces"], batch["until"]) == (1, (clock.today() + timedelta(days=30)).isoformat())
    assert done["balance_before"] - done["tenths"] == done["balance_after"]


def test_a_payer_reference_dies_and_is_nobody_elses(street: Street, counter: Visitor) -> None:
    ref = ask(counter, "scan", code=issue(street, 300, "key-scan-4").code).json["payer"]["ref"]
    counter.post("/sign-out")
    counter.post("/sign-in", data={"username": "clerk7", "password": PASSWORD})
    items = [{"item": "G07", "quantity": 1}]
    refused = ask(counter, "redeem", payer_ref=ref, items=items, scan_id="scan-0003", who_confirmed=True)
    assert (refused.status_code, refused.json["code"]) == (409, "payer_gone")


def test_a_typed_card_number_asks_for_the_pin_and_a_searched_person_for_a_proof(
    street: Street, counter: Visitor
) -> None:
    person = street.resident.person_id
    card = transact(
        lambda: people.cards.issue(person, kind="household", actor=street.system, pin="739182")  # type: ignore[arg-type]
    )
    assert ask(counter, "scan", code=card.number).json["kind"] == "proof"
    assert ask(counter, "scan", code=card.number, proof="739182").json["kind"] == "payer"
    found = ask(counter, "search", name="田桂兰", door="3栋2单元301").json["candidates"]
    assert [one["name"] for one in found] == ["田**"]
    proved = ask(counter, "scan", person=found[0]["person"], proof="739182").json
    assert proved["payer"]["name"] == "田桂兰"
    assert ask(counter, "scan", person=found[0]["person"], proof="000000").status_code == 409
    assert proved["payer"]["ask"] is None, "whose PIN was right is asked nothing more"


def test_of_who_was_searched_their_own_pin_is_asked_and_else_that_of_a_chosen_card(
    street: Street, counter: Visitor
) -> None:
    def pins(person: str) -> Any:
        answer = ask(counter, "scan", person=person).json
        assert answer["kind"] == "proof"
        return answer["pins"]

    house, son = street.system, sibling(street, "田明强")
    person = ask(counter, "search", name="田桂兰", door="3栋2单元301").json["candidates"][0]["person"]
    assert pins(person) == {"name": "桂兰", "own": False, "others": []}
    transact(lambda: people.cards.issue(son, kind="person", actor=house, pin="864209"))
    found = pins(person)
    assert (found["own"], [one["name"] for one in found["others"]]) == (False, ["明强"])
    own = pins(found["others"][0]["person"])
    assert (own["name"], own["own"], own["others"]) == ("明强", True, [])
    proved = ask(counter, "scan", person=found["others"][0]["person"], proof="864209").json
    assert proved["payer"]["name"] == "田明强"
    transact(lambda: people.cards.issue(street.resident.person_id, kind="person", actor=house, pin="739182"))
    assert pins(person)["own"] is True


def test_a_card_that_was_shown_is_proved_by_its_pin_without_its_code(
    street: Street, counter: Visitor
) -> None:
    person = street.resident.person_id
    card = transact(
        lambda: people.cards.issue(person, kind="household", actor=street.system, pin="739182")  # type: ignore[arg-type]
    )
    ref = ask(counter, "scan", code=card.token).json["payer"]["ref"]
    wrong = ask(counter, "scan", payer_ref=ref, proof="111999")
    assert wrong.json["code"] == "wrong_pin"
    proved = ask(counter, "scan", payer_ref=ref, proof="739182").json
    assert (proved["kind"], proved["payer"]["via"]) == ("payer", "card")
    assert proved["payer"]["ref"] != ref
    voucher = ask(counter, "scan", code=issue(street, 10, "no-card").code).json["payer"]["ref"]
    assert ask(counter, "scan", payer_ref=voucher, proof="739182").json["code"] == "code_not_for_paying"


def test_a_page_that_was_loaded_again_knows_the_payer_by_the_reference(
    street: Street, counter: Visitor
) -> None:
    first = ask(counter, "scan", code=issue(street, 100, "again").code).json
    again = ask(counter, "look", payer_ref=first["payer"]["ref"]).json
    assert (again["payer"], again["tiles"]) == (first["payer"], first["tiles"])


def test_each_piece_names_its_batch_where_two_were_needed(street: Street, counter: Visitor) -> None:
    street.give(2000)
    ref = ask(counter, "scan", code=issue(street, 1300, "two").code).json["payer"]["ref"]
    items = [{"item": "G02", "quantity": 5}]
    done = ask(counter, "redeem", payer_ref=ref, items=items, scan_id="scan-two", who_confirmed=True).json
    pieces = [(one["batch"], one["pieces"]) for one in done["items"][0]["batches"]]
    assert pieces == [("RK2", 3), ("RK1", 2)]
    days = [one["until"] for one in done["items"][0]["batches"]]
    assert days == sorted(days)


def test_done_bears_the_mark_of_its_day_and_the_page_does_not_before(
    street: Street, counter: Visitor
) -> None:
    mark = sale(street, counter, 300, "G02", "scan-mark")["mark"]
    again = ask(counter, "redeem/asked", scan_id="scan-mark").json["mark"]
    assert again == mark
    assert mark["word"] not in counter.get("/counter").text
    assert counter.get("/counter/recent").json["receipts"][0].get("mark") is None


def test_the_last_sales_stand_beside_the_scan_and_a_reversed_one_says_so(
    street: Street, counter: Visitor
) -> None:
    done = sale(street, counter, 300, "G02", "scan-last")
    transact(lambda: shop.undo.ask(done["receipt"], reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(done["receipt"], actor=street.staff["shop_manager"]))
    block = counter.get("/counter").text.partition('id="counter-data">')[2].partition("</script>")[0]
    [last] = json.loads(block)["recent"]["receipts"]
    assert (last["receipt"], last["state"]) == (done["receipt"], "undone")
    assert counter.get(last["sale_url"]).status_code == 200


def test_every_step_says_where_esc_leads_and_what_f8_is(street: Street, counter: Visitor) -> None:
    """The steps as data are those of the page, and a key that stands on a button is one that is known."""
    script = (ROOT / "static/js/counter/steps.js").read_text(encoding="utf-8")
    lines = re.findall(r"^  (\w+): \{ side: '(\w+)', esc: '(\w+)'(?:, f8: '(\w+)')?", script, re.MULTILINE)
    page = counter.get("/counter").text
    sections = dict(re.findall(r'<section data-step="(\w+)"(.*?)</section>', page, re.DOTALL))
    assert {step for step, *_ in lines} == set(sections)
    assert {side for _, side, *_ in lines} == set(re.findall(r'<section data-side="(\w+)"', page))
    assert {esc for *_, esc, _ in lines} <= {"leave", "back", "before", "refusal", "next"}
    pressed = {step for step, body in sections.items() if "<kbd>F8</kbd>" in body}
    # those of the basket and of an undo stand on the right half
    assert {step for step, *_, f8 in lines if f8} == pressed | {"basket", "recent"}


def test_a_request_that_breaks_the_schema_names_the_field(counter: Visitor) -> None:
    answer = ask(
        counter, "redeem", payer_ref="x", items=[{"item": "G02", "quantity": 0}], scan_id="scan-0005"
    )
    assert answer.status_code == 422
    assert "quantity" in str(answer.json["facts"])


def test_the_page_has_the_shelf_and_the_shop_and_is_for_who_serves(
    street: Street, counter: Visitor, app: Flask
) -> None:
    page = counter.get("/counter")
    assert page.status_code == 200
    for words in ("锦溪店", "工作2", "快到期", 'href="/shop"'):
        assert words in page.text
    client: Visitor = app.test_client()  # type: ignore[assignment]
    assert enter(client, "tian").get("/counter").status_code == 404
    assert ask(client, "scan", code="1").status_code == 404


def sibling(street: Street, name: str) -> UUID:
    """Somebody else of the resident's household."""
    household = reading(
        lambda: people.purses.of_person(street.community_id, street.resident.person_id).household_id  # type: ignore[arg-type]
    )
    return transact(lambda: people.residents.register(name, actor=street.system, household_id=household))


def everything() -> dict[str, int]:
    """How many rows each table has."""
    with db.engine.connect() as connection:
        return {
            name: int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
            for name, table in db.metadata.tables.items()
        }


def test_asking_what_became_of_a_sale_confirms_it_and_sells_nothing(street: Street, counter: Visitor) -> None:
    done = sale(street, counter, 300, "G02", "scan-0003")
    before = everything()
    asked = ask(counter, "redeem/asked", scan_id="scan-0003")
    assert (asked.status_code, asked.json) == (200, done)
    assert {name for name, rows in everything().items() if rows != before[name]} == {"ledger_replay"}
    before = everything()
    none = ask(counter, "redeem/asked", scan_id="scan-nobody-sent")
    assert (none.status_code, none.json["code"]) == (404, "not_sold")
    assert everything() == before


def test_another_shops_sale_is_none_of_this_counters(street: Street, counter: Visitor) -> None:
    sale(street, counter, 300, "G02", "scan-0004")
    elsewhere = transact(lambda: shop.shops.add("别处", actor=street.system))
    with pytest.raises(shop.refusals.NotSold):
        shop.sales.ask("scan-0004", shop_id=elsewhere, actor=street.staff["clerk"])
    with pytest.raises(NotAllowed):
        shop.sales.ask("scan-0004", shop_id=street.shop_id, actor=street.resident)


def test_what_a_donor_asked_stands_on_the_tile_of_how_many_pieces_and_for_how_long(
    street: Street, counter: Visitor
) -> None:
    def come(number: str, code: str, quantity: int, wish: str, **more: Any) -> None:
        wished = {"wish": wish, "wish_until": clock.today() + timedelta(days=3), **more}
        last = clock.today() + timedelta(days=9)
        one = goods.stock.Delivery(
            number, street.items[code], quantity, clock.today(), last, None, shop_id=street.shop_id, **wished
        )
        transact(lambda: goods.stock.receive(street.community_id, [one], actor=street.system))

    come("W1", "G07", 4, "只给困难户")
    come("W2", "G07", 2, "只给困难户", wish_until=None)
    come("W3", "G03", 7, "只给 60 岁以上")
    own = {"at": clock.now(), "batch_id": street.batches["RK2"]}
    come("W4", "G02", 5, "")
    transact(lambda: goods.prices.set_at(street.community_id, street.items["G02"], 120, **own))
    db_wish = sa.text("UPDATE goods_batch SET wish = '只给学生' WHERE number = 'RK2'")
    transact(lambda: db.session.execute(db_wish))

    def wishes() -> dict[str, Any]:
        tiles = ask(counter, "scan", code=issue(street, 10, f"wish-{clock.now()}").code).json["tiles"]
        return {one["item"]: one["wishes"] for one in tiles if one["wishes"]}

    # thirty bags of salt have none, so it is said of how many; the old oil is past its day, all that is left has it
    assert wishes() == {
        "G07": [{"words": "只给困难户", "pieces": 6}],
        "G03": [{"words": "只给 60 岁以上", "pieces": None}],
        "B-RK2": [{"words": "只给学生", "pieces": None}],
    }
    clock.set_now(clock.now() + timedelta(days=4))
    enter(counter, "clerk2")
    assert wishes() == {
        "G07": [{"words": "只给困难户", "pieces": 2}],
        "B-RK2": [{"words": "只给学生", "pieces": None}],
    }


#: EAN-8 of nothing here; it has the length of a number that is said
NOTHING_HERE = "96385074"


@pytest.mark.parametrize(
    "text",
    [
        "6 900000 011065",
        "]E06900000011065",
        "６９０００００\uff10１１０６５",
        "\x026900000011065\x03\r\n",
        "06900000011065",
    ],
)
def test_a_thing_is_found_however_its_barcode_was_read(street: Street, counter: Visitor, text: str) -> None:
    assert ask(counter, "scan", code=text).json["item"]["item"] == "G07"
    ref = ask(counter, "scan", code=issue(street, 300, "key-read").code).json["payer"]["ref"]
    items = [{"item": text, "quantity": 1, "tenths": 20}]
    done = ask(
        counter,
        "redeem",
        payer_ref=ref,
        items=items,
        scan_id="scan-read",
        who_confirmed=True,
        expected_tenths=20,
    )
    assert [one["item"] for one in done.json["items"]] == ["G07"]


def test_twelve_digits_are_the_barcode_without_its_nought(street: Street, counter: Visitor) -> None:
    transact(lambda: goods.barcodes.add(street.community_id, street.items["G07"], "]E0036000291452"))
    for text in ("036000291452", "0 36000 29145 2", "0036000291452"):
        assert ask(counter, "scan", code=text).json["item"]["item"] == "G07"


def test_digits_that_were_meant_for_a_barcode_are_told_so(counter: Visitor) -> None:
    for text in ("6900000011066", "690000001106", "036000291453"):
        assert ask(counter, "scan", code=text).json["code"] == "barcode_wrong"
    assert ask(counter, "scan", code="6900000099995").json["code"] == "item_unknown"


def test_a_mistyped_number_is_no_barcode_unless_a_thing_here_has_it(street: Street, counter: Visitor) -> None:
    assert ask(counter, "scan", code=NOTHING_HERE).json["code"] == "code_check_digit"
    transact(lambda: goods.barcodes.add(street.community_id, street.items["G07"], NOTHING_HERE))
    assert ask(counter, "scan", code=NOTHING_HERE).json["item"]["item"] == "G07"


def test_one_digit_missing_is_said_and_costs_nobody_a_try(street: Street, counter: Visitor) -> None:
    voucher = issue(street, 300, "key-missing")
    short = ask(counter, "scan", code=voucher.spoken[:-1]).json
    assert (short["code"], short["facts"]) == ("digit_missing", {"have": 7, "need": 8})
    card = transact(
        lambda: people.cards.issue(
            street.resident.person_id, kind="household", actor=street.system, pin="739182"
        )  # type: ignore[arg-type]
    )
    person = ask(counter, "search", name="田桂兰", door="3栋2单元301").json["candidates"][0]["person"]
    for _ in range(6):
        assert ask(counter, "scan", person=person, proof=voucher.spoken[1:]).json["code"] == "digit_missing"
    # six wrong PINs would have locked the card
    assert ask(counter, "scan", code=card.number, proof=" ７３９ 182").json["kind"] == "payer"


def test_somebody_is_found_by_their_door_however_it_is_written(counter: Visitor) -> None:
    for door in ("3栋 2单元 301", "3-2-301", "３号楼２单元３０１室", "三栋二单元301", "3栋301"):
        [found] = ask(counter, "search", name="田桂兰", door=door).json["candidates"]
        assert (found["name"], found["door"]) == ("田**", "3栋")
    assert ask(counter, "search", name="田桂兰", door="3-1-301").json["candidates"] == []
    assert ask(counter, "search", name="田桂", door="3-2-301").json["candidates"] == []


def test_an_old_cards_number_finds_its_household_and_proves_nothing(street: Street, counter: Visitor) -> None:
    person = reading(lambda: people.persons.get(street.community_id, street.resident.person_id))
    transact(lambda: people.households.adopt_old_numbers({"0017": person.household_id}, actor=street.system))
    found = ask(counter, "scan", code=" 0017 ").json
    assert found["kind"] == "people"
    [one] = found["candidates"]
    assert (one["name"], one["door"]) == ("田**", "3栋")
    assert ask(counter, "scan", person=one["person"]).json["kind"] == "proof"
    nobody = ask(counter, "scan", code="0018")
    assert (nobody.status_code, nobody.json["code"]) == (409, "code_not_for_paying")
