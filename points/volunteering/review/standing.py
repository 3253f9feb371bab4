"""Whether a decision still stands open: whose it is, and whether nothing was credited yet. It changes nothing."""

from __future__ import annotations

from points.foundation import Actor, clock
from points.volunteering.services.policy import ServiceRecord

#: approved, and nothing was given yet
STANDING = ("approved", "in_publicity")


def revocable(record: ServiceRecord, actor: Actor) -> bool:
    """Whether the actor may take back the decision about this one now."""
    return record.decision_id is not None and stands_by(record, actor) and not is_due(record)


def stands_by(record: ServiceRecord, actor: Actor) -> bool:
    """Whether the actor's approval, the first or the last one, is what stands."""
    if actor.account_id is None:
        return False
    if record.status in STANDING:
        return record.decided_by == actor.account_id
    return first_of_two(record) and record.first_by == actor.account_id


def first_of_two(record: ServiceRecord) -> bool:
    """Whether the decision that is named was the first of two, and stands."""
    return record.status == "verified" and record.decided_at is not None


def is_due(record: ServiceRecord) -> bool:
    """What is due counts as posted: whoever comes next does it."""
    if record.status == "approved":
        return record.due_at is None or record.due_at <= clock.now()
    if record.status == "in_publicity":
        return record.publicity_until is None or record.publicity_until < clock.today()
    return False
