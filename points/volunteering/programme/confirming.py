"""Confirming a list and back-filling one: both make service records, which wait for a second person. They give nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, changed, clock
from points.volunteering.models import Service, SignUp
from points.volunteering.programme import activity_rows, entering
from points.volunteering.programme.activity_rows import may_hand_in, must_be_open, must_keep_list, set_status
from points.volunteering.programme.policy import within_plan
from points.volunteering.programme.presence_rows import Presence, presences
from points.volunteering.programme.refusals import (
    ActivityAhead,
    EvidenceMissing,
    ListEvidenceMissing,
    NobodyHere,
)
from points.volunteering.rulebook import rules
from points.volunteering.rulebook.versions import giving_on


@audit.records.writes("activity.closed", of="activity")
def confirm(public_id: str, *, actor: Actor, evidence: str = "") -> entering.Entered:
    """Confirm the list: one service record for each who was there, a no-show for each who was not.

    What is no service is given on its evidence, which is said here.
    """
    found = activity_rows.get_locked(actor.community_id, public_id)
    must_keep_list(found, actor)
    must_be_open(found)
    if clock.now() < found.starts_at:
        raise ActivityAhead(title=found.title, starts=found.starts_at)
    there = presences(actor.community_id, found.activity_id)
    if not may_hand_in(found, bool(there)):
        raise NobodyHere(title=found.title, ends=found.ends_at)
    rule = giving_on(actor.community_id, found.rule_id, found.day)
    if there and rule.on_evidence and not evidence.strip():
        raise ListEvidenceMissing(title=found.title)
    rows = [_of_presence(actor, found, rule, one, evidence.strip()) for one in there.values()]
    entering.write(rows, actor)
    missing = _note_no_shows(actor.community_id, found.activity_id, set(there))
    set_status(actor.community_id, found.activity_id, "held" if rows else "reviewed")
    minutes = sum(row["minutes"] for row in rows)
    audit.records.record(
        "activity.closed",
        actor=actor,
        subject_kind="activity",
        subject_id=found.activity_id,
        facts={"people": len(rows), "no_shows": missing, "minutes": minutes},
    )
    return entering.Entered(found, len(rows), missing, minutes)


@audit.records.writes("service.evidence_noted", of="activity")
def note_evidence(public_id: str, *, evidence: str, actor: Actor) -> int:
    """Write down what there is to show for those of a list who wait without anything; says how many they are."""
    found = activity_rows.get_locked(actor.community_id, public_id)
    must_keep_list(found, actor)
    if not evidence.strip():
        raise EvidenceMissing
    bare = sa.and_(Service.community_id == actor.community_id, Service.activity_id == found.activity_id)
    noted = changed(
        sa.update(Service)
        .where(bare, Service.status.in_(("submitted", "verified")), Service.evidence == "")
        .values(evidence=evidence.strip(), version=Service.version + 1)
    )
    audit.records.record(
        "service.evidence_noted",
        actor=actor,
        subject_kind="activity",
        subject_id=found.activity_id,
        facts={"people": noted},
        private={"evidence": evidence.strip()},
    )
    return noted


def _of_presence(
    actor: Actor,
    found: activity_rows.ActivityInfo,
    rule: rules.RuleInfo,
    there: Presence,
    evidence: str,
) -> dict[str, Any]:
    span = within_plan(there.in_at, there.out_at, starts=found.starts_at, ends=found.ends_at, now=clock.now())
    return entering.row(
        actor,
        found,
        rule,
        person_id=there.person_id,
        origin="activity",
        method=there.method_in,
        served_on=found.day,
        span=span,
        minutes=span.minutes,
        evidence=evidence,
    )


def _note_no_shows(community_id: UUID, activity_id: UUID, there: set[UUID]) -> int:
    if clock.doubted():
        # who comes at the right time must not find the list closed and themselves absent
        return 0
    return changed(
        sa.update(SignUp)
        .where(SignUp.community_id == community_id, SignUp.activity_id == activity_id)
        .where(SignUp.status == "signed_up", SignUp.person_id.not_in(there))
        .values(status="no_show")
    )
