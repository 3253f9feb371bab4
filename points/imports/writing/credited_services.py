"""Writes every earned line of the books as a credited service, with its attendance where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypedDict
from uuid import UUID

from points import volunteering
from points.foundation import new_id
from points.imports.lines import ActivityLine, AttendanceLine, EarnedLine
from points.imports.writing.activities import times_of
from points.imports.writing.batch import OpenBatch, in_parts
from points.imports.writing.postings import Posted
from points.imports.writing.rules import OTHER

#: why an award of nothing: the hours are on a sign-in sheet, the points are not in the register
WITHOUT_POINTS = "imported_without_points"


@dataclass(frozen=True)
class _Attended:
    activity: ActivityLine
    line: AttendanceLine


class _Hours(TypedDict, total=False):
    minutes: int
    activity_id: UUID
    in_at: datetime
    out_at: datetime | None
    ends_at: datetime


def write_services(
    batch: OpenBatch, rules: dict[str, volunteering.rules.RuleInfo], earned: list[Posted]
) -> None:
    """One service for each earned line, and one without points for each attendance that has no line."""
    made = _Services(batch, rules)
    write = partial(volunteering.history.write_services, actor=batch.actor)
    for some in in_parts(earned):
        write([made.paid(posted) for posted in some])
    for others in in_parts(made.waiting()):
        write([made.unpaid(attended) for attended in others])


class _Services:
    """What is needed to make services of lines: the lists, and who sits on which already."""

    def __init__(self, batch: OpenBatch, rules: dict[str, volunteering.rules.RuleInfo]) -> None:
        self.batch, self.rules = batch, rules
        attended = [
            _Attended(activity, one) for activity in batch.books.activities for one in activity.attendances
        ]
        self._open = {one.line.key: one for one in attended if batch.is_new(one.line.key)}
        self._of_line = {line: key for key, line in batch.books.links.items()}
        activities = {batch.subject(activity.key) for activity in batch.books.activities}
        held = {activity for activity in activities if activity is not None}
        self._seats = volunteering.history.already_there(batch.community_id, held)

    def paid(self, posted: Posted) -> volunteering.history.OldService:
        """The service that an earned line was for."""
        taken, done = posted
        line = taken.posting.line
        assert isinstance(line, EarnedLine)
        rule = self.rules[line.rule or OTHER.code]
        attended = self._open.pop(self._of_line.get(line.key, ""), None)
        hours = self._hours(attended, rule, taken.person_id) if attended else _Hours(minutes=0)
        service = volunteering.history.OldService(
            person_id=taken.person_id,
            rule_id=rule.rule_id,
            rule_version=rule.version,
            account_id=taken.account_id,
            served_on=line.day,
            what=line.matter or rule.name,
            tenths=line.tenths,
            quantity_tenths=line.tenths * 10 // rule.tenths if rule.tenths else 10,
            transfer_id=done.transfer_id,
            award_id=taken.subject_id,
            **hours,
        )
        self.batch.took("earned", line.key, line.origin, service.award_id)
        if attended:
            self.batch.took("attendance", attended.line.key, attended.line.origin, service.award_id)
        return service

    def waiting(self) -> list[_Attended]:
        """Attendances that no earned line has taken."""
        return list(self._open.values())

    def unpaid(self, attended: _Attended) -> volunteering.history.OldService:
        """Hours without points: the sheet has them, the register does not."""
        line, activity = attended.line, attended.activity
        rule = self.rules[activity.rule]
        person_id = self.batch.subject(line.person)
        home = self.batch.homes[line.household]
        if person_id is None or home.account_id is None:
            raise LookupError(line.key)
        service = volunteering.history.OldService(
            person_id=person_id,
            rule_id=rule.rule_id,
            rule_version=rule.version,
            account_id=home.account_id,
            served_on=activity.day,
            what=activity.title,
            tenths=0,
            quantity_tenths=line.minutes // 6,
            transfer_id=None,
            award_id=new_id(),
            reason=WITHOUT_POINTS,
            **self._hours(attended, rule, person_id),
        )
        self.batch.took("attendance", line.key, line.origin, service.award_id)
        return service

    def _hours(self, attended: _Attended, rule: volunteering.rules.RuleInfo, person_id: UUID) -> _Hours:
        """When it was, and how long where the rule counts hours; a second shift has no seat on the same list."""
        in_at, out_at, ends_at = times_of(attended.activity, attended.line)
        minutes = attended.line.minutes if rule.counts_hours else 0
        hours = _Hours(minutes=minutes, in_at=in_at, out_at=out_at, ends_at=ends_at)
        activity_id = self.batch.subject(attended.activity.key)
        if activity_id is not None and (activity_id, person_id) not in self._seats:
            self._seats.add((activity_id, person_id))
            hours["activity_id"] = activity_id
        return hours
