"""Tokens of programs, exactly as they were promised: how one is got, how long it is good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from points import people
from points.foundation import clock, db, transact
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor
from tests.web.api.conftest import REFUSAL, Program, Town, refused


def test_a_token_is_201_with_its_end(town: Town) -> None:
    answer = town.nobody.post("/tokens", {"username": "tian", "password": PASSWORD})
    assert answer.status_code == 201
    assert set(answer.get_json()) == {"token", "scope", "expires_at"}
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


def test_a_token_is_for_what_its_owner_does_unless_less_is_asked(town: Town) -> None:
    for username, scope in (("tian", "own"), ("clerk2", "counter"), ("officer0", "own")):
        answer = town.nobody.post("/tokens", {"username": username, "password": PASSWORD})
        assert answer.get_json()["scope"] == scope
    said = town.nobody.post("/tokens", {"username": "tian", "password": PASSWORD, "scope": "desk"})
    assert refused(said, 422, "invalid_input")["facts"]["field"] == "scope"


def test_a_token_does_nothing_but_what_it_is_for(town: Town) -> None:
    """The owner may both; the token may one."""
    with town.nobody.house.app_context():
        home = transact(lambda: people.households.add("777", actor=town.street.system))
        who = transact(
            lambda: people.residents.register("店里的居民", actor=town.street.system, household_id=home)
        )
        account = transact(
            lambda: people.accounts.create(who, actor=town.street.system, username="both", password=PASSWORD)
        )
        transact(
            lambda: people.roles.grant(
                account, "clerk", place_id=town.street.community_id, actor=town.street.system
            )
        )
        db.session.remove()

    def program(scope: str) -> Program:
        asked = {"username": "both", "password": PASSWORD, "scope": scope}
        return Program(town.nobody.house, town.nobody.post("/tokens", asked).get_json()["token"])

    sale = {"code": "x", "items": [{"item": "G06", "quantity": 1}], "scan_id": town.key("scan")}
    counter, own, read = program("counter"), program("own"), program("read")
    refused(counter.get("/me/statement"), 403, "token_for_other")
    refused(counter.post("/vouchers", {"tenths": 20}, key=town.key()), 403, "token_for_other")
    refused(own.post("/redemptions", sale), 403, "token_for_other")
    refused(read.post("/vouchers", {"tenths": 20}, key=town.key()), 403, "token_for_other")
    refused(read.post("/redemptions", sale), 403, "token_for_other")
    assert counter.post("/redemptions", sale).status_code not in (401, 403)
    assert own.post("/vouchers", {"tenths": 20}, key=town.key()).status_code not in (401, 403)
    assert (own.get("/me/statement").status_code, read.get("/me/statement").status_code) == (200, 200)


def test_no_token_opens_a_page_of_the_desk(town: Town) -> None:
    for path in ("/desk/people", "/counter", "/sessions"):
        for program in (town.clerk, town.officer):
            headers = {"Authorization": f"Bearer {program.token}"}
            answer = Visitor(town.nobody.house, use_cookies=False).get(path, headers=headers)
            assert answer.status_code == 303
            assert "/sign-in" in answer.location


@pytest.mark.parametrize(("username", "days"), [("clerk2", 90), ("tian", 30)])
def test_a_token_of_staff_lasts_ninety_days_at_most_and_a_residents_thirty(
    town: Town, username: str, days: int
) -> None:
    asked = {"username": username, "password": PASSWORD, "days": 90}
    ends = datetime.fromisoformat(town.nobody.post("/tokens", asked).get_json()["expires_at"])
    assert timedelta(days=days - 1) < ends - datetime.now(UTC) <= timedelta(days=days)
    refused(town.nobody.post("/tokens", {**asked, "days": 91}), 422, "invalid_input")


def test_a_lost_token_is_given_again_for_ten_minutes_to_the_same_request(town: Town) -> None:
    body, key = {"username": "tian", "password": PASSWORD}, town.key()
    first = town.nobody.post("/tokens", body, key=key)
    again = town.nobody.post("/tokens", body, key=key)
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    refused(town.nobody.post("/tokens", {**body, "password": "wrong"}, key=key), 401, "wrong_password")
    another = town.nobody.post("/tokens", body, key=town.key()).get_json()["token"]
    assert another != first.get_json()["token"]
    clock.set_now(clock.now() + timedelta(minutes=11))
    refused(town.nobody.post("/tokens", body, key=key), 409, "printed_before")


def test_a_token_is_not_kept(town: Town) -> None:
    key = town.key()
    token = town.nobody.post("/tokens", {"username": "tian", "password": PASSWORD}, key=key).get_json()[
        "token"
    ]
    with town.nobody.house.app_context(), db.engine.connect() as connection:
        kept = [
            str(tuple(row)) for one in db.metadata.sorted_tables for row in connection.execute(sa.select(one))
        ]
    assert not [row for row in kept if token in row or key in row]
