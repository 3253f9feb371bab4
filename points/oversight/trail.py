"""The audit trail as a watcher reads it: searched by what people type, paged by key, with names beside the ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from points import audit
from points.foundation import clock, paging, wording
from points.oversight.lookup import accounts_read_as, meant_by
from points.oversight.naming import KINDS as THINGS
from points.oversight.naming import Beside, Said, beside
from points.oversight.refused import refusal_words

#: all but signing in, only that, or everything
KINDS = ("deeds", "sign_ins", "all")
#: so much of its history a page of a thing shows
LATEST_OF_A_THING = 30
#: what happens all day and decides nothing
SIGN_INS = (
    "account.signed_in",
    "account.signed_out_everywhere",
    "token.opened",
    "session.ended",
    "token.ended",
    "card.opened",
    "second_factor.proved",
    "sheet_code.used",
)
#: facts that are ids, by what they are ids of; the rest of `…_id` is its own name
_FACTS_ABOUT = {
    "account": "points_account",
    "leader": "person",
    "other": "person",
    "collected_by": "person",
    "replaced_by": "card",
    "asked_by": "account",
}
_SUBJECTS = {"goods_item": "item", "receipt": "redemption"}
#: facts that tell a reader nothing that another does not
_NOT_SHOWN = ("code", "transfer_id", "rule_version", "scan_id", "proved", "lapses_on", "collector_id")
#: actions that take something back: their own line is not struck
_TAKES_BACK = (".undone", ".undo_asked", ".undo_declined", ".undo_withdrawn", ".reversed")


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
class TrailAsked:
    """What somebody looks for: `actor` and `about` as they were typed, `kind` one of KINDS where no action is named."""

    kind: str = "all"
    actions: Collection[str] = ()
    actor: str = ""
    about: str = ""
    origin: str = ""
    refused: bool = False
    since: date | None = None
    until: date | None = None


def read(
    community_id: UUID,
    asked: TrailAsked,
    page: paging.PageAsked = paging.FIRST_PAGE,
    *,
    language: str = "zh",
    names_whole: bool = False,
) -> paging.PageFound[TrailRow]:
    """The records that fit, newest first. Residents are masked unless `names_whole`."""
    found = audit.trail.page(community_id, _wanted(community_id, asked), page)
    return found.of(_rows(community_id, found.rows, language, names_whole))


@dataclass(frozen=True)
class History:
    """What happened to a thing, newest first, and whether there is more; how other things are called that its page names,
    and accounts."""

    rows: Sequence[TrailRow]
    more: bool
    called: Mapping[tuple[str, Any], Said]
    names: Mapping[UUID, str]


def history(
    community_id: UUID,
    about: Collection[UUID],
    *,
    things: Collection[tuple[str, Any]] = (),
    accounts: Collection[UUID] = (),
    language: str = "zh",
) -> History:
    """What the newest records say of a thing, for who may see whose it is; with two statements, whatever is named."""
    wanted = audit.trail.TrailFilter(about=about, besides=SIGN_INS)
    return _history(community_id, wanted, language, things=things, accounts=accounts)


def of_account(community_id: UUID, account_id: UUID, *, language: str = "zh") -> History:
    """What the newest records say that was done to an account, but that it signed in: how it came to be, what it may do,
    where it was signed out. What it did itself is not among them, nor what anybody earned."""
    wanted = audit.trail.TrailFilter(subject_id=account_id, besides=("account.signed_in",))
    return _history(community_id, wanted, language)


def _history(
    community_id: UUID,
    wanted: audit.trail.TrailFilter,
    language: str,
    *,
    things: Collection[tuple[str, Any]] = (),
    accounts: Collection[UUID] = (),
) -> History:
    asked = paging.PageAsked(limit=LATEST_OF_A_THING, counted=False)
    found = audit.trail.page(community_id, wanted, asked)
    seen = _beside(community_id, found.rows, language, things=things, accounts=accounts)
    rows = [_row(line, seen, language) for line in found.rows]
    return History(rows, found.after is not None, seen.things, seen.names)


def key_of_day(day: date) -> str:
    """Where a page begins that is to show this day first."""
    return paging.make_key(clock.instant(day + timedelta(days=1)), UUID(int=0))


def _wanted(community_id: UUID, asked: TrailAsked) -> audit.trail.TrailFilter:
    named = list(asked.actions)
    if not named and asked.kind == "sign_ins":
        named = list(SIGN_INS)
    return audit.trail.TrailFilter(
        actions=named or None,
        besides=SIGN_INS if not named and asked.kind == "deeds" else None,
        actors=accounts_read_as(community_id, asked.actor) if asked.actor else None,
        about=meant_by(community_id, asked.about) if asked.about else None,
        origin=asked.origin or None,
        outcome="refused" if asked.refused else None,
        since=clock.instant(asked.since) if asked.since else None,
        until=clock.instant(asked.until + timedelta(days=1)) if asked.until else None,
    )


def _rows(
    community_id: UUID, lines: Sequence[audit.trail.TrailLine], language: str, names_whole: bool
) -> list[TrailRow]:
    seen = _beside(community_id, lines, language)
    if not names_whole:
        # who works here signs with the whole name
        names = {
            one: name if one in seen.roles else wording.masked(name, language)
            for one, name in seen.names.items()
        }
        called = {key: _masked(one, language) for key, one in seen.things.items()}
        seen = replace(seen, names=names, things=called)
    return [_row(line, seen, language) for line in lines]


def _beside(
    community_id: UUID,
    lines: Sequence[audit.trail.TrailLine],
    language: str,
    *,
    things: Collection[tuple[str, Any]] = (),
    accounts: Collection[UUID] = (),
) -> Beside:
    """How everything is called that these records name, and what else is asked for."""
    found = beside(
        community_id,
        [*things, *(one for line in lines for one in _things(line))],
        accounts={*accounts, *(line.actor_id for line in lines if line.actor_id is not None)},
        records=[line.id for line in lines if line.outcome == "done"],
    )
    if language == "zh":
        return found
    called = {key: replace(one, words=one.english or one.words) for key, one in found.things.items()}
    return replace(found, things=called)


def _row(line: audit.trail.TrailLine, seen: Beside, language: str) -> TrailRow:
    called = seen.things
    refused = line.outcome == "refused"
    subject = called.get((_SUBJECTS.get(line.subject_kind, line.subject_kind), line.subject_id))
    device = called.get(("device", line.device_id))
    facts = {
        name: one
        for name, one in line.facts.items()
        if name not in _NOT_SHOWN or (name == "code" and not refused)
    }
    words, told = refusal_words(line.facts, language) if refused else (None, frozenset())
    return TrailRow(
        id=str(line.id),
        at=line.at,
        actor_kind=line.actor_kind,
        actor_name=seen.names.get(line.actor_id) if line.actor_id else None,
        role=seen.roles.get(line.actor_id) if line.actor_id else None,
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
            **seen.private.get(line.id, {}),
        },
    )


def _things(line: audit.trail.TrailLine) -> Iterator[tuple[str, Any]]:
    """Everything a record refers to."""
    if line.subject_id is not None:
        yield _SUBJECTS.get(line.subject_kind, line.subject_kind), line.subject_id
    if line.device_id is not None:
        yield "device", line.device_id
    for name, fact in line.facts.items():
        yield from _things_in(name, fact)


def _things_in(name: str, fact: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(fact, list):
        for one in fact:
            yield from _things_in(name, one)
    elif isinstance(fact, dict) and name == "items":
        yield from (("item_code", code) for code in fact)
    elif isinstance(fact, dict):
        for part, one in fact.items():
            yield from _things_in(part, one)
    elif (key := _key(name, fact)) is not None:
        yield key


def _key(name: str, fact: Any) -> tuple[str, Any] | None:
    """What a fact refers to, if anything."""
    if name == "code" and isinstance(fact, str):
        return "item_code", fact
    about = name.removesuffix("_id").removesuffix("s") if isinstance(fact, str) and len(fact) == 36 else ""
    kind = _FACTS_ABOUT.get(about, about)
    try:
        return (kind, UUID(fact)) if kind in THINGS else None
    except ValueError:
        return None


def _called(name: str, fact: Any, called: Mapping[tuple[str, Any], Said]) -> Any:
    if isinstance(fact, list):
        return [_called(name, one, called) for one in fact]
    if name == "items" and isinstance(fact, dict):
        return [(called.get(("item_code", code), code), count) for code, count in fact.items()]
    if isinstance(fact, dict):
        return {part: _called(part, one, called) for part, one in fact.items()}
    key = _key(name, fact)
    return fact if key is None else called.get(key, fact)


def _masked(one: Said, language: str) -> Said:
    return replace(one, of=wording.masked(one.of, language)) if one.of else one
