"""Posting what is due before a page is read: whoever comes next does it. It decides nothing, and knows no page."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from points import volunteering
from points.foundation import Refusal, clock, reading, transact
from points.web.auth import current_actor, signed_in

#: so often at most a process asks
LOOK = timedelta(seconds=5)

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
