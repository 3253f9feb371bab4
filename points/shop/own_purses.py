"""Nobody serves themselves: a clerk's own purse, or one of their family, pays only where a second person agrees."""

from __future__ import annotations

from dataclasses import dataclass

from points import people
from points.foundation import Actor
from points.shop.payer_checks import Payer
from points.shop.refusals import OwnPurse, OwnPurseByTwo, SecondOfFamily

#: how many letters say why nobody else was there
LEAST_REASON = 4


@dataclass(frozen=True)
class Second:
    """Who agrees beside the clerk; `reason` is why nobody else was there, where one of the two made the other's account."""

    actor: Actor
    reason: str = ""


def is_own(payer: Payer, actor: Actor) -> bool:
    """Whether the purse is this person's own, their household's, or shared by a relative of theirs; or one of these collects."""
    return any(
        people.relations.is_near_purse(actor.community_id, actor.person_id, one)
        for one in {payer.account_id, payer.shown_of}
    )


def refuse_alone(payer: Payer, second: Second | None, *, actor: Actor) -> Second | None:
    """Refuse a clerk who serves their own purse alone, or with somebody who is no other person. Gives the second person
    back where one was needed."""
    if not is_own(payer, actor):
        return None
    if second is None or second.actor.account_id in (None, actor.account_id):
        raise OwnPurse
    if not people.permissions.may(second.actor, "confirm_undo") or is_own(payer, second.actor):
        raise SecondOfFamily
    if people.relations.relatives_among(
        actor.community_id, second.actor.person_id, [actor.person_id] if actor.person_id else []
    ):
        # who is related to the clerk stands beside her as her family does, though not to this purse
        raise SecondOfFamily
    of_one = people.origins.are_of_one(actor.community_id, actor.account_id, second.actor.account_id)
    if of_one and len(second.reason.strip()) < LEAST_REASON:
        raise OwnPurseByTwo
    return second
