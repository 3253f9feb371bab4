"""Proposing, withdrawing and confirming what a community decides, and what was decided when. Nothing is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, decide, settings
from points.people import permissions
from points.people.authorisation import need
from points.people.deciding import catalogue, kinds, proposal_rows, proposed
from points.people.deciding import refusals as no
from points.people.models import Purse

#: the longer day is that of two
_LIMITS = ("day_limit_minutes", "street_limit_minutes")
#: what a use case gives back
ProposalInfo = proposal_rows.ProposalInfo


def read(name: str, typed: Mapping[str, str]) -> tuple[Any, dict[str, str]]:
    """The value that was typed for a setting, and by field what is wrong with it."""
    try:
        return _known(name).kind.read(typed), {}
    except kinds.Unfit as unfit:
        return None, {unfit.field: unfit.code}


def check(name: str, value: Any) -> Any:
    """A value as it is stored, if it is one of this setting; for scripts, who write it as JSON."""
    known = _known(name)
    try:
        return known.kind.check(value)
    except kinds.Unfit as unfit:
        title = known.titled("zh"), known.titled("en")
        raise no.SettingUnfit(title=" ".join(title), looks=known.kind.looks()) from unfit


def refuse_unfit(community_id: UUID, name: str, value: Any, effective_on: date) -> None:
    """Refuse what cannot be decided, or need not be."""
    kind = _known(name).kind
    if effective_on < clock.today():
        raise no.SettingDayPast
    found = settings(community_id, [name, *_LIMITS], effective_on)
    if kind.check(found[name]) == value:
        raise no.SettingSame
    one, two = (value if limit == name else found[limit] for limit in _LIMITS)
    if one > two:
        raise no.LimitsCross
    purses = _purses(community_id) if name == "purse_of" else 0
    if purses:
        raise no.PursesThere(number=purses)


@audit.records.writes("setting.proposed", "setting.decided", of="setting")
def propose(name: str, value: Any, *, effective_on: date, reason: str, actor: Actor) -> ProposalInfo:
    """Propose a value; where no points move and the actor decides, and on the command line, it is decided at once."""
    need(actor, "propose_settings")
    refuse_unfit(actor.community_id, name, value, effective_on)
    made = proposed.put({name: value}, effective_on=effective_on, reason=reason, actor=actor)[name]
    facts = {"decided": {name: value}, "effective_on": effective_on}
    private = {"reason": reason} if reason else {}
    audit.records.record(
        "setting.proposed",
        actor=actor,
        subject_kind="setting",
        subject_id=made,
        facts=facts,
        private=private,
    )
    if _decides_alone(name, actor):
        _decide(proposal_rows.get(actor.community_id, made), actor)
    return proposal_rows.get(actor.community_id, made)


@audit.records.writes("setting.decided", of="setting")
def confirm(proposal_id: UUID, *, actor: Actor) -> ProposalInfo:
    """Agree as the second person: from its day on, at the earliest from today, it holds."""
    need(actor, "decide_settings")
    found = proposal_rows.get(actor.community_id, proposal_id, lock=True)
    if found.status != "open":
        raise no.ProposalClosed
    refuse_first(found, actor)
    refuse_unfit(actor.community_id, found.name, found.value, max(found.effective_on, clock.today()))
    _decide(found, actor)
    return proposal_rows.get(actor.community_id, proposal_id)


@audit.records.writes("setting.withdrawn", of="setting")
def withdraw(proposal_id: UUID, *, actor: Actor) -> ProposalInfo:
    """Take a proposal back, as who made it, or as who would have to agree."""
    found = proposal_rows.get(actor.community_id, proposal_id)
    _known(found.name)
    own = found.proposed_by is not None and found.proposed_by == actor.account_id
    if not own and not permissions.may(actor, "decide_settings"):
        raise no.ProposalOfOthers
    proposed.close(found, actor=actor, status="withdrawn")
    audit.records.record(
        "setting.withdrawn",
        actor=actor,
        subject_kind="setting",
        subject_id=proposal_id,
        facts={"decided": {found.name: found.value}},
    )
    return proposal_rows.get(actor.community_id, proposal_id)


def refuse_first(found: ProposalInfo, actor: Actor) -> None:
    """Where points move, refuse who is no second person beside the one who proposed."""
    if _known(found.name).two:
        proposed.refuse_first(found, actor=actor)


def waiting_count(actor: Actor) -> int:
    """How many settings wait for this reader's yes: what they proposed themselves waits for somebody else."""
    if not permissions.may(actor, "decide_settings"):
        return 0
    return sum(_agrees(one, actor) for one in proposal_rows.list_open(actor.community_id))


def get(community_id: UUID, proposal_id: UUID) -> ProposalInfo:
    """One proposal."""
    return proposal_rows.get(community_id, proposal_id)


def _agrees(found: ProposalInfo, actor: Actor) -> bool:
    try:
        refuse_first(found, actor)
    except (no.SecondDeciderNeeded, no.SettingUnknown):
        return False
    return True


def _decides_alone(name: str, actor: Actor) -> bool:
    if actor.kind == "system":
        return True
    return not _known(name).two and permissions.may(actor, "decide_settings")


def _decide(found: ProposalInfo, actor: Actor) -> None:
    effective_on = max(found.effective_on, clock.today())
    version = decide(actor.community_id, found.name, found.value, effective_on=effective_on, actor=actor)
    proposed.close(found, actor=actor, status="decided", version=version)
    audit.records.record(
        "setting.decided",
        actor=actor,
        subject_kind="setting",
        subject_id=found.proposal_id,
        facts={"decided": {found.name: found.value}, "version": version, "effective_on": effective_on},
    )


def _purses(community_id: UUID) -> int:
    query = sa.select(sa.func.count()).select_from(Purse).where(Purse.community_id == community_id)
    return int(db.session.scalar(query) or 0)


def _known(name: str) -> catalogue.Decidable:
    found = catalogue.get(name)
    if found is None:
        raise no.SettingUnknown(name=name)
    return found
