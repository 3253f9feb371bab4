"""The audit trail as a watcher reads it: searched by what people type, paged by key, with names beside the ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from points import audit
from points.foundation import clock, paging, wording
from points.oversight.lookup import accounts_read_as, meant_by
from points.oversight.naming import KINDS, Said, doers, said
from points.oversight.refused import refusal_words

FILTERS = ("action", "actor", "subject", "since", "until", "origin", "refused")
PAGE = 50
#: what happens all day and decides nothing
SIGN_INS = ("account.signed_in", "account.signed_out_everywhere", "token.opened", "token.ended", "card.opened")
#: facts that are ids, by what they are ids of; the rest of `…_id` is its own name
_FACTS_ABOUT = {
    "account": "points_account",
    "leader": "person",
    "other": "person",
    "replaced_by": "card",
    "asked_by": "account",
}
_SUBJECTS = {"goods_item": "item", "receipt": "redemption"}
#: facts that tell a reader nothing that another does not
_NOT_SHOWN = ("code", "transfer_id", "rule_version", "scan_id")
#: actions that take something back: their own line is not struck
_TAKES_BACK = (".undone", ".undo_asked", ".reversed")


@dataclass(frozen=True)
class TrailRow:
    """One record as a page shows it; codes, no sentences but a refusal's. Ids in facts have become what they are called."""

    id: str
    at: datetime
    actor_kind: str
    actor_name: str | None
    role: str | None
    device_name: str | None
    action: str
    subject_kind: str
    subject: Said | None
    subject_id: str
    origin: str | None
    refused: bool
    refusal: str | None
    undone: bool
    facts: dict[str, Any]


@dataclass(frozen=True)
class TrailPage:
    """One page of the trail; `next_key` asks for the page after it."""

    rows: list[TrailRow]
    next_key: str | None
    errors: dict[str, str]


def wanted_by(
    community_id: UUID, typed: Mapping[str, str]
) -> tuple[audit.trail.TrailFilter, dict[str, str]]:
    """The filter that was typed, and what of it cannot be read. An action may be several, with commas; `deeds` is all
    but signing in."""
    days, errors = _days(typed)
    actions = [one for one in typed["action"].split(",") if one]
    deeds = actions == ["deeds"]
    wanted = audit.trail.TrailFilter(
        actions=actions if actions and not deeds else None,
        besides=SIGN_INS if deeds else None,
        actors=accounts_read_as(community_id, typed["actor"]) if typed["actor"].strip() else None,
        about=meant_by(community_id, typed["subject"]) if typed["subject"].strip() else None,
        origin=typed["origin"] or None,
        outcome="refused" if typed["refused"] else None,
        since=clock.instant(days["since"]) if "since" in days else None,
        until=clock.instant(days["until"] + timedelta(days=1)) if "until" in days else None,
    )
    return wanted, errors


def read(
    community_id: UUID,
    typed: Mapping[str, str],
    *,
    after: str = "",
    language: str = "zh",
    names_whole: bool = False,
    limit: int = PAGE,
) -> TrailPage:
    """The records that fit what was typed, newest first. Residents are masked unless `names_whole`."""
    wanted, errors = wanted_by(community_id, typed)
    wanted = replace(wanted, before=paging.read_key(after))
    lines = audit.trail.read(community_id, wanted, limit=limit + 1)
    shown = lines[:limit]
    next_key = paging.make_key(shown[-1].at, shown[-1].id) if len(lines) > limit else None
    return TrailPage(_rows(community_id, shown, language, names_whole), next_key, errors)


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


def _rows(
    community_id: UUID, lines: list[audit.trail.TrailLine], language: str, names_whole: bool
) -> list[TrailRow]:
    names, roles = doers({line.actor_id for line in lines if line.actor_id is not None})
    called = said(community_id, (one for line in lines for one in _things(line)))
    if not names_whole:
        # who works here signs with the whole name
        names = {one: name if one in roles else wording.masked(name, language) for one, name in names.items()}
        called = {key: _masked(one, language) for key, one in called.items()}
    if language != "zh":
        called = {key: replace(one, words=one.english or one.words) for key, one in called.items()}
    return [_row(line, names, roles, called, language) for line in lines]


def _row(
    line: audit.trail.TrailLine,
    names: Mapping[UUID, str],
    roles: Mapping[UUID, str],
    called: Mapping[tuple[str, Any], Said],
    language: str,
) -> TrailRow:
    refused = line.outcome == "refused"
    subject = called.get((_SUBJECTS.get(line.subject_kind, line.subject_kind), line.subject_id))
    device = called.get(("device", line.device_id))
    facts = {name: one for name, one in line.facts.items() if name not in _NOT_SHOWN or (name == "code" and not refused)}
    words, told = refusal_words(line.facts, language) if refused else (None, frozenset())
    return TrailRow(
        id=str(line.id),
        at=line.at,
        actor_kind=line.actor_kind,
        actor_name=names.get(line.actor_id) if line.actor_id else None,
        role=roles.get(line.actor_id) if line.actor_id else None,
        device_name=device.words if device else None,
        action=line.action,
        subject_kind=line.subject_kind,
        subject=subject,
        subject_id=str(line.subject_id) if line.subject_id else "",
        origin=None if line.origin == "entered" else line.origin,
        refused=refused,
        refusal=words,
        undone=bool(subject and subject.undone and not refused and not line.action.endswith(_TAKES_BACK)),
        facts={
            **{name: _called(name, one, called) for name, one in facts.items() if name not in told},
            **line.words,
        },
    )


def _things(line: audit.trail.TrailLine) -> Iterator[tuple[str, Any]]:
    """Everything a record refers to."""
    if line.subject_id is not None:
        yield _SUBJECTS.get(line.subject_kind, line.subject_kind), line.subject_id
    if line.device_id is not None:
        yield "device", line.device_id
    for name, fact in line.facts.items():
        for one in fact if isinstance(fact, list) else [fact]:
            if (key := _key(name, one)) is not None:
                yield key
        if name == "items" and isinstance(fact, dict):
            yield from (("item_code", code) for code in fact)


def _key(name: str, fact: Any) -> tuple[str, Any] | None:
    """What a fact refers to, if anything."""
    if name == "code" and isinstance(fact, str):
        return "item_code", fact
    about = name.removesuffix("_id").removesuffix("s") if isinstance(fact, str) and len(fact) == 36 else ""
    kind = _FACTS_ABOUT.get(about, about)
    try:
        return (kind, UUID(fact)) if kind in KINDS else None
    except ValueError:
        return None


def _called(name: str, fact: Any, called: Mapping[tuple[str, Any], Said]) -> Any:
    if isinstance(fact, list):
        return [_called(name, one, called) for one in fact]
    if name == "items" and isinstance(fact, dict):
        return [(called.get(("item_code", code), code), count) for code, count in fact.items()]
    key = _key(name, fact)
    return fact if key is None else called.get(key, fact)


def _masked(one: Said, language: str) -> Said:
    return replace(one, of=wording.masked(one.of, language)) if one.of else one
