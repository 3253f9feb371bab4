"""A resident's statement for programs, exactly as it was promised."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from points.foundation import db, transact
from tests.support.books import award
from tests.support.statements import Counted, counting
from tests.web.api.conftest import Town, refused


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


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "before=0", "before=x", "before=99999999999999999999"]
)
def test_a_query_out_of_bounds_is_422(town: Town, query: str) -> None:
    said = refused(town.resident.get(f"/me/statement?{query}"), 422, "invalid_input")
    assert said["facts"]["field"] == query.split("=", maxsplit=1)[0]


def test_nothing_of_the_api_is_kept_by_a_cache_or_sets_a_cookie(town: Town) -> None:
    for answer in (town.resident.get("/me/statement"), town.nobody.get("/me/statement")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers


def asked_for_the_newest(town: Town) -> Counted:
    """What one reading of the balance asks of the database, from who asks to the answer."""
    with town.nobody.house.app_context(), counting(db.engine) as seen:
        assert town.resident.get("/me/statement?limit=1").status_code == 200
    return seen


def test_a_balance_takes_at_most_four_statements_whatever_the_newest_line_is(town: Town) -> None:
    person = town.street.resident.person_id
    assert person is not None
    with town.nobody.house.app_context():
        transact(lambda: award(town.street, person, 60))
    seen = [asked_for_the_newest(town)]
    made = town.voucher(20)
    seen.append(asked_for_the_newest(town))
    assert town.sale(made["code"], ("G07", 1)).status_code == 201
    seen.append(asked_for_the_newest(town))
    assert [one.number for one in seen] == [4, 3, 4]
    assert {one.begun for one in seen} == {1}
