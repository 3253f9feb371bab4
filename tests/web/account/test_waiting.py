"""Somebody who can sign in and whose role does not count yet is told so, and what to do."""

from __future__ import annotations

from datetime import timedelta

from points import people
from points.foundation import clock, reading, transact
from tests.support.town import PASSWORD, Town, enter
from tests.support.visitors import Visitor


def newcomer(town: Town) -> tuple[str, people.roles.RoleHeld]:
    """Somebody of staff from elsewhere, with a role of an officer that waits."""
    admin = town.admin

    def work() -> tuple[str, people.roles.RoleHeld]:
        person = people.residents.register("吴芳", actor=town.house)
        account = people.accounts.create(person, actor=town.house, username="wufang", password=PASSWORD)
        people.nominations.propose(person, "officer", place_id=town.community_id, actor=admin)
        [held] = people.roles.held_by(town.community_id, account)
        return "wufang", held

    return transact(work)


def test_who_waits_for_a_yes_begins_on_a_page_that_says_so(town: Town, client: Visitor) -> None:
    username, held = newcomer(town)
    assert enter(client, username).location == "/waiting"
    page = client.get("/waiting").text
    assert "社区专干" in page
    assert "还等另一个人确认" in page
    transact(lambda: people.nominations.confirm(held.grant_id, actor=town.house))
    assert "起算" in client.get("/waiting").text
    clock.set_now(clock.now() + timedelta(days=1))
    assert enter(client, username).location != "/waiting"
    answer = client.get("/waiting")
    assert (answer.status_code, answer.location) == (303, "/desk")


def test_who_has_no_role_at_all_is_told_whom_to_ask(town: Town, client: Visitor) -> None:
    transact(
        lambda: people.accounts.create(
            people.residents.register("吴芳", actor=town.house),
            actor=town.house,
            username="wufang",
            password=PASSWORD,
        )
    )
    assert enter(client, "wufang").location == "/waiting"
    assert "还没有岗位" in client.get("/waiting").text
    assert reading(lambda: people.accounts.find("wufang"))
