"""The leader's sheet: who is expected, who is there, who has gone, and how each was established. It changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from points import people
from points.foundation import Actor, NotFound, clock
from points.volunteering.programme import activity_rows
from points.volunteering.programme.activity_rows import may_hand_in
from points.volunteering.programme.policy import BRIEF, within_plan
from points.volunteering.programme.presence_rows import Presence, expected, presences
from points.volunteering.rulebook import versions


@dataclass(frozen=True)
class ListedPerson:
    """One person on the sheet."""

    person_id: UUID
    public_id: str
    name: str
    door: str
    signed_up: bool
    in_at: datetime | None = None
    in_how: str | None = None
    out_at: datetime | None = None
    out_how: str | None = None


@dataclass(frozen=True)
class AttendanceList:
    """The list of an activity in three parts, absent first. `over`: its time is up, and who is here never left;
    `on_evidence`: handing it in takes a word on what there is to show; `brief`: who would be handed in with next to no
    minutes, and with how many."""

    activity: activity_rows.ActivityInfo
    absent: list[ListedPerson]
    here: list[ListedPerson]
    gone: list[ListedPerson]
    can_close: bool
    can_cancel: bool
    on_evidence: bool
    over: bool
    brief: list[tuple[ListedPerson, int]]

    @property
    def signed_up(self) -> int:
        """How many had put their names down."""
        return sum(row.signed_up for row in (*self.absent, *self.here, *self.gone))

    @property
    def counts(self) -> tuple[int, int, int]:
        """Absent, here, gone."""
        return len(self.absent), len(self.here), len(self.gone)


def read(public_id: str, *, actor: Actor) -> AttendanceList:
    """The sheet of one activity, for its leader and the office; to anybody else it does not exist."""
    found = activity_rows.get(actor.community_id, public_id)
    if not activity_rows.may_see(found, actor):
        raise NotFound
    there = presences(actor.community_id, found.activity_id)
    listed = expected(actor.community_id, found.activity_id)
    cards = people.persons.get_many(actor.community_id, {*there, *listed})
    rows = [_row(cards[one], there.get(one), one in listed) for one in dict.fromkeys([*listed, *there])]
    on_evidence = versions.get(actor.community_id, found.rule_id).on_evidence
    return AttendanceList(
        activity=found,
        absent=[row for row in rows if row.in_at is None],
        here=[row for row in rows if row.in_at is not None and row.out_at is None],
        gone=[row for row in rows if row.out_at is not None],
        can_close=found.status == "open" and may_hand_in(found, bool(there)),
        can_cancel=found.status == "open" and not there,
        on_evidence=on_evidence,
        over=clock.now() >= found.ends_at,
        brief=[] if on_evidence or found.status != "open" else _brief(found, rows),
    )


def _brief(found: activity_rows.ActivityInfo, rows: Sequence[ListedPerson]) -> list[tuple[ListedPerson, int]]:
    now = clock.now()
    counted = [
        (row, within_plan(row.in_at, row.out_at, starts=found.starts_at, ends=found.ends_at, now=now).minutes)
        for row in rows
        if row.in_at is not None
    ]
    return [(row, minutes) for row, minutes in counted if minutes < BRIEF]


def _row(card: people.persons.PersonInfo, there: Presence | None, signed_up: bool) -> ListedPerson:
    if there is None:
        return ListedPerson(card.person_id, card.public_id, card.name, card.door, signed_up)
    return ListedPerson(
        person_id=card.person_id,
        public_id=card.public_id,
        name=card.name,
        door=card.door,
        signed_up=signed_up,
        in_at=there.in_at,
        in_how=there.method_in,
        out_at=there.out_at,
        out_how=there.method_out or None,
    )
