"""The audit trail as a watcher reads it: searched by what people type, paged by key, with names beside the ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from points import audit
from points.foundation import Refusal, clock, paging
from points.oversight.lookup import accounts_read_as, doers, readable, subjects_read_as

FILTERS = ("action", "actor", "subject", "since", "until", "origin", "refused")
PAGE = 50


@dataclass(frozen=True)
class TrailRow:
    """One record as a page shows it; codes, no sentences but a refusal's."""

    id: str
    at: datetime
    actor_name: str | None
    role: str | None
    device_name: str | None
    action: str
    subject: Mapping[str, str] | None
    origin: str | None
    refused: bool
    refusal: str | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class TrailPage:
    """One page of the trail; `next_key` asks for the page after it."""

    rows: list[TrailRow]
    next_key: str | None
    actions: list[str]
    errors: dict[str, str]


def read(community_id: UUID, typed: Mapping[str, str], *, after: str = "", language: str = "zh") -> TrailPage:
    """The records that fit what was typed, newest first."""
    days, errors = _days(typed)
    wanted = audit.trail.TrailFilter(
        action=typed["action"] or None,
        actors=accounts_read_as(community_id, typed["actor"]) if typed["actor"].strip() else None,
        subjects=subjects_read_as(community_id, typed["subject"]) if typed["subject"].strip() else None,
        origin=typed["origin"] or None,
        outcome="refused" if typed["refused"] else None,
        since=clock.instant(days["since"]) if "since" in days else None,
        until=clock.instant(days["until"] + timedelta(days=1)) if "until" in days else None,
        before=paging.read_key(after),
    )
    lines = audit.trail.read(community_id, wanted, limit=PAGE + 1)
    shown = lines[:PAGE]
    next_key = paging.make_key(shown[-1].at, shown[-1].id) if len(lines) > PAGE else None
    return TrailPage(
        _rows(community_id, shown, language), next_key, audit.trail.actions_known(community_id), errors
    )


def _days(typed: Mapping[str, str]) -> tuple[dict[str, date], dict[str, str]]:
    days, errors = {}, {}
    for name in ("since", "until"):
        if not typed[name].strip():
            continue
        try:
            days[name] = date.fromisoformat(typed[name].strip())
            clock.instant(days[name] + timedelta(days=1))
        except (ValueError, OverflowError):
            days.pop(name, None)
            errors[name] = "not_a_date"
    return days, errors


def _rows(community_id: UUID, lines: list[audit.trail.TrailLine], language: str) -> list[TrailRow]:
    names, roles = doers(community_id, {line.actor_id for line in lines if line.actor_id is not None})
    subjects = [(one.subject_kind, one.subject_id) for one in lines if one.subject_id]
    devices = [("device", one.device_id) for one in lines if one.device_id]
    words = readable(community_id, [*subjects, *devices])
    return [
        TrailRow(
            id=str(line.id),
            at=line.at,
            actor_name=names.get(line.actor_id) if line.actor_id else None,
            role=roles.get(line.actor_id) if line.actor_id else None,
            device_name=words.get(line.device_id) if line.device_id else None,
            action=line.action,
            subject=_subject(line, words),
            origin=None if line.origin == "entered" else line.origin,
            refused=line.outcome == "refused",
            refusal=_refusal(line, language) if line.outcome == "refused" else None,
            facts={**{name: one for name, one in line.facts.items() if name != "code"}, **line.words},
        )
        for line in lines
    ]


def _subject(line: audit.trail.TrailLine, words: Mapping[UUID, str]) -> dict[str, str] | None:
    if line.subject_id is None:
        return None
    read_as = words.get(line.subject_id, str(line.subject_id))
    return {"kind": line.subject_kind, "public_id": read_as}


def _refusal(line: audit.trail.TrailLine, language: str) -> str:
    """The sentence the person was given, where the numbers that were kept are enough to say it again."""
    code = str(line.facts.get("code", ""))
    kind = _kinds().get(code)
    if kind is None:
        return code
    try:
        return kind(**{name: one for name, one in line.facts.items() if name != "code"}).message(language)
    except (KeyError, TypeError, ValueError, AttributeError):
        return code


def _kinds(base: type[Refusal] = Refusal) -> dict[str, type[Refusal]]:
    found: dict[str, type[Refusal]] = {}
    for kind in base.__subclasses__():
        found |= {kind.code: kind, **_kinds(kind)}
    return found
