"""Approvals as pages ask for them, in numbers; and posting what is due before a page is read: whoever comes next does it.
It decides nothing, and knows no page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from points import volunteering
from points.foundation import Actor, Refusal, clock, reading, transact
from points.web import form_keys
from points.web.auth import current_actor, signed_in

#: so often at most a process asks
LOOK = timedelta(seconds=5)

_SUMS = ("people", "minutes", "tenths", "second")
#: what no approval at all gives
NOTHING_GIVEN = {"left": 0, **dict.fromkeys(_SUMS, 0)}

#: by community, from when until when nothing needs to be asked; a clock that is put back asks anew
_quiet: dict[UUID, tuple[datetime, datetime]] = {}


def post_what_is_due() -> None:
    """Credit what nobody of the reader's community took back in time. Mostly it asks nothing, else one small question."""
    me = signed_in()
    if me is None:
        return
    community_id, now = me.actor.community_id, clock.now()
    since, until = _quiet.get(community_id, (now, now))
    if since <= now < until:
        return
    first = reading(lambda: volunteering.posting.first_due(community_id), more=True)
    if post(first):
        first = None
    _quiet[community_id] = now, min(first or now + LOOK, now + LOOK)


def post(first_due: datetime | None) -> bool:
    """Post where the first that waits is due already, so that what was read has to be read again."""
    if first_due is None or first_due > clock.now():
        return False
    community_id = current_actor().community_id
    try:
        while transact(lambda: volunteering.posting.post_due(community_id)).more:
            pass
    except Refusal:
        return False  # the page is read all the same, and the next one tries again
    return True


def approve_whole(public_id: str, press: UUID, actor: Actor) -> dict[str, Any]:
    """Approve all of an activity that can be, as a part of one press over several."""
    return form_keys.once(
        lambda: volunteering.approval.approve_activity(public_id, decision_id=press, actor=actor),
        of=volunteering.approval.approve_activity,
        actor=actor,
        ids=given_by,
        part=public_id,
    ).ids


def given_by(approved: volunteering.approval.Approved) -> dict[str, Any]:
    """What one approval gave, and how long it can be taken back."""
    found = {name: getattr(approved, name) for name in _SUMS} | {"left": sum(approved.left.values())}
    waits_on = "publicity" if approved.publicity_until else "moment" if approved.people else "second"
    if approved.seconds or waits_on != "moment":
        found |= {"decision": str(approved.decision_id), "seconds": approved.seconds, "until": waits_on}
    return found


def add_up(sums: dict[str, Any], given: dict[str, Any]) -> None:
    """Add what one activity gave to what is said of all."""
    for name in NOTHING_GIVEN:
        sums[name] += given[name]
    if "decision" in given:
        until = "moment" if sums.get("until") == "moment" else given["until"]
        sums |= {"decision": given["decision"], "seconds": given["seconds"], "until": until}
