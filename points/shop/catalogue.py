"""Baskets and the shelf: what items cost, how many of each a purse may still take, what the tiles say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import goods, ledger
from points.foundation import clock
from points.foundation.prepared import given, prepared
from points.shop import policy
from points.shop.models import Redemption, RedemptionLine, Undo

#: what people take is what is in so many of the newest redemptions: a month of a large shop, months of a household
OWN_REDEMPTIONS, ALL_REDEMPTIONS = 60, 400


@dataclass(frozen=True)
class Offer:
    """An item with what is left for one payer's household and for the payer alone (None: not limited), and whether it
    is taken often."""

    item: goods.items.ItemInfo
    left: int | None
    frequent: bool
    person_left: int | None = None


def offers(
    community_id: UUID,
    account_id: UUID | None = None,
    *,
    person_id: UUID | None = None,
    frequent: bool = False,
    shop_id: UUID | None = None,
    near: bool = True,
) -> list[Offer]:
    """Everything on offer in a shop, or in all, what ends soon at a price of its own first (if `near`), with what this purse and
    this person may still take of it, and what is taken often where that is asked."""
    today = clock.today()
    items = [
        *(goods.items.near_expiry(community_id, shop_id=shop_id) if near else ()),
        *goods.items.on_offer(community_id, shop_id=shop_id),
    ]
    used: dict[str, int] = {}
    subjects = [one for one in (account_id, person_id) if one is not None]
    if subjects:
        used = ledger.caps.used(community_id, subjects, _periods(items, today))
    often = _often(community_id, today) if frequent else set()
    return [
        Offer(
            item=one,
            left=_left(one.limit_count, used.get(policy.rule_of(one.code), 0)),
            frequent=one.item_id in often or (frequent and one.batch is not None),
            person_left=_left(one.person_limit_count, used.get(policy.person_rule_of(one.code), 0)),
        )
        for one in items
    ]


def _periods(items: Sequence[goods.items.ItemInfo], today: date) -> dict[str, str]:
    """The period of today by what each limit of these is called."""
    households = {
        policy.rule_of(one.code): policy.period_of(one.limit_window, today)
        for one in items
        if one.limit_count
    }
    persons = {
        policy.person_rule_of(one.code): policy.period_of(one.person_limit_window, today)
        for one in items
        if one.person_limit_window
    }
    return households | persons


def _left(allowed: int | None, used: int) -> int | None:
    return max(0, allowed - used) if allowed else None


def wanted(community_id: UUID, account_id: UUID) -> dict[UUID, tuple[int, int]]:
    """Of each item, how often this purse took it lately, and how often the whole community did; what was taken back
    was not wanted."""
    rows = _wanted().all(community=community_id, account=account_id)
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def _often(community_id: UUID, today: date) -> set[UUID]:
    return set(_frequent().values(community=community_id, since=today - timedelta(days=365)))


@prepared
def _frequent() -> sa.Executable:
    return (
        sa.select(RedemptionLine.item_id)
        .join(
            Redemption,
            sa.and_(
                Redemption.community_id == RedemptionLine.community_id,
                Redemption.id == RedemptionLine.redemption_id,
            ),
        )
        .where(Redemption.community_id == given("community"), Redemption.redeemed_on >= given("since"))
        .group_by(RedemptionLine.item_id)
        .order_by(sa.func.sum(RedemptionLine.quantity).desc(), RedemptionLine.item_id)
        .limit(16)
    )


@prepared
def _wanted() -> sa.Executable:
    """The newest redemptions of the purse and of all, each by its index, so that a long book costs no more."""
    newest = (
        sa.select(Redemption.community_id, Redemption.id)
        .where(Redemption.community_id == given("community"))
        .order_by(Redemption.at.desc())
    )
    own = newest.where(Redemption.account_id == given("account")).limit(OWN_REDEMPTIONS).subquery("own")
    every = newest.limit(ALL_REDEMPTIONS).subquery("every")

    def taken(of: sa.Subquery, *, mine: bool) -> sa.Select[*tuple[Any, ...]]:
        back = sa.select(Undo.id).where(
            Undo.community_id == of.c.community_id,
            Undo.redemption_id == of.c.id,
            Undo.status == "confirmed",
        )
        once, nothing = (sa.literal_column(number, sa.Integer()) for number in ("1", "0"))
        here = sa.and_(
            RedemptionLine.community_id == of.c.community_id, RedemptionLine.redemption_id == of.c.id
        )
        return (
            sa.select(
                RedemptionLine.item_id,
                (once if mine else nothing).label("own"),
                (nothing if mine else once).label("every"),
            )
            .join(of, here)
            .where(~back.exists())
        )

    both = sa.union_all(taken(own, mine=True), taken(every, mine=False)).subquery("both")
    return sa.select(both.c.item_id, sa.func.sum(both.c.own), sa.func.sum(both.c.every)).group_by(
        both.c.item_id
    )
