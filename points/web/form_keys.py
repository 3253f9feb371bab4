"""A key for each page that asks for something, so that pressing twice does a thing once and is answered the same."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from flask import Flask, current_app, g, request
from markupsafe import Markup

from points import audit, ledger
from points.foundation import Actor, Refusal, clock, codes, keys, reading, transact
from points.web.auth import current_actor, signed_in
from points.web.refusals import PrintedBefore

T = TypeVar("T")
Answer = dict[str, Any]

FIELD = "form_key"
#: where a script or a program says it, which sends no form
HEADER = "Idempotency-Key"
_LONGEST = 80
#: so long the same press of the same session is answered with the same paper
SHOWN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Pressed(Generic[T]):
    """What a press did, and the ids it is answered with; of one that was answered before the ids alone, and when."""

    done: T | None
    ids: Answer
    before: datetime | None = None

    @property
    def may_show_again(self) -> bool:
        """Whether paper with a secret on it may be printed once more by this press."""
        return self.before is not None and clock.now() - self.before < SHOWN_FOR


class _DoneBefore(Exception):
    """Two presses at once: the other was quicker, and what this one did is rolled back."""


def init_app(app: Flask) -> None:
    """Let every form carry a key; one that is shown again keeps its own."""
    app.jinja_env.globals["form_marks"] = form_marks


def new_request_key() -> str:
    """A key for one rendering of a page, so that pressing twice does a thing once."""
    return secrets.token_urlsafe(16)


def form_marks() -> Markup:
    """What stands in every form that asks for a deed. One key serves a page: what is asked for goes into it as well."""
    if "form_key" not in g:
        g.form_key = request.form.get(FIELD, "")[:_LONGEST] or new_request_key()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, g.form_key)


def no_ids(_done: object) -> dict[str, Any]:
    """For a deed whose answer says nothing but that it was done."""
    return {}


def once(
    work: Callable[[], T],
    *,
    of: Callable[..., Any],
    actor: Actor,
    ids: Callable[[T], Answer] = no_ids,
    subject_id: UUID | None = None,
    part: str = "",
) -> Pressed[T]:
    """Do what is asked for, unless this very press was answered before.

    The same key with another text is another press: somebody went back, changed it, and means it. `part` tells apart
    the deeds of one press that are done each in an action of its own.
    """
    key = _key(actor, part)
    if key is None:
        found = audit.records.attempt(work, of=of, actor=actor, subject_id=subject_id)
        return Pressed(found, ids(found))

    def keyed() -> Pressed[T]:
        done = work()
        answer = ids(done)
        _take(key, answer, of, actor)
        return Pressed(done, answer)

    return _unless_before(
        key,
        actor,
        lambda: audit.records.attempt(keyed, of=of, actor=actor, subject_id=subject_id, replayable=True),
    )


def once_inside(
    deed: Callable[[Callable[[], None] | None], T], *, of: Callable[..., Any], actor: Actor
) -> Pressed[T]:
    """The same for a use case with transactions of its own: it is handed what is done in the one that does the deed."""
    key = _key(actor)
    if key is None:
        return Pressed(deed(None), {})
    return _unless_before(key, actor, lambda: Pressed(deed(lambda: _take(key, {}, of, actor)), {}))


def draw(purpose: str, of: str = "", *, actor: Actor | None = None) -> codes.Draw:
    """Where the secrets of this press come from: from the instance's key, the session and the press, so that it draws the
    same ones again and they need to be kept nowhere; by chance where it has no key. A program has no session: its `actor`
    says who it is."""
    me = signed_in()
    actor, session = actor or current_actor(), me.session_id if me else ""
    said, key = _said(), _key(actor)
    return keys.drawn_for(purpose, of, session, said, key) if key else codes.CHANCE


def shown_again(pressed: Pressed[T], again: Callable[[], T | None]) -> T:
    """What a press drew; of one that was answered before what it drew then, while the same session may see it and it is
    still good."""
    if pressed.done is not None:
        return pressed.done
    found = again() if pressed.may_show_again else None
    if found is None:
        raise PrintedBefore(at=pressed.before)
    return found


def answered_before(actor: Actor) -> Answer | None:
    """The ids this very press was answered with, to be asked where something is used up before the deed."""
    key = _key(actor)
    before = None if key is None else _before(actor, key)
    return None if before is None else before.answer


def _take(key: str, answer: Answer, of: Callable[..., Any], actor: Actor) -> None:
    begun = ledger.idempotency.begin(
        actor.community_id, request_key=key, body={}, answer=answer, action=of.__name__, actor=actor
    )
    if begun.replayed:
        raise _DoneBefore


def _unless_before(key: str, actor: Actor, run: Callable[[], Pressed[T]]) -> Pressed[T]:
    before = _before(actor, key)
    if before is None:
        try:
            return run()
        except (_DoneBefore, Refusal):
            # the slower of two presses may also be refused for what the quicker one did
            before = _before(actor, key)
            if before is None:
                raise
    return Pressed(None, before.answer, before.at)


def _before(actor: Actor, key: str) -> ledger.idempotency.Begun | None:
    """What this press did before, confirmed: after a fail-over what is merely read may vanish."""
    if reading(lambda: ledger.idempotency.find(actor.community_id, key)) is None:
        return None
    return transact(lambda: ledger.idempotency.confirm(actor.community_id, key), replayable=True)


def _key(actor: Actor, part: str = "") -> str | None:
    """The press with all that it says, as a digest that nobody outside this installation can try out."""
    said = _said()
    if not said:
        return None
    text = [request.path, str(actor.account_id), said, part]
    text += [f"{name}={value}" for name, value in sorted(request.form.items(multi=True))]
    body = b"" if request.form else request.get_data()
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return "form:" + hmac.new(secret, "\x00".join(text).encode() + b"\x00" + body, hashlib.sha256).hexdigest()


def _said() -> str:
    return request.form.get(FIELD, "") or request.headers.get(HEADER, "")[:_LONGEST]
