"""How often somebody may ask."""

from __future__ import annotations

from tests.support.town import Town, enter
from tests.support.visitors import Visitor


def test_guesses_are_slowed_by_name_and_machine_and_not_for_the_whole_office(
    client: Visitor, town: Town
) -> None:
    answers = [enter(client, "somebody", "x").status_code for _ in range(31)]
    assert answers[-1] == 429
    form, to_script = {"username": "somebody", "password": "x"}, {"Accept": "application/json"}
    assert client.post("/sign-in", data=form, headers=to_script).json["code"] == "too_many_tries"
    assert enter(client).status_code == 303
