"""The edges others build on: addresses, statuses and keys of the JSON API, exactly as they were promised."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import jsonschema_rs
import pytest
from werkzeug.test import TestResponse

from points import people
from points.foundation import Busy, clock, db, transact
from points.web.api import vouchers
from tests.api.conftest import Program, Town, hold_to_document
from tests.races.storm import at_once
from tests.street import PASSWORD

REFUSAL = {"code", "message", "next", "facts"}
REDEMPTION = {"receipt", "tenths", "balance_after", "items", "at"}


def refused(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """It is a "no" of this kind in the one shape."""
    said = answer.get_json()
    assert (answer.status_code, said["code"]) == (status, code), said
    assert set(said) == REFUSAL
    assert said["message"]
    assert answer.mimetype == "application/json"
    return said  # type: ignore[no-any-return]


# tokens


def test_a_token_is_201_with_its_end(town: Town) -> None:
    answer = town.nobody.post("/tokens", {"username": "tian", "password": PASSWORD})
    assert answer.status_code == 201
    assert set(answer.get_json()) == {"token", "expires_at"}
    ends = datetime.fromisoformat(answer.get_json()["expires_at"])
    assert timedelta(days=29) < ends - datetime.now(UTC) <= timedelta(days=30)
    assert Program(town.nobody.house, answer.get_json()["token"]).get("/me/statement").status_code == 200


def test_a_phone_number_does_as_well_as_a_name(town: Town) -> None:
    answer = town.nobody.post("/tokens", {"username": "138 0000 0001", "password": PASSWORD})
    assert answer.status_code == 201


def test_a_wrong_password_is_401_and_says_neither_who_nor_why(town: Town) -> None:
    wrong = town.nobody.post("/tokens", {"username": "tian", "password": "wrong"})
    unknown = town.nobody.post("/tokens", {"username": "niemand", "password": "wrong"})
    assert refused(wrong, 401, "wrong_password") == refused(unknown, 401, "wrong_password")


@pytest.mark.parametrize(
    "path, method", [("/me/statement", "GET"), ("/vouchers", "POST"), ("/redemptions", "POST")]
)
def test_without_a_good_token_everything_is_401(town: Town, path: str, method: str) -> None:
    for token in ("", "of-nobody"):
        program = Program(town.nobody.house, token)
        answer = program.get(path) if method == "GET" else program.post(path, {}, key=town.key())
        refused(answer, 401, "sign_in_needed")


def test_a_token_that_is_out_of_date_is_401(town: Town) -> None:
    clock.set_now(clock.now() + timedelta(days=31))
    refused(town.resident.get("/me/statement"), 401, "sign_in_needed")


# the statement


def test_a_statement_has_the_promised_keys_and_no_others(town: Town) -> None:
    said = town.resident.get("/me/statement").get_json()
    assert set(said) == {"available", "held", "hours", "entries", "next"}
    assert {type(said[name]) for name in ("available", "held", "hours")} == {int}
    for entry in said["entries"]:
        assert set(entry) == {"id", "at", "tenths", "balance_after", "what", "origin"}
        assert datetime.fromisoformat(entry["at"]).utcoffset() == timedelta(0)


def test_pages_of_a_statement_follow_each_other_without_a_gap(town: Town) -> None:
    for _ in range(3):
        town.voucher(5)
    whole = town.resident.get("/me/statement?limit=100").get_json()
    seen, before = [], ""
    while before is not None:
        page = town.resident.get(
            f"/me/statement?limit=2&before={before}" if before else "/me/statement?limit=2"
        )
        seen += page.get_json()["entries"]
        before = page.get_json()["next"]
    assert seen == whole["entries"]
    assert whole["next"] is None
    assert len({entry["id"] for entry in seen}) == len(seen)


def test_what_a_voucher_sets_aside_is_held_and_not_available(town: Town) -> None:
    before = town.resident.get("/me/statement").get_json()
    town.voucher(35)
    after = town.resident.get("/me/statement").get_json()
    assert (after["available"], after["held"]) == (before["available"] - 35, before["held"] + 35)


# vouchers


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


# redemptions


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


def test_the_same_scan_with_another_basket_is_409(town: Town) -> None:
    code, scan_id = town.voucher(60)["code"], town.key("scan")
    assert town.sale(code, ("G07", 1), scan_id=scan_id).status_code == 201
    refused(town.sale(code, ("G07", 2), scan_id=scan_id), 409, "request_key_reused")


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


def test_an_answer_that_is_not_in_the_document_would_be_seen(town: Town) -> None:
    other = town.resident.get("/vouchers")
    assert other.status_code == 405
    with pytest.raises(AssertionError):
        hold_to_document(town.nobody.house, "POST", "/vouchers", other)
    refusal = town.nobody.get("/me/statement")
    refusal.status_code = 200
    with pytest.raises(jsonschema_rs.ValidationError):
        hold_to_document(town.nobody.house, "GET", "/me/statement", refusal)


# input that breaks the schema

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


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "before=0", "before=x", "before=99999999999999999999"]
)
def test_a_query_out_of_bounds_is_422(town: Town, query: str) -> None:
    said = refused(town.resident.get(f"/me/statement?{query}"), 422, "invalid_input")
    assert said["facts"]["field"] == query.split("=", maxsplit=1)[0]


# limits, languages, other edges


def test_too_many_tries_are_429_with_retry_after(town: Town) -> None:
    answer = None
    for _ in range(40):
        answer = town.nobody.post("/tokens", {"username": "somebody", "password": "x"})
        if answer.status_code == 429:
            break
    assert answer is not None
    assert answer.status_code == 429
    assert set(answer.get_json()) == REFUSAL
    assert int(answer.headers["Retry-After"]) >= 1


def test_a_busy_house_is_503_with_retry_after(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(vouchers.audit, "attempt", busy)
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


def test_nothing_of_the_api_is_kept_by_a_cache_or_sets_a_cookie(town: Town) -> None:
    for answer in (town.resident.get("/me/statement"), town.nobody.get("/me/statement")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers


def test_a_cookie_opens_nothing_in_the_api(town: Town) -> None:
    browser = town.nobody.house.test_client()
    browser.post(
        "/sign-in", data={"username": "tian", "password": PASSWORD}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert browser.get("/api/v1/me/statement").status_code == 401


def test_a_sign_out_everywhere_ends_tokens(town: Town) -> None:
    opened = town.nobody.post("/tokens", {"username": "leader1", "password": PASSWORD}).get_json()["token"]
    leader = Program(town.nobody.house, opened)
    assert leader.get("/me/statement").status_code in (200, 404)
    with town.nobody.house.app_context():
        transact(lambda: people.accounts.sign_out_everywhere(actor=town.street.staff["leader"]))
        db.session.remove()
    refused(leader.get("/me/statement"), 401, "sign_in_needed")
