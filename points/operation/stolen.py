"""What is locked at once where somebody may have the database: the PINs in it are tried through in hours."""

from __future__ import annotations

from points import audit, people
from points.foundation import communities, system_actor, transact


@audit.records.writes("pins.locked", of="community")
def lock_pins() -> list[tuple[str, int]]:
    """Lock the PIN of every card until its holder typed a new one; by community how many they are."""
    return transact(_lock)


def _lock() -> list[tuple[str, int]]:
    found = []
    for one in communities():
        cards = people.pins.lock_tried(one.id, 0)
        found.append((one.name, cards))
        audit.records.record(
            "pins.locked",
            actor=system_actor(one.id),
            subject_kind="community",
            subject_id=one.id,
            facts={"cards": cards},
        )
    return found
