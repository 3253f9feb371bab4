"""When a machine was last about: noted after something was done at it, at most every quarter of an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from points import people
from points.foundation import clock, reading, transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def seen(street: Street) -> datetime:
    [one] = reading(lambda: people.devices.of_community(street.community_id))
    assert one.last_seen is not None
    return one.last_seen


def test_a_machine_is_noted_by_what_is_done_at_it_and_not_by_looking(client: Visitor, street: Street) -> None:
    made = transact(lambda: people.devices.enrol("柜台一", actor=street.staff["admin"]))
    began = seen(street)
    client.set_cookie("device", made.token)
    enter(client, "clerk2")
    for minutes, method, noted in ((20, "get", 0), (20, "post", 20), (30, "post", 20), (36, "post", 36)):
        clock.set_now(began + timedelta(minutes=minutes))
        if method == "get":
            assert client.get("/counter").status_code == 200
        else:
            client.post("/language", data={"lang": "zh", "next": "/counter"})
        assert seen(street) - began == timedelta(minutes=noted), (minutes, method)


def test_a_machine_that_nobody_enrolled_is_nobody(client: Visitor, street: Street) -> None:
    transact(lambda: people.devices.enrol("柜台一", actor=street.staff["admin"]))
    began = seen(street)
    client.set_cookie("device", "made-up")
    enter(client, "clerk2")
    clock.set_now(began + timedelta(minutes=20))
    client.post("/language", data={"lang": "zh", "next": "/counter"})
    assert seen(street) == began
