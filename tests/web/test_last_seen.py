"""When a program's token was last used and an enrolled machine was last about: by what was done, now and then."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from points import people
from points.foundation import clock, reading, transact
from tests.support.street import PASSWORD, Street, enter
from tests.support.visitors import Visitor


def test_a_token_notes_its_use_when_it_writes_and_not_when_it_reads(app: Flask, street: Street) -> None:
    program = Visitor(app, use_cookies=False)
    made = program.post("/api/v1/tokens", json={"username": "tian", "password": PASSWORD}).json
    headers = {"Authorization": f"Bearer {made['token']}"}

    def used() -> object:
        [one] = reading(lambda: people.tokens.list_own(actor=street.resident))
        return one.used_at

    def makes_a_voucher(number: int) -> None:
        keyed = {**headers, "Idempotency-Key": f"seen-number-{number}"}
        assert program.post("/api/v1/vouchers", json={"tenths": 20}, headers=keyed).status_code == 201

    start = clock.now()
    makes_a_voucher(1)
    assert used() is None, "its day of issue says as much"
    with clock.standing_at(start + timedelta(minutes=20)):
        program.get("/api/v1/me/statement", headers=headers)
        assert used() is None
        makes_a_voucher(2)
        first = used()
        assert first == clock.now()
    with clock.standing_at(start + timedelta(minutes=30)):
        makes_a_voucher(3)
        assert used() == first


def about(street: Street) -> datetime:
    """When the one machine of the street was last about."""
    [one] = reading(lambda: people.devices.of_community(street.community_id))
    assert one.last_seen is not None
    return one.last_seen


def test_a_machine_is_noted_by_what_is_done_at_it_and_not_by_looking(client: Visitor, street: Street) -> None:
    made = transact(lambda: people.devices.enrol("柜台一", actor=street.staff["admin"]))
    began = about(street) + timedelta(minutes=20)
    client.set_cookie("device", made.token)
    clock.set_now(began)
    enter(client, "clerk2")
    assert about(street) == began
    for minutes, method, noted in ((20, "get", 0), (20, "post", 20), (30, "post", 20), (36, "post", 36)):
        clock.set_now(began + timedelta(minutes=minutes))
        if method == "get":
            assert client.get("/counter").status_code == 200
        else:
            client.post("/language", data={"lang": "zh", "next": "/counter"})
        assert about(street) - began == timedelta(minutes=noted), (minutes, method)


def test_a_machine_that_nobody_enrolled_is_nobody(client: Visitor, street: Street) -> None:
    transact(lambda: people.devices.enrol("柜台一", actor=street.staff["admin"]))
    began = about(street)
    client.set_cookie("device", "made-up")
    clock.set_now(began + timedelta(minutes=20))
    enter(client, "clerk2")
    client.post("/language", data={"lang": "zh", "next": "/counter"})
    assert about(street) == began
