"""Request keys: the same request again gives the same answer and moves nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
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
    """A business event: new, or one that was done before (`replayed`) with its stored answer ids."""

    txn_id: UUID
    answer: dict[str, Any]
    replayed: bool


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
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).digest()
    txn_id = new_id()
    taken = _take().first(
        community_id=community_id,
        id=txn_id,
        request_key=request_key,
        digest=digest,
        deed=action,
        actor_id=actor.account_id,
        answer=dict(answer),
        at=clock.now(),
    )
    if taken is not None:
        return Begun(txn_id, dict(answer), replayed=False)
    found = find(community_id, request_key)
    assert found is not None
    if found[1] != digest:
        raise RequestKeyReused(request_key=request_key)
    row = {"community_id": community_id, "id": new_id(), "txn_id": found[0].txn_id, "at": clock.now()}
    add_rows(Replay, [row])
    return found[0]


def find(community_id: UUID, request_key: str) -> tuple[Begun, bytes] | None:
    """The event this key was taken for, with the digest of its body."""
    row = _by_key().first(community=community_id, key=request_key)
    return None if row is None else (Begun(row.id, row.answer, replayed=True), row.digest)


@prepared
def _take() -> sa.Executable:
    taking = upsert(Txn).on_conflict_do_nothing(index_elements=["community_id", "request_key"])
    inserted: sa.Executable = taking.returning(Txn.id)
    return inserted


@prepared
def _by_key() -> sa.Executable:
    return sa.select(Txn.id, Txn.answer, Txn.digest).where(
        Txn.community_id == given("community"), Txn.request_key == given("key")
    )
