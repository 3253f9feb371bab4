"""A rule as somebody types it, read by the one reader of rule tables: what cannot be counted is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from points.volunteering.rulebook import caps, refusals, values, versions
from points.volunteering.rulebook.policy import RuleInfo
from points.volunteering.rulebook.rules import NewRule

#: ten thousand points for one act; more is a slip of the hand
MOST_TENTHS = 100_000


@dataclass(frozen=True, kw_only=True)
class TypedRule:
    """What stands in the fields: `value` as `5` or `5分/次`, `cap` as `2次/周`, in whatever way rule tables say it.

    Where nobody says how long a service by occasion has to be, `least_minutes` is None.
    """

    code: str
    name: str
    value: str
    unit: str = ""
    name_en: str = ""
    category: str = ""
    cap: str = ""
    evidence: str = ""
    credits_to: str = "person"
    counts_hours: bool = False
    least_minutes: int | None = None


def read(typed: TypedRule) -> NewRule:
    """The rule that these words are; refused where one of them cannot be counted."""
    value = values.read_value(typed.value, typed.unit)
    if value.not_counted:
        raise refusals.RuleValueUnread(words=f"{typed.value} {typed.unit}".strip())
    unit = values.plain_unit(value.unit)
    if not unit:
        raise refusals.RuleUnitMissing(words=typed.value)
    if value.tenths > MOST_TENTHS:
        raise refusals.RuleTooDear(words=typed.value)
    if not caps.read_cap(typed.cap, unit=unit, tenths=value.tenths).counted:
        raise refusals.RuleCapUnread(words=typed.cap)
    return NewRule(
        code=typed.code,
        name=typed.name,
        name_en=typed.name_en,
        category=typed.category,
        unit=unit,
        tenths=value.tenths,
        cap=typed.cap,
        evidence=typed.evidence,
        credits_to=typed.credits_to,
        counts_hours=typed.counts_hours,
        least_minutes=-1 if typed.least_minutes is None else typed.least_minutes,
    )


def as_version(rule: NewRule, *, version: int, effective_on: date) -> RuleInfo:
    """What would stand in the books, for a page to say it in words."""
    words = {name: getattr(rule, name) for name in versions.WORDS}
    return RuleInfo(rule_id=rule.rule_id, code=rule.code, version=version, effective_on=effective_on, **words)
