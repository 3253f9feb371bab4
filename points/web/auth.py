"""Between pages and people: who is signed in, whom a page is for, in which language. It decides no use case.

Every view names its audience. Who is not of it is told that there is no such page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, Request, g, request, session
from flask_babel import get_locale
from flask_login import LoginManager, current_user, login_user, logout_user

from points import people
from points.foundation import Actor, NotFound, clock, reading, transact
from points.web import at_work, cookies, machines, screens
from points.web.refusals import PageOfOthers, TokenForOther
from points.web.signed_in import Me

View = TypeVar("View", bound=Callable[..., Any])

EVERYONE = "everyone"
SIGNED_IN = "signed_in"
LANGUAGES = ("zh", "en")
API = "/api/"
#: under this name the session of a phone's owner waits in the signed cookie while a card is looked at
_OWNER = "owner"

login_manager = LoginManager()
# the loader below ends sessions itself; a changed browser is no reason to
login_manager.session_protection = None


def init_app(app: Flask) -> None:
    """Let this application know who comes in."""
    app.permanent_session_lifetime = timedelta(days=30)
    login_manager.init_app(app, add_context_processor=False)
    cookies.init_app(app)


def audience(*what: str, card: bool = True, turned: bool = False) -> Callable[[View], View]:
    """Whom a page is for: who may do any of this (people.permissions), `everyone` or `signed_in`. `card=False` keeps out
    who came in by a card and PIN; a card only ever reads: it is refused every request but GET. `turned=True` alone stays
    open while the screen is turned to a resident."""
    open_to = {EVERYONE, SIGNED_IN} & set(what)
    roles = tuple(open_to) or people.permissions.roles_for(*what)
    if not roles:
        raise ValueError("a page is for somebody")

    def name(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            screens.refuse_turned(signed_in, everyone=EVERYONE in open_to, stays=turned)
            _admit(roles, what, card)
            return view(*args, **kwargs)

        guarded.audience = roles  # type: ignore[attr-defined]
        guarded.permissions = what  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return name


def signed_in() -> Me | None:
    """Who is signed in, if anybody, and if the books can be asked."""
    if "broken" in g:
        return None
    user = current_user._get_current_object() if current_user else None
    return user if isinstance(user, Me) else None


def actor_of_the_past() -> Actor | None:
    """Whose session it was that is over by time alone: not signed out, and nothing was changed about the account since."""
    kind, ids, number = _parts(str(session.get("_user_id", "")))
    if signed_in() is not None or kind != "a" or not ids:
        return None
    known = reading(lambda: people.actors.find_known(ids[1], None, community_id=ids[0], number=number))
    return known.actor if known else None


def current_actor() -> Actor:
    """Who does what this request asks for."""
    me = signed_in()
    if me is None:
        raise people.refusals.SignInNeeded
    return me.actor


def begin_session(community_id: UUID, account_id: UUID, session_epoch: int) -> Me:
    """Sign this account in on this device; who was signed in here no longer is, and what others left in forms is gone."""
    machine = reading(lambda: machines.here(community_id))
    set_aside = str((session.get(_OWNER) or {}).get("id", ""))
    before = [one for one in (_number_here(), _parts(set_aside)[2]) if one]

    def work() -> str:
        if machine.mark is not None:
            people.drafts.forget_others(machine.mark, account_id=account_id)
        for number in before:
            people.sessions.end(number)
        if machine.device_id is not None:
            people.devices.note_seen(machine.device_id, community_id=community_id)
        return people.sessions.begin(community_id, account_id, session_epoch, machine=machine)

    return _begin(f"a.{community_id}.{account_id}.{transact(work)}")


def begin_card_session(community_id: UUID, card_id: UUID) -> Me:
    """Let the holder of a card read for half an hour. Whose phone it is comes back afterwards; staff sign in again, as
    the page is in the hands of somebody who is not staff, with one press between them and the desk."""
    me, set_aside = signed_in(), session.get(_OWNER)
    if me is not None and not me.by_card:
        set_aside = None if me.is_staff else _set_aside(me)
    before = "" if set_aside and me is not None and not me.by_card else _number_here()
    machine = reading(lambda: machines.here(community_id))

    def work() -> str:
        if before:
            people.sessions.end(before)
        return people.sessions.begin_with_card(community_id, card_id, machine=machine)

    card = _begin(f"{_card_session(community_id, card_id)}{transact(work)}")
    if set_aside:
        session[_OWNER] = set_aside
        session.permanent = set_aside["permanent"]
    return card


def _number_here() -> str:
    """The number of the session this browser has, open or not."""
    return _parts(str(session.get("_user_id", "")))[2]


def _set_aside(me: Me) -> dict[str, Any]:
    """This session as it stands, to be taken up again."""
    return {
        "id": me.session_id,
        "begun": session["begun"],
        "seen": session["seen"],
        "permanent": session.permanent,
    }


def is_open(community_id: UUID, card_id: UUID) -> bool:
    """Whether this card's PIN was given here, not too long ago."""
    me = signed_in()
    return me is not None and me.session_id.startswith(_card_session(community_id, card_id))


def _card_session(community_id: UUID, card_id: UUID) -> str:
    return f"c.{community_id}.{card_id}."


def end_session() -> Me | None:
    """Sign out on this device, for whoever has a copy of its cookie too; who looked at a card only closes the card. Who is
    signed in then, if anybody."""
    me, number = signed_in(), _number_here()
    if number:
        transact(lambda: people.sessions.end(number))
    owner = session.get(_OWNER) if me is not None and me.by_card else None
    logout_user()
    session.clear()
    back = _take_up(owner) if owner else None
    if back is not None:
        login_user(back)
    return back


def _take_up(owner: dict[str, Any]) -> Me | None:
    """The session that was set aside for a card, if it is still good: idle time ran on, and so did its end."""
    session.clear()
    session.update(begun=owner["begun"], seen=owner["seen"], _user_id=owner["id"])
    session.permanent = owner["permanent"]
    me = _load(owner["id"])
    if me is None:
        session.clear()
    return me


def safe_next(target: str) -> str:
    """A page of this installation to go on to; '' for anything else."""
    plain = target.strip()
    inside = plain.startswith("/") and plain[1:2] not in ("/", "\\")
    return plain if inside and plain.isprintable() and "\\" not in plain else ""


def language() -> str:
    """zh or en, as found out for this request."""
    return "en" if str(get_locale() or "").startswith("en") else "zh"


def care() -> bool:
    """Whether the reader chose the large pages, on this machine or, being known, on another."""
    chosen = cookies.find(cookies.CARE)
    me = signed_in() if chosen is None else None
    return chosen == "1" or bool(me and me.care_mode)


def _admit(roles: tuple[str, ...], what: tuple[str, ...], card: bool) -> None:
    if EVERYONE in roles:
        return
    me = signed_in()
    if me is None:
        raise people.refusals.SignInNeeded
    if me.by_card and (not card or request.method not in ("GET", "HEAD", "OPTIONS")):
        raise NotFound
    if SIGNED_IN not in roles and not me.actor.has(*roles):
        # by the page alone, never by what stands behind its address
        raise PageOfOthers if me.is_staff else NotFound
    if me.scope and not _is_for(me.scope, what):
        raise TokenForOther


def _is_for(scope: str, what: tuple[str, ...]) -> bool:
    """Whether a token of this scope was given for what this endpoint does."""
    changes = request.method not in ("GET", "HEAD", "OPTIONS")
    return bool(set(people.tokens.SCOPES[scope]) & set(what)) and not (scope == "read" and changes)


def _begin(session_id: str) -> Me:
    now = clock.now()
    session.clear()
    session["begun"] = session["seen"] = int(now.timestamp())
    me = _load(session_id)
    if me is None:
        raise people.refusals.SignInNeeded
    # staff sessions end with the browser; those of residents live as long as the rule says
    session.permanent = not (me.by_card or me.is_staff)
    login_user(me)
    return me


@login_manager.user_loader
def _load(session_id: str) -> Me | None:
    """Who this session is, unless it is over."""
    if request.path.startswith(API):
        return None
    kind, ids, number = _parts(session_id)
    try:
        begun, seen = (datetime.fromtimestamp(session[name], UTC) for name in ("begun", "seen"))
    except (ValueError, KeyError, TypeError):
        return None
    if not ids or not number:
        return None
    me = reading(lambda: _known_as(kind, ids, number, session_id), more=True)
    now = clock.now()
    if me is None or _is_over(me, begun, seen, now):
        # whose phone it is goes on where the card came between
        owner = session.get(_OWNER)
        return _take_up(owner) if owner else None
    if now - seen > timedelta(minutes=1):
        session["seen"] = int(now.timestamp())
    return me


def _is_over(me: Me, begun: datetime, seen: datetime, now: datetime) -> bool:
    if me.by_card and now - begun > people.sessions.CARD_SESSION:
        return True
    return people.sessions.over(me.actor.roles, begun=begun, seen=seen, now=now)


def _parts(session_id: str) -> tuple[str, list[UUID], str]:
    """What a session says of itself: account or card, whose, and its number; nobody where it is unreadable."""
    kind, *parts = session_id.split(".")
    try:
        community_id, own = (UUID(part) for part in parts[:2])
        return kind, [community_id, own], parts[2]
    except (ValueError, IndexError):
        return kind, [], ""


@login_manager.request_loader
def _load_by_token(asked: Request) -> Me | None:
    """Who a bearer token speaks for; pages take no tokens, and the API takes no cookies."""
    kind, _space, token = asked.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip() or not asked.path.startswith(API):
        return None
    known = reading(lambda: people.tokens.find_known(token.strip()), more=True)
    return Me.of(known, "") if known else None


def _known_as(kind: str, ids: list[UUID], number: str, session_id: str) -> Me | None:
    community_id, own = ids
    if kind == "c":
        holder = people.pins.find_known(community_id, own, number)
        return Me.of(holder, session_id, by_card=True) if holder else None
    known = people.actors.find_known(own, None, community_id=community_id, number=number)
    if known is None:
        return None
    known = at_work.there(known)
    device = machines.find_device()
    here = device is not None and device.community_id == community_id
    return Me.of(known, session_id, device=device if here else None)
