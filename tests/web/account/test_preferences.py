"""What is kept with a person or a machine: the language, the large letters, a known counter."""

from __future__ import annotations

import re

from flask import Flask

from points import audit, people
from points.foundation import reading
from tests.support.town import Town, enter, resident_account
from tests.support.visitors import Visitor


def test_the_language_and_the_large_letters_are_kept_with_the_person(client: Visitor, town: Town) -> None:
    resident_account(town)
    enter(client, "tian")
    assert client.post("/language", data={"lang": "en", "next": "/password"}).location == "/password"
    client.post("/care", data={"care": "1"})
    card = people.persons.get(town.community_id, town.tian)
    assert (card.language, card.care_mode) == ("en", True)


def test_an_enrolled_counter_is_known_by_its_cookie_in_every_action(client: Visitor, town: Town) -> None:
    enter(client, "shilei")
    assert client.post("/device", data={"name": "柜台一"}).status_code == 303
    client.post("/sign-out-everywhere")
    lines = reading(
        lambda: audit.trail.read(town.community_id, audit.trail.TrailFilter(actor_id=town.admin_account))
    )
    known = {line.action: line.device_id for line in lines}
    assert known["device.enrolled"] is None
    assert known["account.signed_out_everywhere"] in {
        one.device_id for one in reading(lambda: people.devices.of_community(town.community_id))
    }


def test_a_stranger_keeps_language_and_letters_on_this_machine_only(
    client: Visitor, town: Town, app: Flask
) -> None:
    assert client.post("/language", data={"lang": "en", "next": "//evil.example"}).location == "/"
    assert english(client)
    client.post("/language", data={"lang": "tlh"})
    assert english(client)
    assert not english(app.test_client())  # type: ignore[arg-type]


def test_only_who_enrols_devices_enrols_one_and_it_needs_a_name(client: Visitor, town: Town) -> None:
    enter(client, "shilei")
    assert client.post("/device", data={"name": ""}).status_code == 422
    enter(client)
    assert client.post("/device", data={"name": "柜台一"}).status_code == 404
    assert reading(lambda: people.devices.of_community(town.community_id)) == []


def english(client: Visitor) -> bool:
    """Whether pages speak English to this browser."""
    return re.search(r'<html[^>]* lang="en"', client.get("/sign-in").text) is not None
