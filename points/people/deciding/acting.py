"""Who may begin an act of the shop, and who may confirm it: one is never both. It changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, NotAllowed, clock
from points.foundation.prepared import given, given_many, prepared
from points.people.access import origins, roles
from points.people.deciding import refusals as no
from points.people.models import Account, Delegation
from points.people.permissions import ACTS
from points.people.registry import relations

#: so many letters say why somebody stands in
LEAST_REASON = 4


def may_begin(act: str, actor: Actor) -> bool:
    """Whether this act is this person's to begin."""
    return actor.kind in ("system", "import") or actor.has(*ACTS[act].first)


def refuse_first(act: str, actor: Actor) -> None:
    """Refuse whoever may not begin an act."""
    if not may_begin(act, actor):
        raise NotAllowed


def others_begin(act: str, hands: Collection[UUID | None], community_id: UUID) -> bool:
    """Whether somebody besides these accounts could begin it by their role."""
    held = roles.accounts_over(community_id, *ACTS[act].first)
    return any(one not in hands for one in held)


def refuse_second(act: str, first: Collection[UUID | None], *, actor: Actor, reason: str = "") -> str:
    """Refuse whoever may not confirm what these accounts had a hand in; tells what they confirm it as: second, delegated
    or stand_in.

    A stand-in says why, unless nobody else is left; so does a second person whose account one of the first made, or who
    made theirs. Neither is one of the first, nor a relative of theirs.
    """
    if actor.kind in ("system", "import"):
        return "second"
    hands = {one for one in first if one is not None}
    if actor.account_id is None or actor.account_id in hands or _near(actor, hands):
        raise no.OtherHandNeeded
    kind = _kind(act, actor)
    of_one = any(origins.are_of_one(actor.community_id, actor.account_id, one) for one in hands)
    asked = of_one or (kind == "stand_in" and bool(_others_left(act, hands, actor)))
    if asked and len(reason.strip()) < LEAST_REASON:
        raise no.StandInReason
    return kind


def confirms(act: str, first: Collection[UUID | None], *, actor: Actor) -> bool:
    """Whether this person may confirm it, with a reason if need be: whether a page shows them the button."""
    try:
        refuse_second(act, first, actor=actor, reason="-" * LEAST_REASON)
    except (NotAllowed, no.OtherHandNeeded):
        return False
    return True


def _kind(act: str, actor: Actor) -> str:
    if actor.has(*ACTS[act].second):
        return "second"
    values = {"community": actor.community_id, "account": actor.account_id, "act": act}
    if _lent().value(day=clock.today(), **values):
        return "delegated"
    if actor.has(*ACTS[act].stand_in):
        return "stand_in"
    raise NotAllowed


def _near(actor: Actor, hands: Collection[UUID]) -> bool:
    """Whether this is one of those persons, under whatever registration, or a relative of one."""
    if actor.person_id is None or not hands:
        return False
    persons = _persons().values(community=actor.community_id, accounts=sorted(hands))
    return bool(relations.relatives_among(actor.community_id, actor.person_id, persons))


def _others_left(act: str, hands: Collection[UUID], actor: Actor) -> list[UUID]:
    """Who could confirm it by their own role."""
    held = roles.accounts_over(actor.community_id, *ACTS[act].second)
    return [one for one in held if one not in hands]


@prepared
def _persons() -> sa.Executable:
    return sa.select(Account.person_id).where(
        Account.community_id == given("community"), Account.id.in_(given_many("accounts"))
    )


@prepared
def _lent() -> sa.Executable:
    return sa.select(sa.func.count()).where(
        Delegation.community_id == given("community"),
        Delegation.account_id == given("account"),
        Delegation.act == given("act"),
        Delegation.day == given("day"),
        Delegation.ended_at.is_(None),
    )
