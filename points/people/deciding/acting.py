"""Who may begin an act of the shop, and who may confirm it: one is never both; and lending the second part for a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, NotAllowed, NotFound, add_rows, changed, clock, new_id
from points.foundation.prepared import given, given_many, prepared
from points.people.access import accounts, roles
from points.people.access.account_rows import of_one_with
from points.people.authorisation import need
from points.people.deciding import refusals as no
from points.people.models import Account, Delegation
from points.people.permissions import ACTS, roles_for
from points.people.registry import relations

#: so many letters say why somebody stands in
LEAST_REASON = 4
#: so many loans are listed
MOST = 100


@dataclass(frozen=True)
class Loan:
    """The second part of an act, lent to somebody for one day."""

    loan_id: UUID
    act: str
    account_id: UUID
    day: date
    reason: str
    lent_by: UUID | None
    created_at: datetime
    ended_at: datetime | None
    ended_by: UUID | None

    @property
    def open(self) -> bool:
        """Whether it holds today or will."""
        return self.ended_at is None and self.day >= clock.today()


def may_begin(act: str, actor: Actor) -> bool:
    """Whether this act is this person's to begin."""
    return actor.kind in ("system", "import") or actor.has(*ACTS[act].first)


def refuse_first(act: str, actor: Actor) -> None:
    """Refuse whoever may not begin an act."""
    if not may_begin(act, actor):
        raise NotAllowed


def who_begins(act: str, community_id: UUID) -> set[UUID]:
    """The accounts that could begin it by their role."""
    return set(roles.accounts_over(community_id, *ACTS[act].first))


def refuse_second(act: str, first: Collection[UUID | None], *, actor: Actor, reason: str = "") -> str:
    """Refuse whoever may not confirm what these accounts had a hand in; tells what they confirm it as: second, delegated
    or stand_in.

    A stand-in says why, unless nobody else is left; so does a second person whose account one of the first made, or who
    made theirs. Neither is one of the first, nor a relative of theirs.
    """
    if actor.kind in ("system", "import"):
        return "second"
    hands = {one for one in first if one is not None}
    if actor.account_id is None or actor.account_id in hands:
        raise no.OtherHandNeeded
    ties = _ties().one(**_asked(act, hands, actor))
    if ties.near:
        raise no.OtherHandNeeded
    kind, firm = _kind(act, actor, bool(ties.lent)), ACTS[act].firm
    said = len(reason.strip()) >= LEAST_REASON
    others = kind == "stand_in" and (firm or not said) and bool(_others_left(act, hands, actor))
    if others and firm:
        raise NotAllowed
    if not said and (ties.of_one or others):
        raise no.StandInReason
    return kind


def confirms(act: str, first: Collection[UUID | None], *, actor: Actor) -> bool:
    """Whether this person may confirm it, with a reason if need be: whether a page shows them the button."""
    try:
        refuse_second(act, first, actor=actor, reason="-" * LEAST_REASON)
    except (NotAllowed, no.OtherHandNeeded):
        return False
    return True


def reason_of(act: str, first: Collection[UUID | None], *, actor: Actor) -> str | None:
    """None where this person may not confirm it; else whether they say why: `must`, `may` as a stand-in whom nobody else is
    left beside, or ''."""
    try:
        kind = refuse_second(act, first, actor=actor)
    except no.StandInReason:
        return "must"
    except (NotAllowed, no.OtherHandNeeded):
        return None
    return "may" if kind == "stand_in" else ""


def confirmed_of(act: str, first: Collection[UUID | None], *, actor: Actor) -> set[UUID | None]:
    """The same of what each of these asked for, in one statement: those whose this person may confirm."""
    who, hands = ACTS[act], {one for one in first if one is not None}
    if not (actor.has(*who.second, *who.stand_in) or confirms(act, (), actor=actor)):
        return set()
    near = set(_near().values(**_asked(act, hands, actor))) if hands else set()
    return set(first) - near - {actor.account_id}


@audit.records.writes("hand.lent", of="loan")
def lend(act: str, account_id: UUID, day: date, *, reason: str, actor: Actor) -> UUID:
    """Let somebody who works about the shop be the second person of one act on one day; nobody lends to themselves."""
    need(actor, "lend_hand")
    if day < clock.today():
        raise no.SettingDayPast
    if account_id not in may_borrow(act, actor=actor):
        raise NotFound
    if len(reason.strip()) < LEAST_REASON:
        raise no.StandInReason
    loan_id = new_id()
    row: dict[str, Any] = {
        "community_id": actor.community_id,
        "id": loan_id,
        "act": act,
        "account_id": account_id,
        "day": day,
        "reason": reason.strip(),
        "lent_by": actor.account_id,
        "created_at": clock.now(),
    }
    add_rows(Delegation, [row])
    _record_loan("hand.lent", loan_id, {"act": act, "account_id": account_id, "day": day}, actor)
    return loan_id


@audit.records.writes("hand.taken_back", of="loan")
def end_loan(loan_id: UUID, *, actor: Actor) -> None:
    """End a loan before its day is over; what was confirmed by it stays."""
    need(actor, "lend_hand")
    found = next((one for one in list_loans(actor.community_id) if one.loan_id == loan_id), None)
    if found is None:
        raise NotFound
    ending = sa.update(Delegation).where(
        Delegation.community_id == actor.community_id,
        Delegation.id == loan_id,
        Delegation.ended_at.is_(None),
    )
    if not found.open or not changed(ending.values(ended_at=clock.now(), ended_by=actor.account_id)):
        raise no.ProposalClosed
    facts = {"act": found.act, "account_id": found.account_id, "day": found.day}
    _record_loan("hand.taken_back", loan_id, facts, actor)


def may_borrow(act: str, *, actor: Actor) -> dict[UUID, str]:
    """Who could be lent the second part of an act, with their names: who works about the shop and has not that part by
    their own role, nor stands in for it."""
    if act not in ACTS or ACTS[act].firm:
        raise NotFound
    there = set(roles.accounts_over(actor.community_id, *roles_for("see_shop")))
    there -= set(roles.accounts_over(actor.community_id, *ACTS[act].second, *ACTS[act].stand_in))
    names = accounts.names_behind(actor.community_id, there - {actor.account_id}, ())
    return dict(sorted(names.items(), key=lambda one: one[1]))


def list_loans(community_id: UUID) -> Sequence[Loan]:
    """What was lent, the newest day first."""
    return [Loan(*row) for row in _loans().all(community=community_id, limit=MOST)]


def _record_loan(action: str, loan_id: UUID, facts: dict[str, Any], actor: Actor) -> None:
    audit.records.record(action, actor=actor, subject_kind="loan", subject_id=loan_id, facts=facts)


def _kind(act: str, actor: Actor, lent: bool) -> str:
    if actor.has(*ACTS[act].second):
        return "second"
    if lent and not ACTS[act].firm:
        return "delegated"
    if actor.has(*ACTS[act].stand_in):
        return "stand_in"
    raise NotAllowed


def _asked(act: str, hands: Collection[UUID], actor: Actor) -> dict[str, Any]:
    return {
        "community": actor.community_id,
        "account": actor.account_id,
        "person": actor.person_id,
        "accounts": sorted(hands),
        "act": act,
        "day": clock.today(),
    }


def _others_left(act: str, hands: Collection[UUID], actor: Actor) -> list[UUID]:
    """Who could confirm it by their own role."""
    held = roles.accounts_over(actor.community_id, *ACTS[act].second)
    return [one for one in held if one not in hands]


@prepared
def _ties() -> sa.Executable:
    """What ties this account to those: a relative behind one, one that made the other; and whether the act is lent to it."""
    lent = sa.exists().where(
        Delegation.community_id == given("community"),
        Delegation.account_id == given("account"),
        Delegation.act == given("act"),
        Delegation.day == given("day"),
        Delegation.ended_at.is_(None),
    )
    return sa.select(
        sa.exists(_near_accounts()).label("near"),
        of_one_with("accounts").label("of_one"),
        lent.label("lent"),
    )


@prepared
def _near() -> sa.Executable:
    return _near_accounts()


def _near_accounts() -> sa.Select[*tuple[Any, ...]]:
    """Those of the accounts behind which is this person, under whatever registration, or a relative of theirs."""
    kin = sa.or_(Account.person_id == given("person"), Account.person_id.in_(relations.relatives()))
    return sa.select(Account.id).where(
        Account.community_id == given("community"), Account.id.in_(given_many("accounts")), kin
    )


@prepared
def _loans() -> sa.Executable:
    return (
        sa.select(
            Delegation.id,
            Delegation.act,
            Delegation.account_id,
            Delegation.day,
            Delegation.reason,
            Delegation.lent_by,
            Delegation.created_at,
            Delegation.ended_at,
            Delegation.ended_by,
        )
        .where(Delegation.community_id == given("community"))
        .order_by(Delegation.day.desc(), Delegation.created_at.desc())
        .limit(sa.bindparam("limit", type_=sa.Integer()))
    )
