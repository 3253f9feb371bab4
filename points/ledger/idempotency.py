"""Request keys: the same request again gives the same answer and moves nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, add_rows, clock, new_id
from points.foundation.database import upsert
from points.foundation.prepared import given, prepared
from points.ledger.models import Replay, Txn
from points.ledger.refusals import RequestKeyReused


@dataclass(frozen=True)
class Begun:
    """A business event: new, or one that was done before (`replayed`) with its stored answer ids; and when it was done."""

    txn_id: UUID
    answer: dict[str, Any]
    replayed: bool
    at: datetime


@dataclass(frozen=True)
class NewKey:
    """A request key, the body it is taken for, and the answer that is stored with it."""

    request_key: str
    body: Mapping[str, Any]
    answer: Mapping[str, Any]


def begin(
    community_id: UUID,
    *,
    request_key: str,
    body: Mapping[str, Any],
    answer: Mapping[str, Any],
    action: str,
    actor: Actor,
) -> Begun:
    """Take a request key for this body, or find what it was taken for: it is taken first, and looked at only when
    somebody has it.

    A found one is confirmed by a small write: after a fail-over a mere read could confirm a commit that
    vanishes. The same key with another body is refused. Two at once meet in the unique key; the loser waits there
    and finds the winner's answer.
    """
    row = _row(community_id, NewKey(request_key, body, answer), action, actor)
    if _take().first(**row) is None:
        return _taken_before(community_id, row)
    return Begun(row["id"], row["answer"], replayed=False, at=row["at"])


def begin_many(community_id: UUID, claims: Sequence[NewKey], *, action: str, actor: Actor) -> list[Begun]:
    """The same for several keys, all different, with one statement for those that nobody has taken."""
    if not claims:
        return []
    rows = [_row(community_id, one, action, actor) for one in claims]
    taken = {row.request_key for row in _take().for_each(rows)}
    return [
        Begun(row["id"], row["answer"], replayed=False, at=row["at"])
        if row["request_key"] in taken
        else _taken_before(community_id, row)
        for row in rows
    ]


def _row(community_id: UUID, claim: NewKey, action: str, actor: Actor) -> dict[str, Any]:
    return {
        "community_id": community_id,
        "id": new_id(),
        "request_key": claim.request_key,
        "digest": hashlib.sha256(json.dumps(claim.body, sort_keys=True, default=str).encode()).digest(),
        "deed": action,
        "actor_id": actor.account_id,
        "answer": dict(claim.answer),
        "at": clock.now(),
    }


def _taken_before(community_id: UUID, wanted: Mapping[str, Any]) -> Begun:
    found = find(community_id, wanted["request_key"])
    assert found is not None
    if found[1] != wanted["digest"]:
        raise RequestKeyReused(request_key=wanted["request_key"])
    return _confirmed(community_id, found[0])


def confirm(community_id: UUID, request_key: str) -> Begun | None:
    """What became of a key, for who only asks: a found answer is confirmed by the same small write, and nothing else is
    done. None where nobody has taken it."""
    found = find(community_id, request_key)
    return None if found is None else _confirmed(community_id, found[0])


def _confirmed(community_id: UUID, begun: Begun) -> Begun:
    row = {"community_id": community_id, "id": new_id(), "txn_id": begun.txn_id, "at": clock.now()}
    add_rows(Replay, [row])
    return begun


def find(community_id: UUID, request_key: str) -> tuple[Begun, bytes] | None:
    """The event this key was taken for, with the digest of its body."""
    row = _by_key().first(community=community_id, key=request_key)
    return None if row is None else (Begun(row.id, row.answer, replayed=True, at=row.at), row.digest)


@prepared
def _take() -> sa.Executable:
    taking = upsert(Txn).on_conflict_do_nothing(index_elements=["community_id", "request_key"])
    inserted: sa.Executable = taking.returning(Txn.request_key)
    return inserted


@prepared
def _by_key() -> sa.Executable:
    return sa.select(Txn.id, Txn.answer, Txn.digest, Txn.at).where(
        Txn.community_id == given("community"), Txn.request_key == given("key")
    )
