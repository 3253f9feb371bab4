"""An activity that its leader keeps the list of, at noon today; one resident has signed up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from points import people, volunteering
from points.foundation import clock, reading, transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


@dataclass
class Morning:
    """The street, what is led there, and the leader's phone."""

    street: Street
    leader: Visitor
    public_id: str
    starts: datetime

    @property
    def address(self) -> str:
        """The page of the list."""
        return f"/lead/{self.public_id}"

    @property
    def resident(self) -> str:
        """The public id of who signed up."""
        person = self.street.resident.person_id
        assert person is not None
        return reading(lambda: people.persons.get(self.street.community_id, person)).public_id

    def begin(self, minutes: int = 5) -> None:
        """So many minutes after its start."""
        clock.set_now(self.starts + timedelta(minutes=minutes))

    def next_day(self) -> None:
        """The same hour tomorrow; the leader signs in again."""
        self.begin(24 * 60)
        enter(self.leader, "leader1")

    def tick(self, what: str, who: str | None = None) -> int:
        """Tick somebody, or the resident; the answer's number."""
        answer = self.leader.post(f"{self.address}/tick", data={"who": who or self.resident, "what": what})
        return answer.status_code


@pytest.fixture
def led(street: Street, client: Visitor) -> Morning:
    """The list at nine in the morning, three hours before anybody comes."""
    clock.set_now(clock.instant(clock.today(), time(9, 0)))
    starts, leader = clock.now() + timedelta(hours=3), street.staff["leader"]

    def work() -> str:
        new = volunteering.rules.NewRule(
            code="R01", name="社区环境清洁", unit="小时", tenths=20, category="志愿服务", counts_hours=True
        )
        [rule] = volunteering.rules.add([new], effective_on=clock.today(), actor=street.system)
        planned = volunteering.activities.plan(
            rule,
            title="周末清洁家园",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            spot="南门",
            leader_id=leader.person_id,
            actor=street.system,
        )
        volunteering.signups.sign_up(planned.public_id, actor=street.resident)
        return planned.public_id

    public_id = transact(work)
    return Morning(street, enter(client, "leader1"), public_id, starts)
