"""Signing up for an activity and withdrawing, from the page that offers it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from points import volunteering
from points.foundation import clock, reading, transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


@pytest.fixture
def planned(street: Street) -> str:
    """An activity of tomorrow with one place."""
    starts = clock.now() + timedelta(days=1)

    def work() -> str:
        new = volunteering.rules.NewRule(
            code="R01", name="社区环境清洁", unit="小时", tenths=20, counts_hours=True
        )
        [rule] = volunteering.rules.add([new], effective_on=clock.today(), actor=street.system)
        return volunteering.activities.plan(
            rule,
            title="周末清洁家园",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            spot="南门",
            leader_id=street.staff["leader"].person_id,
            capacity=1,
            actor=street.system,
        ).public_id

    return transact(work)


def mine(street: Street) -> bool:
    """Whether the resident is signed up."""
    return [one.mine for one in reading(lambda: volunteering.lists.open_to(street.resident))] == [True]


def test_one_signs_up_and_withdraws(street: Street, client: Visitor, planned: str) -> None:
    assert "周末清洁家园" in enter(client, "tian").get("/earn").text
    assert client.post(f"/activities/{planned}/sign-up").status_code == 302
    assert mine(street)
    assert client.post(f"/activities/{planned}/withdraw").status_code == 302
    assert not mine(street)


def test_a_refusal_is_said_on_the_same_page(street: Street, client: Visitor, planned: str) -> None:
    enter(client, "tian").post(f"/activities/{planned}/sign-up")
    again = client.post(f"/activities/{planned}/sign-up")
    assert again.status_code in (409, 422)
    assert "周末清洁家园" in again.text


def test_an_activity_that_nobody_planned_is_not_there(street: Street, client: Visitor) -> None:
    assert enter(client, "tian").post("/activities/axxxxxxxxxxx/sign-up").status_code == 404
