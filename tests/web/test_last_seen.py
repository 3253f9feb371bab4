"""When a program's token was last used: by what it wrote, now and then."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from points import people
from points.foundation import clock, reading
from tests.support.street import PASSWORD, Street
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
