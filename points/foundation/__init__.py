"""What every room stands on: database, clock, refusal, actor, ids. It knows none of the rooms above."""

from points.foundation import calendar, clock, codes, marks, paging, signing, wording
from points.foundation.actor import Actor, Grant, system_actor
from points.foundation.clock import NEVER, SHANGHAI
from points.foundation.communities import (
    CommunityInfo,
    communities,
    community,
    found_community,
    has_demo,
    rename_community,
)
from points.foundation.database import changed, db, reading, run, transact
from points.foundation.ids import derived_id, new_id
from points.foundation.inserts import add_rows, add_rows_later, in_parts
from points.foundation.keys import current_key, keep_keys_in, public_key
from points.foundation.refusal import BooksAway, Busy, DiskFull, NotAllowed, NotFound, NotKnown, Refusal
from points.foundation.settings import decide, setting, settings

__all__ = [
    "NEVER",
    "SHANGHAI",
    "Actor",
    "BooksAway",
    "Busy",
    "CommunityInfo",
    "DiskFull",
    "Grant",
    "NotAllowed",
    "NotFound",
    "NotKnown",
    "Refusal",
    "add_rows",
    "add_rows_later",
    "calendar",
    "changed",
    "clock",
    "codes",
    "communities",
    "community",
    "current_key",
    "db",
    "decide",
    "derived_id",
    "found_community",
    "has_demo",
    "in_parts",
    "keep_keys_in",
    "marks",
    "new_id",
    "paging",
    "public_key",
    "reading",
    "rename_community",
    "run",
    "setting",
    "settings",
    "signing",
    "system_actor",
    "transact",
    "wording",
]
