"""The tables of rules, penalties and goods as a community has them, written as their import reads them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from points import volunteering
from points.imports.blank_sheets import BlankLine
from points.imports.changing.goods import StandingGoods
from points.imports.changing.rules import StandingRules

_WINDOWS = {"month": "月", "quarter": "季", "year": "年"}


def standing_lines(community_id: UUID) -> dict[str, Sequence[BlankLine]]:
    """By table, its lines in the order of their numbers. Handed in unchanged they say nothing new."""
    rules = sorted(StandingRules.of(community_id).by_code.values(), key=lambda one: one.code)
    standing = StandingGoods.of(community_id)
    return {
        "rules": [_rule(one) for one in rules if one.kind != "penalty"],
        "penalties": [_penalty(one) for one in rules if one.kind == "penalty"],
        "goods": [
            _item(code, standing)
            for code, ware in sorted(standing.wares.items())
            if ware.status != "withdrawn"
        ],
    }


def _rule(one: volunteering.rules.RuleInfo) -> BlankLine:
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "category": one.category,
        "unit": one.unit,
        "tenths": one.not_counted or one.tenths / 10,
        "tier": one.tier,
        "cap": one.cap,
        "evidence": one.evidence,
        "credits_to": "户" if one.credits_to == "household" else "个人",
        "counts_hours": "是" if one.counts_hours else "否",
        "least_minutes": one.least_minutes if one.least_minutes > 0 else None,
    }


def _penalty(one: volunteering.rules.RuleInfo) -> BlankLine:
    return {
        "code": one.code,
        "situation": one.name,
        "name_en": one.name_en,
        "handling": one.cap,
        "procedure": one.evidence,
    }


def _item(code: str, standing: StandingGoods) -> BlankLine:
    facts, price = standing.wares[code].facts, standing.prices[code]
    window = _WINDOWS.get(facts.limit_window)
    return {
        "code": code,
        "name": facts.name,
        "name_en": facts.name_en,
        "unit": facts.unit,
        "tenths": None if price is None else price / 10,
        "reference": facts.reference_fen / 100 or None,
        "shelf_days": facts.shelf_days,
        "safety_stock": facts.safety_stock or None,
        "limit": f"{facts.limit_count}/{window}" if window else None,
        "supply": facts.supply,
        "barcode": " ".join(standing.barcodes[code]),
    }
