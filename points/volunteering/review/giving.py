"""Crediting approvals whose time is over, locked before: read, count, move on, credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from points.foundation import system_actor
from points.volunteering.services import counting, records
from points.volunteering.services.crediting import Awarded, credit
from points.volunteering.services.policy import count
from points.volunteering.services.records import move_on

AT_ONCE = 200


@dataclass(frozen=True)
class Credited:
    """One step: what was given, and whether more is due."""

    awards: list[Awarded]
    more: bool


def give(community_id: UUID, due: Sequence[records.ServiceRecord]) -> list[Awarded]:
    """Credit these; the house does it, in the name of who approved."""
    inputs = counting.read(community_id, due)
    counted = count(inputs, due)
    move_on(community_id, due, expect_from=["approved", "in_publicity"], status="credited")
    approved_by = {one.service_id: one.decided_by for one in due}
    return credit(inputs, counted, approved_by=approved_by, actor=system_actor(community_id))
