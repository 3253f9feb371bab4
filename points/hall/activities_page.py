"""Activities, rules and the notice board in a resident's words; it signs nobody up."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from points import people, volunteering
from points.foundation import Actor, calendar, clock, wording

BOARD_LINES = 60


def open_for(actor: Actor, language: str) -> list[dict[str, Any]]:
    """Activities one can still join or has joined."""
    return [_activity(one, language) for one in volunteering.open_activities(actor)]


def rules(actor: Actor, language: str) -> list[dict[str, Any]]:
    """What each act is worth, category by category."""
    found = volunteering.rulebook(actor.community_id)
    return [
        {
            "name": wording.named(one, language),
            "category": one.category,
            "unit": one.unit,
            "tenths": one.tenths,
            "cap": one.cap or None,
            "hours": one.counts_hours,
        }
        for one in sorted(found, key=lambda rule: (rule.category, rule.code))
    ]


def board(actor: Actor, language: str, *, mine: bool) -> dict[str, Any]:
    """What is in publicity now, in order of posting; names masked, phones nowhere."""
    records = volunteering.in_publicity(actor.community_id, limit=500)
    cards = people.people(actor.community_id, {one.person_id for one in records})
    own = [one for one in records if one.person_id == actor.person_id]
    last_days = [one.publicity_until for one in records if one.publicity_until]
    ends = clock.instant(min(last_days), time(23, 59)) if last_days else None
    shown = own if mine else records
    return {
        "period_ends": ends,
        "working_days_left": _working_days(ends),
        "filter": "mine" if mine else "all",
        "total": len(records),
        "mine": len(own),
        "lines": [_posted(one, cards[one.person_id], language) for one in shown[:BOARD_LINES]],
        "older": None,
        "older_count": max(0, len(shown) - BOARD_LINES),
    }


def _working_days(ends: datetime | None) -> int | None:
    if ends is None:
        return None
    return calendar.working_days_between(clock.today(), clock.shanghai(ends).date(), {})


def _posted(one: volunteering.Record, card: people.PersonCard, language: str) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "name": wording.masked(card.name, language),
        "place": card.door.split("栋")[0] + "栋" if "栋" in card.door else None,
        "what": one.what,
        "quantity": wording.hours(one.minutes, language) if one.minutes else None,
        "tenths": 0,
        "back_filled": one.origin == "back_filled",
    }


def _activity(one: volunteering.OpenActivity, language: str) -> dict[str, Any]:
    found = one.activity
    return {
        "public_id": found.public_id,
        "name": found.title,
        "starts": found.starts_at,
        "ends": found.ends_at,
        "place": found.spot or None,
        "leader": one.leader_name or "",
        "signed_up": one.signed_up,
        "limit": found.capacity,
        "mine": one.mine,
        "quantity": wording.hours(one.minutes, language) if one.minutes else None,
        "worth": one.worth or None,
        "can_withdraw": one.can_withdraw,
        "can_sign_up": one.can_sign_up,
    }
