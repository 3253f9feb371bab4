"""What a change of a setting would touch, counted in the books: how many purses, points, vouchers, records. Read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, reading, settings
from points.foundation.database import UtcTime, db
from points.oversight.sql import asked

#: so many days back a limit is tried out on what was done
TRIED_ON = 90
SOON = 30


@dataclass(frozen=True)
class Touched:
    """One count: `fact` says of what. Where the value itself decides, `now` is under today's value and `then` under the
    new one; where it does not, `then` is None."""

    fact: str
    now: int
    then: int | None = None


_WAITING = "SELECT count(*) FROM volunteering_service WHERE community_id = :c AND status IN ('submitted', 'verified')"
_POINTS_OUT = "FROM ledger_lot WHERE community_id = :c AND remaining > 0 AND lapses_on >= :today"
#: people's days that were longer than so many minutes
_LONG_DAYS = (
    "SELECT count(*) FROM (SELECT person_id FROM volunteering_service WHERE community_id = :c AND served_on >= :since"
    " AND status IN ('submitted', 'verified', 'approved', 'in_publicity', 'credited')"
    " GROUP BY person_id, served_on HAVING sum(minutes) > :value) AS d"
)
_COUNTS: dict[str, str] = {
    "people": "SELECT count(*) FROM people_person WHERE community_id = :c AND status = 'active'",
    "purses": "SELECT count(*) FROM people_purse WHERE community_id = :c",
    "purses_with_points": f"SELECT count(DISTINCT account_id) {_POINTS_OUT}",
    "points_out_tenths": f"SELECT coalesce(sum(remaining), 0) {_POINTS_OUT}",
    "points_ending_soon_tenths": f"SELECT coalesce(sum(remaining), 0) {_POINTS_OUT} AND lapses_on <= :soon",
    "purses_with_gifts": f"SELECT count(DISTINCT account_id) {_POINTS_OUT} AND kind = 'gifted'",
    "gifts_tenths": f"SELECT coalesce(sum(remaining), 0) {_POINTS_OUT} AND kind = 'gifted'",
    # whether they can be spent or have lapsed: the nightly round takes those away
    "purses_in_balance": (
        "SELECT count(*) FROM ledger_balance b JOIN people_purse u ON u.community_id = :c AND u.account_id = b.account_id"
        " WHERE b.community_id = :c AND b.posted <> 0"
    ),
    "waiting": _WAITING,
    "waiting_typed_later": f"{_WAITING} AND origin = 'back_filled'",
    "in_publicity": (
        "SELECT count(*) FROM volunteering_service WHERE community_id = :c AND status IN ('in_publicity', 'objected')"
    ),
    "may_be_taken_back": (
        "SELECT count(*) FROM volunteering_service WHERE community_id = :c AND status = 'approved'"
    ),
    "vouchers_open": "SELECT count(*) FROM shop_voucher WHERE community_id = :c AND status = 'open'",
    "cards_without_pin": (
        "SELECT count(*) FROM people_card WHERE community_id = :c AND status = 'active' AND pin_hash IS NULL"
    ),
    "ways_waiting": (
        "SELECT count(*) FROM people_way WHERE community_id = :c AND confirmed_at IS NULL AND ended_at IS NULL"
    ),
    "roles_waiting": (
        "SELECT count(*) FROM people_role_grant WHERE community_id = :c AND confirmed_at IS NULL AND ended_at IS NULL"
    ),
    "prices_waiting": "SELECT count(*) FROM goods_price_proposal WHERE community_id = :c AND status = 'open'",
    "stocktakes_open": (
        "SELECT count(*) FROM goods_stocktake t WHERE t.community_id = :c AND EXISTS (SELECT 1 FROM goods_stocktake_line l"
        " WHERE l.community_id = :c AND l.stocktake_id = t.id AND NOT EXISTS (SELECT 1 FROM goods_signed_count s"
        " WHERE s.community_id = :c AND s.line_id = l.id))"
    ),
    "undo_waiting": "SELECT count(*) FROM shop_undo WHERE community_id = :c AND status = 'asked'",
    "shifts_open": "SELECT count(*) FROM shop_shift WHERE community_id = :c AND status = 'open'",
    "given_this_month_tenths": (
        "SELECT coalesce(sum(tenths), 0) FROM volunteering_award WHERE community_id = :c AND at >= :month"
    ),
}
#: counted under today's value and under the new one
_TRIED: dict[str, str] = {
    "long_days": _LONG_DAYS,
    "people_paused": (
        "SELECT count(*) FROM (SELECT s.person_id FROM volunteering_sign_up s JOIN volunteering_activity a"
        " ON a.community_id = :c AND a.id = s.activity_id WHERE s.community_id = :c AND s.status = 'no_show'"
        " AND a.starts_at >= :year GROUP BY s.person_id HAVING count(*) >= :value) AS d"
    ),
    "people_beyond_whole_hours": (
        "SELECT count(*) FROM (SELECT person_id FROM volunteering_award WHERE community_id = :c"
        " GROUP BY person_id HAVING sum(minutes) > :value) AS d"
    ),
}
#: what has to be settled before a community is closed
_UNSETTLED = ("purses_in_balance", "vouchers_open", "waiting", "in_publicity", "may_be_taken_back")
#: what each setting touches
TOUCHES: dict[str, tuple[str, ...]] = {
    "purse_of": ("people", "purses"),
    "validity": ("waiting", "purses_with_points", "points_out_tenths"),
    "grace_days": ("purses_with_points", "points_ending_soon_tenths"),
    "backfilled_points": ("waiting_typed_later",),
    "decay": ("people_beyond_whole_hours", "waiting"),
    "gift_match": ("purses_with_gifts", "gifts_tenths"),
    "month_budget_tenths": ("given_this_month_tenths",),
    "fen_per_point": ("points_out_tenths",),
    "publicity_days": ("waiting", "in_publicity"),
    "takeback_seconds": ("waiting", "may_be_taken_back"),
    "day_limit_minutes": ("long_days", "waiting"),
    "street_limit_minutes": ("long_days", "waiting"),
    **dict.fromkeys(("exchange_days", "voucher_days"), ("vouchers_open",)),
    **dict.fromkeys(("elders_first_minutes", "served_after_minutes", "queue_places"), ("people",)),
    "card_no_pin_tenths": ("cards_without_pin",),
    "collect_month_tenths": ("people",),
    "cooling_days": ("ways_waiting",),
    "working_day_overrides": ("waiting", "in_publicity"),
    "no_show_pause": ("people_paused",),
    "new_decider_days": ("roles_waiting",),
    "price_approval": ("prices_waiting",),
    "undo_days": ("undo_waiting",),
    "handover_items": ("shifts_open",),
    "handover_limit": ("shifts_open",),
    "street_count_tenths": ("stocktakes_open",),
}


def preview(community_id: UUID, name: str, value: Any) -> list[Touched]:
    """What the books hold today that this setting has to do with."""

    def query() -> list[Touched]:
        now = settings(community_id, [name])[name]
        return [_touched(community_id, fact, now, value) for fact in TOUCHES.get(name, ())]

    return reading(query)


def unsettled(community_id: UUID) -> dict[str, int]:
    """What the books of a community still hold for somebody: while they do, it is not closed."""
    counted = {fact: _count(community_id, _COUNTS[fact]) for fact in _UNSETTLED}
    records = sum(counted[fact] for fact in ("waiting", "in_publicity", "may_be_taken_back"))
    return {"purses": counted["purses_in_balance"], "vouchers": counted["vouchers_open"], "records": records}


def _touched(community_id: UUID, fact: str, now: Any, then: Any) -> Touched:
    if fact in _COUNTS:
        return Touched(fact, _count(community_id, _COUNTS[fact]))
    before, after = (_threshold(fact, one) for one in (now, then))
    return Touched(fact, *(_tried(community_id, fact, one) for one in (before, after)))


def _tried(community_id: UUID, fact: str, threshold: int | None) -> int:
    return 0 if threshold is None else _count(community_id, _TRIED[fact], value=threshold)


def _threshold(fact: str, value: Any) -> int | None:
    """The number a value is compared with."""
    if fact == "people_paused":
        return int(value["times"])
    if fact == "people_beyond_whole_hours":
        whole = 0
        for up, part in value or ((None, 1),):
            if part > 1 or up is None:
                return whole * 60 if part > 1 else None
            whole = up
    return int(value)


def _count(community_id: UUID, sql: str, **more: int) -> int:
    today = clock.today()
    known: Mapping[str, tuple[Any, Any]] = {
        "c": (community_id, sa.Uuid()),
        "today": (today, sa.Date()),
        "soon": (today + timedelta(days=SOON), sa.Date()),
        "since": (today - timedelta(days=TRIED_ON), sa.Date()),
        "month": (clock.instant(today.replace(day=1)), UtcTime()),
        "year": (clock.instant(today.replace(month=1, day=1)), UtcTime()),
        "value": (more.get("value"), sa.BigInteger()),
    }
    used = {name: pair for name, pair in known.items() if f":{name}" in sql}
    statement = asked(sql, **{name: kind for name, (_, kind) in used.items()})
    return int(db.session.execute(statement, {name: one for name, (one, _) in used.items()}).scalar_one())
