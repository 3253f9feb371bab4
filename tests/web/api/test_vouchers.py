"""Vouchers and redemptions for programs: addresses, statuses and keys, exactly as they were promised."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from points import goods, people
from points.foundation import Busy, clock, db, transact
from points.web.api import vouchers
from tests.races.storm import at_once
from tests.support.databases import Workshop
from tests.support.statements import Counted, counting, wired
from tests.web.api.conftest import REFUSAL, Program, Town, hold_to_document, refused

REDEMPTION = {"receipt", "tenths", "balance_after", "items", "at"}


def test_a_voucher_is_201_with_a_code_a_day_and_a_picture(town: Town) -> None:
    answer = town.resident.post("/vouchers", {"tenths": 265, "shop": 1, "days": 3}, key=town.key())
    assert answer.status_code == 201
    said = answer.get_json()
    assert set(said) == {"id", "code", "tenths", "valid_until", "qr"}
    assert said["tenths"] == 265
    assert date.fromisoformat(said["valid_until"]) == clock.today() + timedelta(days=2)
    assert re.fullmatch(r"87\d{212}", said["code"])
    assert "<svg" in said["qr"]


def test_the_same_key_again_gives_the_same_voucher_and_another_body_is_409(town: Town) -> None:
    key = town.key()
    first = town.resident.post("/vouchers", {"tenths": 50}, key=key)
    held = town.resident.get("/me/statement").get_json()["held"]
    again = town.resident.post("/vouchers", {"tenths": 50}, key=key)
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    refused(town.resident.post("/vouchers", {"tenths": 55}, key=key), 409, "request_key_reused")
    assert town.resident.get("/me/statement").get_json()["held"] == held


def test_a_voucher_without_a_key_is_422_naming_the_header(town: Town) -> None:
    said = refused(town.resident.post("/vouchers", {"tenths": 50}), 422, "invalid_input")
    assert said["facts"]["field"] == "Idempotency-Key"


def test_more_than_there_is_is_409_with_the_gap(town: Town) -> None:
    small = town.key()
    available = town.resident.get("/me/statement").get_json()["available"]
    while available >= 10000:
        town.voucher(10000)
        available -= 10000
    said = refused(town.resident.post("/vouchers", {"tenths": 10000}, key=small), 409, "points_held")
    assert said["facts"]["gap"] == 10000 - available


def test_a_shop_that_is_not_here_and_a_clerk_who_asks_for_a_voucher_are_404(town: Town) -> None:
    refused(town.resident.post("/vouchers", {"tenths": 50, "shop": 99}, key=town.key()), 404, "not_found")


def test_a_redemption_is_201_and_the_same_scan_again_is_200_with_the_same_body(town: Town) -> None:
    code, scan_id = town.voucher(60)["code"], town.key("scan")
    first = town.sale(code, ("G07", 2), ("6900000011058", 1), scan_id=scan_id)
    assert first.status_code == 201
    said = first.get_json()
    assert set(said) >= REDEMPTION
    assert said["tenths"] == 45
    assert [(one["item"], one["quantity"]) for one in said["items"]] == [("G07", 2), ("G06", 1)]
    assert datetime.fromisoformat(said["at"]).utcoffset() == timedelta(0)
    again = town.sale(code, ("G07", 2), ("6900000011058", 1), scan_id=scan_id)
    assert (again.status_code, again.get_json()) == (200, said)
    assert again.data == first.data


def test_codes_are_read_as_the_counter_reads_them(town: Town) -> None:
    code, scan_id = town.voucher(60)["code"], town.key("scan")
    done = town.sale(f"]Q1{code}\r\n", ("6 900000 011065", 1), ("]E06900000011065", 1), scan_id=scan_id)
    assert [(one["item"], one["quantity"]) for one in done.get_json()["items"]] == [("G07", 2)]
    said = refused(town.sale("1234567", ("G07", 1), scan_id=town.key("scan")), 409, "digit_missing")
    assert said["facts"] == {"have": 7, "need": 8}


def test_what_became_of_a_scan_is_asked_and_asking_sells_nothing(town: Town) -> None:
    code = town.voucher(20)["code"]
    body = {"code": code, "items": [{"item": "G07", "quantity": 1}], "scan_id": town.key("scan")}
    none = town.clerk.post("/redemptions/asked", {"scan_id": body["scan_id"]})
    refused(none, 404, "not_sold")
    sold = town.clerk.post("/redemptions", body)
    asked = town.clerk.post("/redemptions/asked", {"scan_id": body["scan_id"]})
    assert (asked.status_code, asked.get_json()) == (200, sold.get_json())
    refused(town.resident.post("/redemptions/asked", {"scan_id": body["scan_id"]}), 404, "not_found")


def test_the_same_scan_with_another_basket_is_409(town: Town) -> None:
    code, scan_id = town.voucher(60)["code"], town.key("scan")
    assert town.sale(code, ("G07", 1), scan_id=scan_id).status_code == 201
    refused(town.sale(code, ("G07", 2), scan_id=scan_id), 409, "request_key_reused")


def test_a_sum_that_is_not_the_one_expected_sells_nothing(town: Town) -> None:
    body = {
        "code": town.voucher(60)["code"],
        "items": [{"item": "G07", "quantity": 2}],
        "scan_id": town.key("scan"),
    }
    said = refused(town.clerk.post("/redemptions", {**body, "expected_tenths": 35}), 409, "price_changed")
    assert (said["facts"]["shown"], said["facts"]["tenths"]) == (35, 40)
    sold = town.clerk.post("/redemptions", {**body, "expected_tenths": 40})
    assert (sold.status_code, sold.get_json()["tenths"]) == (201, 40)
    # a stored answer is given whatever is expected now
    again = town.clerk.post("/redemptions", {**body, "expected_tenths": 35})
    assert (again.status_code, again.get_json()) == (200, sold.get_json())


def test_refusals_are_409_with_the_facts_that_would_help(town: Town) -> None:
    code = town.voucher(60)["code"]
    said = refused(town.sale(code, ("G07", 4)), 409, "voucher_too_small")
    assert said["facts"]["gap"] == 20
    assert said["next"]
    refused(town.sale(code, ("6999999999994", 1)), 409, "item_unknown")
    refused(town.sale(code, ("G03", 1)), 409, "voucher_too_small")
    assert town.sale(code, ("G07", 1)).status_code == 201
    assert refused(town.sale(code, ("G07", 1)), 409, "voucher_used")["facts"]["receipt"]


@pytest.mark.parametrize(
    "code", ["1", "hello", "87" + "0" * 212, "8" * 26, "86" + "1" * 41, "券", "\x1d", "0" * 400]
)
def test_a_code_that_is_none_of_ours_is_refused_and_never_a_fault(town: Town, code: str) -> None:
    answer = town.sale(code, ("G07", 1))
    assert answer.status_code == 409, answer.json
    assert set(answer.get_json()) == REFUSAL


def test_only_clerks_redeem_and_who_is_none_is_told_there_is_nothing(town: Town) -> None:
    body = {"code": "1", "items": [{"item": "G07", "quantity": 1}], "scan_id": "12345678"}
    for program in (town.resident, town.officer):
        refused(program.post("/redemptions", body), 404, "not_found")
    assert town.clerk.get("/nothing-here").status_code == 404
    refused(town.nobody.get("/nothing-here"), 404, "not_found")


def test_the_same_scan_sent_at_once_is_one_redemption_with_one_body(town: Town) -> None:
    code, scan_id = town.voucher(60)["code"], town.key("scan")
    outcomes = at_once(town.nobody.house, [lambda: town.sale(code, ("G07", 1), scan_id=scan_id)] * 5)
    said = [one.answer for one in outcomes if one.answer is not None]
    assert sorted(answer.status_code for answer in said) == [200, 200, 200, 200, 201]
    assert len({answer.data for answer in said}) == 1


GOOD = {"code": "1", "items": [{"item": "G07", "quantity": 1}], "scan_id": "12345678"}

BAD_REDEMPTIONS: list[tuple[Any, str]] = [
    ({**GOOD, "scan_id": "short"}, "scan_id"),
    ({name: value for name, value in GOOD.items() if name != "code"}, "code"),
    ({**GOOD, "items": []}, "items"),
    ({**GOOD, "items": [{"item": "G07", "quantity": 0}]}, "items.0.quantity"),
    ({**GOOD, "items": [{"item": "G07", "quantity": 1.5}]}, "items.0.quantity"),
    ({**GOOD, "items": [{"item": 7, "quantity": 1}]}, "items.0.item"),
    ({**GOOD, "items": "G07"}, "items"),
    ({**GOOD, "price": 1}, "price"),
]


@pytest.mark.parametrize(
    "body, field", BAD_REDEMPTIONS, ids=[field + str(n) for n, (_, field) in enumerate(BAD_REDEMPTIONS)]
)
def test_input_that_breaks_the_schema_is_422_and_names_the_field(town: Town, body: Any, field: str) -> None:
    said = refused(town.clerk.post("/redemptions", body), 422, "invalid_input")
    assert said["facts"]["field"] == field
    assert field in said["message"]


@pytest.mark.parametrize("tenths", [0, 4, 10001, -5, "5", 5.5, None, True])
def test_a_vouchers_amount_is_whole_tenths_within_its_bounds(town: Town, tenths: object) -> None:
    said = refused(town.resident.post("/vouchers", {"tenths": tenths}, key=town.key()), 422, "invalid_input")
    assert said["facts"]["field"] == "tenths"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b"1e400"])
def test_a_body_that_is_no_json_object_is_422(town: Town, data: bytes) -> None:
    answer = town.clerk.post("/redemptions", data=data, headers={"Content-Type": "application/json"})
    refused(answer, 422, "invalid_input")


def test_a_busy_house_is_503_with_retry_after(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(vouchers.audit.records, "attempt", busy)
    answer = town.resident.post("/vouchers", {"tenths": 50}, key=town.key())
    refused(answer, 503, "busy")
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "asked, words",
    [
        ("zh-CN,zh;q=0.9", "换一个新编号"),
        ("en-GB,en;q=0.8", "Submit it again"),
        ("fr, en;q=0.5", "Submit it again"),
    ],
)
def test_sentences_follow_accept_language(town: Town, asked: str, words: str) -> None:
    program, key = Program(town.nobody.house, town.resident.token, asked), town.key()
    program.post("/vouchers", {"tenths": 5}, key=key)
    said = refused(program.post("/vouchers", {"tenths": 10}, key=key), 409, "request_key_reused")
    assert words in said["next"]


def test_a_wrong_verb_is_405_and_says_which_do(town: Town) -> None:
    answer = town.resident.get("/vouchers")
    refused(answer, 405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_an_answer_that_is_not_in_the_document_would_be_seen(town: Town) -> None:
    other = town.resident.get("/vouchers")
    assert other.status_code == 405
    with pytest.raises(AssertionError):
        hold_to_document(town.nobody.house, "POST", "/vouchers", other)
    refusal = town.nobody.get("/me/statement")
    refusal.status_code = 200
    with pytest.raises(jsonschema_rs.ValidationError):
        hold_to_document(town.nobody.house, "GET", "/me/statement", refusal)


def asked_by(town: Town, code: str, *items: tuple[str, int]) -> Counted:
    """What one redemption asks of the database, from who asks to the answer."""
    with town.nobody.house.app_context(), counting(db.engine) as seen:
        assert town.sale(code, *items).status_code == 201
    return seen


def test_a_voucher_spent_whole_takes_16_statements_and_two_transactions(town: Town) -> None:
    seen = asked_by(town, town.voucher(40)["code"], ("G07", 2))
    assert seen.number <= 16, "\n".join(seen.statements)
    assert seen.begun == 2


def test_a_voucher_spent_in_part_on_two_goods_one_limited_takes_19(town: Town) -> None:
    """One of them asks whose purse it is, as nobody serves themselves."""
    seen = asked_by(town, town.voucher(100)["code"], ("G07", 2), ("G06", 1))
    assert seen.number <= 19, "\n".join(seen.statements)
    assert seen.begun == 2


def test_lots_and_goods_take_no_more_statements(town: Town) -> None:
    few = asked_by(town, town.voucher(30)["code"], ("G07", 1), ("G06", 1))
    with town.nobody.house.app_context():
        for day in range(50):
            town.street.give(10, lapses_on=clock.today() + timedelta(days=30 + day))
    whole = town.voucher(600)["code"]
    basket = (("G01", 1), ("G02", 1), ("G06", 1), ("G07", 1), ("G32", 1))
    many = asked_by(town, whole, ("G07", 1), ("G06", 1))
    broad = asked_by(town, town.voucher(2000)["code"], *basket)
    assert few.number == many.number == broad.number


def test_a_scanned_card_takes_two_transactions(town: Town) -> None:
    person = town.street.resident.person_id
    assert person is not None
    with town.nobody.house.app_context():
        card = transact(
            lambda: people.cards.issue(person, kind="household", actor=town.street.system, pin=None)
        )
    assert asked_by(town, card.token, ("G07", 1)).begun == 2


@pytest.mark.only_on("postgresql")
def test_a_redemption_waits_at_the_socket_at_most_24_times(
    town: Town, house: Flask, workshop: Workshop
) -> None:
    more = [
        goods.stock.Delivery(f"more-{code}", town.street.items[code], 50, clock.today())
        for code in ("G02", "G07")
    ]
    with house.app_context():
        transact(lambda: goods.stock.receive(town.street.community_id, more, actor=town.street.clerk))
        codes = [town.voucher(300)["code"] for _ in range(9)]
    with wired(workshop, house) as (before, behind):
        there = Town(town.street, town.nobody, town.resident, Program(behind, town.clerk.token), town.officer)
        # the driver prepares a statement once it was run a few times, which is a trip more that once
        for code in codes[:-1]:
            answer = there.sale(code, ("G07", 2), ("G02", 1))
            assert answer.status_code == 201, answer.get_json()
        before.reset()
        assert there.sale(codes[-1], ("G07", 2), ("G02", 1)).status_code == 201
        assert 0 < before.trips <= 24
