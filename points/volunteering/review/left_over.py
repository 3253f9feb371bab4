"""Lines that none of those who decide may decide about: the supervisor stands in for them there, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any
from uuid import UUID

from points import people
from points.foundation import Actor
from points.volunteering.access import covered
from points.volunteering.review import eligibility
from points.volunteering.review.eligibility import ROLES, Judged
from points.volunteering.review.refusals import EvidenceFirst, OthersDecide
from points.volunteering.services import records
from points.volunteering.services.recusal import Ties
from points.volunteering.services.refusals import AlreadyDecided, Overlapping

#: who decides, and who only where nobody of these may
DECIDES = ("approve_services", "approve_left")
#: what stands in the way of whoever looks: no reason to ask somebody else
_OF_THE_LINE = (EvidenceFirst, Overlapping, AlreadyDecided)


def judge(
    chosen: Sequence[records.ServiceRecord],
    known: Iterable[records.ServiceRecord],
    *,
    actor: Actor,
    limits: Mapping[str, Any],
    may: Set[str],
    ties: Ties | None = None,
) -> list[Judged]:
    """As `eligibility.judge` says it; `may` are those of ROLES and DECIDES that the actor has."""
    known = list(known)
    if not only_what_is_left(may):
        return eligibility.judge(chosen, known, actor=actor, limits=limits, may=may, ties=ties)
    others = _decided_by_others(chosen, known, actor, limits)
    judged = eligibility.judge(chosen, known, actor=actor, limits=limits, may={*may, *ROLES}, ties=ties)
    return [
        replace(one, refusal=OthersDecide())
        if one.refusal is None and one.record.service_id in others
        else one
        for one in judged
    ]


def only_what_is_left(may: Set[str]) -> bool:
    """Whether this is somebody who only stands in."""
    return DECIDES[1] in may and DECIDES[0] not in may


def _decided_by_others(
    chosen: Sequence[records.ServiceRecord],
    known: Sequence[records.ServiceRecord],
    actor: Actor,
    limits: Mapping[str, Any],
) -> set[UUID]:
    """Those about which somebody who decides may do so."""
    found: set[UUID] = set()
    roles = people.permissions.roles_for(DECIDES[0])
    for account_id in people.roles.accounts_over(actor.community_id, *roles):
        other = people.actors.in_community(people.actors.of_account(account_id), actor.community_id)
        judged = eligibility.judge(chosen, known, actor=other, limits=limits, may=covered(other, *ROLES))
        found |= {
            one.record.service_id
            for one in judged
            if one.refusal is None or isinstance(one.refusal, _OF_THE_LINE)
        }
    return found
