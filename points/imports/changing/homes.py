"""What the roster says otherwise of a household that is known: no table changes it, so it is named."""

from __future__ import annotations

from uuid import UUID

from points import people
from points.foundation.spelling import doors
from points.imports.lines import Books, FaultyLine
from points.imports.reading.faults import NOTED, faulty_line
from points.imports.refusals import DoorKept


def doors_kept(books: Books, community_id: UUID | None) -> tuple[FaultyLine, ...]:
    """The households whose door stands otherwise in the books."""
    if community_id is None or not books.households:
        return ()
    known = people.history.known_households(community_id)
    return tuple(
        faulty_line(one.origin, DoorKept(door=home.door), NOTED)
        for one in books.households
        if (home := known.get(one.number))
        and home.door
        and one.address
        and not doors.same(home.door, one.address)
    )
