"""Rules made, changed and ended by hand: proposed by one, put in force by another. Proposals are those of settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import Actor, clock, db, new_id
from points.volunteering.access import covers, need, need_one
from points.volunteering.models import Activity, Rule
from points.volunteering.rulebook import by_hand, policy, refusals, rules, versions
from points.volunteering.rulebook.policy import RuleInfo
from points.volunteering.rulebook.rules import NewRule

#: what a proposal of a rule is called: this, a colon, and the rule's code
ABOUT = "rule"
#: what is typed, and how it is read
TypedRule = by_hand.TypedRule
read = by_hand.read
examples = policy.examples
#: what a proposal keeps of a rule: everything but the id, which its version gets when it is made
_KEPT = ("code", *versions.WORDS)


@dataclass(frozen=True)
class RuleWish:
    """A rule that waits for a second person: what holds now (None: there is no such rule), what would hold, from when."""

    proposal_id: UUID
    now: RuleInfo | None
    then: RuleInfo
    reason: str
    by: str
    proposed_by: UUID | None
    #: whether it was taken from the model rule book
    of_model: bool
    #: whether this reader may agree
    may_agree: bool

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.then.code

    @property
    def changed(self) -> frozenset[str]:
        """Which words would be others."""
        now = self.now
        return frozenset(
            word for word in versions.WORDS if now and getattr(now, word) != getattr(self.then, word)
        )


def look(
    rule: NewRule, *, effective_on: date, is_new: bool, actor: Actor
) -> tuple[RuleInfo | None, RuleInfo]:
    """What holds and what would hold; refused where it cannot be decided, or need not be."""
    if effective_on < clock.today():
        raise refusals.RuleDayPast
    there = versions.of_codes(actor.community_id, {rule.code})
    if is_new and there:
        raise refusals.RuleCodeTaken(rule=rule.code)
    if not is_new and not there:
        raise refusals.RuleUnknown(rule=rule.code, day=effective_on)
    now = versions.holding(there, effective_on)
    if now is not None and bool(now.ended) == bool(rule.ended) and not rules.differences(now, rule):
        raise refusals.RuleSame(rule=rule.code)
    begins = versions.begins_on(now, effective_on, ends=bool(rule.ended))
    planned = _planned(actor.community_id, rule.code, begins) if rule.ended else 0
    if planned:
        raise refusals.RuleStillPlanned(rule=rule.code, number=planned)
    version = 1 + max((one.version for one in there), default=0)
    return now, by_hand.as_version(rule, version=version, effective_on=begins)


@audit.records.writes("rule.proposed", of="rule")
def propose(
    wished: Sequence[NewRule],
    *,
    effective_on: date,
    reason: str,
    is_new: bool,
    actor: Actor,
    of_model: bool = False,
) -> list[UUID]:
    """Let these rules, or these next versions of rules, wait for a second person."""
    need(actor, "propose_rules")
    if not wished:
        raise refusals.RuleNothingTicked
    values: dict[str, Any] = {}
    for rule in wished:
        look(rule, effective_on=effective_on, is_new=is_new, actor=actor)
        kept = {name: one for name, one in asdict(rule).items() if name in _KEPT}
        values[f"{ABOUT}:{rule.code}"] = {"rule": kept, "new": is_new, "of_model": of_model}
    made = people.proposed.put(values, effective_on=effective_on, reason=reason, actor=actor)
    for rule in wished:
        facts = {"code": rule.code, "tenths": rule.tenths, "effective_on": effective_on}
        facts |= {"ends": True} if rule.ended else {}
        audit.records.record(
            "rule.proposed",
            actor=actor,
            subject_kind="rule",
            subject_id=made[f"{ABOUT}:{rule.code}"],
            facts=facts | ({"of_model": True} if of_model else {}),
            private={"reason": reason} if reason else {},
        )
    return list(made.values())


def propose_end(code: str, *, effective_on: date, reason: str, actor: Actor) -> list[UUID]:
    """Propose that a rule is in force no more from a day on."""
    need(actor, "propose_rules")
    return propose(
        [ending(code, effective_on=effective_on, actor=actor)],
        effective_on=effective_on,
        reason=reason,
        is_new=False,
        actor=actor,
    )


def ending(code: str, *, effective_on: date, actor: Actor) -> NewRule:
    """The version that ends a rule: its words stay those of the last one."""
    now = versions.holding(versions.of_codes(actor.community_id, {code}), effective_on)
    if now is None:
        raise refusals.RuleUnknown(rule=code, day=effective_on)
    words = {name: getattr(now, name) for name in versions.WORDS}
    return NewRule(**{**words, "code": code, "not_counted": now.not_counted or "", "ended": True})


@audit.records.writes("rule.added", "rule.ended", of="rule")
def agree(proposal_ids: Sequence[UUID], *, actor: Actor) -> list[str]:
    """Put these in force as the second person, each from its day on, at the earliest from today; their codes."""
    need(actor, "change_rules")
    if not proposal_ids:
        raise refusals.RuleNothingTicked
    done = []
    for found in people.proposed.lock_open(proposal_ids, actor=actor):
        rule, is_new = _read(found.value)
        people.proposed.refuse_first(found, actor=actor)
        day = max(found.effective_on, clock.today())
        if rule.ended:
            versions.lock_all(actor.community_id, rule.code)
        _now, then = look(rule, effective_on=day, is_new=is_new, actor=actor)
        rules.add([rule], effective_on=day, actor=actor)
        people.proposed.close(found, actor=actor, status="decided", version=then.version)
        done.append(rule.code)
    return done


@audit.records.writes("rule.withdrawn", of="rule")
def withdraw(proposal_id: UUID, *, actor: Actor) -> str:
    """Take a proposal back, as who made it, or as who would have to agree; the rule's code."""
    need_one(actor, "propose_rules", "change_rules")
    [found] = people.proposed.lock_open([proposal_id], actor=actor)
    rule, _new = _read(found.value)
    if found.proposed_by != actor.account_id and not covers(actor, "change_rules"):
        raise people.refusals.ProposalOfOthers
    people.proposed.close(found, actor=actor, status="withdrawn")
    audit.records.record(
        "rule.withdrawn",
        actor=actor,
        subject_kind="rule",
        subject_id=proposal_id,
        facts={"code": rule.code, "tenths": rule.tenths},
    )
    return rule.code


def waiting(actor: Actor) -> list[RuleWish]:
    """What waits, oldest first."""
    found = sorted(
        people.proposed.list_open(actor.community_id, about=ABOUT), key=lambda one: (one.at, one.name)
    )
    there: dict[str, list[RuleInfo]] = {}
    codes = {str(one.value["rule"]["code"]) for one in found}
    for version in versions.of_codes(actor.community_id, codes) if codes else ():
        there.setdefault(version.code, []).append(version)
    agrees = {
        one.proposed_by: _agrees(one, actor) for one in {each.proposed_by: each for each in found}.values()
    }
    return [_wish(one, there, agrees[one.proposed_by]) for one in found]


def waiting_count(actor: Actor) -> int:
    """How many rules wait for this reader's yes: what they proposed themselves waits for somebody else."""
    if not covers(actor, "change_rules"):
        return 0
    found = people.proposed.list_open(actor.community_id, about=ABOUT)
    makers = {one.proposed_by: one for one in found}
    agrees = {maker: _agrees(one, actor) for maker, one in makers.items()}
    return sum(agrees[one.proposed_by] for one in found)


def _wish(found: Any, there: Mapping[str, Sequence[RuleInfo]], may_agree: bool) -> RuleWish:
    rule, _new = _read(found.value)
    versions_of = there.get(rule.code, ())
    day = max(found.effective_on, clock.today())
    now = versions.holding(versions_of, day)
    version = 1 + max((one.version for one in versions_of), default=0)
    then = by_hand.as_version(
        rule, version=version, effective_on=versions.begins_on(now, day, ends=bool(rule.ended))
    )
    return RuleWish(
        found.proposal_id,
        now,
        then,
        found.reason,
        found.by,
        found.proposed_by,
        bool(found.value["of_model"]),
        may_agree,
    )


def _agrees(found: Any, actor: Actor) -> bool:
    if not covers(actor, "change_rules"):
        return False
    try:
        people.proposed.refuse_first(found, actor=actor)
    except people.refusals.SecondDeciderNeeded:
        return False
    return True


def _read(value: Mapping[str, Any]) -> tuple[NewRule, bool]:
    """The rule that a proposal keeps, with an id for its version; and whether there was none of its code."""
    return replace(NewRule(**value["rule"]), rule_id=new_id()), bool(value["new"])


def _planned(community_id: UUID, code: str, since: date) -> int:
    """How many activities are to take place under a rule from a day on."""
    query = (
        sa.select(sa.func.count())
        .select_from(Activity)
        .join(Rule, sa.and_(Rule.community_id == Activity.community_id, Rule.id == Activity.rule_id))
        .where(Activity.community_id == community_id, Rule.code == code, Activity.status == "open")
        .where(Activity.starts_at >= clock.instant(since))
    )
    return int(db.session.scalar(query) or 0)
