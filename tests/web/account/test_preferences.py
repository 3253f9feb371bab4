"""What is kept with a person or a machine: the language, the large letters, a known counter."""

from __future__ import annotations

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
