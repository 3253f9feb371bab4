"""The story behind one line: who checked and approved, how it was counted, or what was handed out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from points import ledger, shop, volunteering
from points.foundation import clock, codes, wording

#: units of household rules as they are said: 1 个月, not 1 户·月
UNITS = {"户·月": "个月", "户·周": "周"}
CHECKED_HOW = {
    "leader_scan": "scan",
    "self_scan": "code",
    "leader_tick": "tick",
    "leader_added": "added",
    "typed": "typed",
}


@dataclass(frozen=True)
class Explanation:
    """What a line tells when it is opened; None and empty where there is nothing to tell.

    `receipt_link` is the receipt's number with its mark, as the public page wants it.
    """

    tenths: int
    started: datetime | None = None
    ended: datetime | None = None
    day: date | None = None
    checked_by: str | None = None
    checked_how: str | None = None
    outcome: str | None = None
    entered_by: str | None = None
    back_filled: bool = False
    approved_by: str | None = None
    approved_on: date | None = None
    publicity_days: int | None = None
    objections: int = 0
    posted_on: date | None = None
    quantity: str | None = None
    rate: int | None = None
    less: int = 0
    short: int = 0
    no_points: str | None = None
    source: Any = None
    goods: list[dict[str, Any]] = field(default_factory=list)
    place: str | None = None
    clerk: str | None = None
    collector: str | None = None
    receipt: str | None = None
    receipt_link: str | None = None
    reverses: Any = None


def of_award(award: volunteering.origin.AwardOrigin, language: str) -> Explanation:
    """Where the points of a service came from."""
    publicity = None
    if award.publicity_until and award.approved_on:
        publicity = max(0, (award.publicity_until - award.approved_on).days)
    return Explanation(
        tenths=award.tenths,
        started=award.starts_at,
        ended=award.ends_at,
        day=award.served_on,
        checked_by=award.checked_by or award.leader,
        checked_how=CHECKED_HOW.get(award.method) if award.origin == "activity" else None,
        entered_by=award.entered_by if award.back_filled else None,
        back_filled=award.back_filled,
        approved_by=award.approved_by,
        approved_on=award.approved_on,
        publicity_days=publicity,
        posted_on=clock.shanghai(award.credited_at).date(),
        quantity=quantity_words(award.rule.unit, award.minutes, award.quantity_tenths, language),
        rate=award.rule.tenths,
        less=award.less,
        no_points=award.no_points or None if not award.tenths else None,
        source=award.source,
        place=award.spot or None,
    )


def of_old_line(old: ledger.old_lines.OldLineInfo, source: Any) -> Explanation:
    """What an old book carried over or took off; `short` is what it would have taken and nobody had."""
    return Explanation(
        tenths=old.tenths if old.kind == "opening" else -old.tenths,
        day=old.happened_on,
        short=old.asked - old.tenths,
        source=source,
    )


def of_redemption(
    found: shop.receipts.Receipt,
    clerk: str | None,
    source: Any,
    language: str,
    *,
    collector: str | None = None,
) -> Explanation:
    """What was handed out for the points, and to whom where somebody collected it."""
    return Explanation(
        tenths=found.tenths,
        day=found.redeemed_on,
        goods=[
            {
                "name": wording.named(line, language),
                "quantity": line.quantity,
                "tenths": line.tenths,
            }
            for line in found.lines
        ],
        place=found.shop_name,
        clerk=clerk,
        collector=collector,
        receipt=found.receipt.upper(),
        receipt_link=codes.receipt_token(found.receipt, found.digest),
        source=source,
    )


def of_undoing(found: shop.receipts.Receipt, what: str, clerk: str | None) -> Explanation:
    """Why a redemption was taken back."""
    return Explanation(
        tenths=found.tenths,
        reverses={"what": what, "day": found.redeemed_on, "reason": found.reason},
        place=found.shop_name,
        clerk=clerk,
        receipt=found.receipt.upper(),
        receipt_link=codes.receipt_token(found.receipt, found.digest),
    )


def quantity_words(unit: str, minutes: int, quantity_tenths: int, language: str) -> str | None:
    """How much was done, with the unit of its rule: 4 小时, 1 次."""
    if unit == "小时":
        return f"{wording.hours(minutes, language)} {unit if language == 'zh' else 'h'}"
    word = UNITS.get(unit, unit)
    return f"{wording.points(quantity_tenths, language)} {word}" if language == "zh" else None
