"""Tokens of programs, exactly as they were promised: how one is got, how long it is good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from points import people
from points.foundation import clock, db, transact
from tests.support.street import PASSWORD
from tests.web.api.conftest import REFUSAL, Program, Town, refused


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


def test_a_sign_out_everywhere_ends_tokens(town: Town) -> None:
    opened = town.nobody.post("/tokens", {"username": "leader1", "password": PASSWORD}).get_json()["token"]
    leader = Program(town.nobody.house, opened)
    assert leader.get("/me/statement").status_code in (200, 404)
    with town.nobody.house.app_context():
        transact(lambda: people.accounts.sign_out_everywhere(actor=town.street.staff["leader"]))
        db.session.remove()
    refused(leader.get("/me/statement"), 401, "sign_in_needed")


def test_a_cookie_opens_nothing_in_the_api(town: Town) -> None:
    browser = town.nobody.house.test_client()
    browser.post(
        "/sign-in", data={"username": "tian", "password": PASSWORD}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert browser.get("/api/v1/me/statement").status_code == 401


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


def test_a_missing_password_is_422_and_a_locked_account_429_with_retry_after(town: Town) -> None:
    said = refused(town.nobody.post("/tokens", {"username": "street6"}), 422, "invalid_input")
    assert said["facts"]["field"] == "password"
    for _ in range(5):
        refused(town.nobody.post("/tokens", {"username": "street6", "password": "x"}), 401, "wrong_password")
    locked = town.nobody.post("/tokens", {"username": "street6", "password": PASSWORD})
    refused(locked, 429, "account_locked")
    assert int(locked.headers["Retry-After"]) >= 1
