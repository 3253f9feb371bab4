"""A key for one rendering of a form, so that pressing twice does a thing once and is answered the same."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, current_app, request

from points import audit, ledger
from points.foundation import Actor, Refusal, reading

T = TypeVar("T")

FIELD = "form_key"


class _DoneBefore(Exception):
    """Two presses at once: the other was quicker, and what this one did is rolled back."""


def init_app(app: Flask) -> None:
    """Let every form carry a key; one that is shown again keeps its own."""
    app.jinja_env.globals["form_key"] = lambda: request.form.get(FIELD, "")[:40] or new_request_key()


def new_request_key() -> str:
    """A key for one rendering of a form, so that pressing twice does a thing once."""
    return secrets.token_urlsafe(16)


def once(
    work: Callable[[], T],
    *,
    of: Callable[..., Any],
    actor: Actor,
    ids: Callable[[T], dict[str, Any]],
    subject_id: UUID | None = None,
) -> tuple[T | None, dict[str, Any]]:
    """Do what a form asks for, unless this very form was handed in before; then (None, the ids it was answered with).

    The same key with another text is another form: somebody went back, changed it, and means it.
    """
    key = _key(actor)
    if key is None:
        found = audit.records.attempt(work, of=of, actor=actor, subject_id=subject_id)
        return found, ids(found)
    before = _answer(actor, key)
    if before is not None:
        return None, before

    def keyed() -> tuple[T, dict[str, Any]]:
        done = work()
        answer = ids(done)
        begun = ledger.idempotency.begin(
            actor.community_id, request_key=key, body={}, answer=answer, action=of.__name__, actor=actor
        )
        if begun.replayed:
            raise _DoneBefore
        return done, answer

    try:
        return audit.records.attempt(keyed, of=of, actor=actor, subject_id=subject_id, replayable=True)
    except (_DoneBefore, Refusal) as no:
        # the slower of two presses may also be refused for what the quicker one did
        before = _answer(actor, key)
        if before is None:
            raise
        del no
        return None, before


def _answer(actor: Actor, key: str) -> dict[str, Any] | None:
    found = reading(lambda: ledger.idempotency.find(actor.community_id, key))
    return found[0].answer if found else None


def _key(actor: Actor) -> str | None:
    """The form's key with all that stands in it, as a digest that nobody outside this installation can try out."""
    if not request.form.get(FIELD):
        return None
    said = [request.path, str(actor.account_id)]
    said += [f"{name}={value}" for name, value in sorted(request.form.items(multi=True))]
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return "form:" + hmac.new(secret, "\x00".join(said).encode(), hashlib.sha256).hexdigest()
