"""What a community decided so far: how each setting stands today, what is coming, and who decided what when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from points.foundation import clock
from points.foundation.settings import DEFAULTS
from points.people.deciding import catalogue, proposal_rows

#: what a reading gives back
VersionInfo = proposal_rows.VersionInfo
ProposalInfo = proposal_rows.ProposalInfo


@dataclass(frozen=True)
class DecisionStanding:
    """A setting today: what holds and since when (None: nobody decided), and what is decided for later."""

    name: str
    value: Any
    since: date | None
    coming: tuple[VersionInfo, ...]
    open: ProposalInfo | None


def standing(community_id: UUID) -> dict[str, DecisionStanding]:
    """Every setting today, with what is coming and what waits; with two statements."""
    return _standings(proposal_rows.versions(community_id), proposal_rows.list_open(community_id))


def history(community_id: UUID, name: str) -> list[VersionInfo]:
    """What was ever decided about a setting, newest first."""
    return [one for _, one in reversed(proposal_rows.versions(community_id, name))]


def _standings(
    versions: list[tuple[str, VersionInfo]], waiting: list[ProposalInfo]
) -> dict[str, DecisionStanding]:
    today = clock.today()
    opened = {one.name: one for one in waiting}
    found = {}
    for name in catalogue.CATALOGUE:
        own = sorted(
            (one for key, one in versions if key == name), key=lambda one: (one.effective_on, one.version)
        )
        past = [one for one in own if one.effective_on <= today]
        value, since = (past[-1].value, past[-1].effective_on) if past else (DEFAULTS[name], None)
        # of two for one day the later version holds
        days = {one.effective_on: one for one in own if one.effective_on > today}
        found[name] = DecisionStanding(name, value, since, tuple(days.values()), opened.get(name))
    return found
