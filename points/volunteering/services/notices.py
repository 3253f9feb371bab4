"""Having read what a first page told: it is told no more."""

from __future__ import annotations

from uuid import UUID

from points.foundation import Actor, NotAllowed, clock, new_id, run
from points.foundation.database import upsert
from points.volunteering.models import NoticeRead
from points.volunteering.services import notice_rows

#: what is told
Told = notice_rows.Told


def understand(about_id: UUID, *, actor: Actor) -> None:
    """The reader has read what was told about this, and it is told no more; whatever happens to it next is."""
    if actor.person_id is None:
        raise NotAllowed
    row = {
        "community_id": actor.community_id,
        "id": new_id(),
        "person_id": actor.person_id,
        "about_id": about_id,
        "at": clock.now(),
    }
    added = upsert(NoticeRead).values(row)
    key = ("community_id", "person_id", "about_id")
    run(added.on_conflict_do_update(index_elements=key, set_={"at": row["at"]}))
