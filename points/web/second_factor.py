"""Between the password and the pages: who has a second proof is asked for it, and who must have one and has none sets it
up before anything else. Which staff that is says `prove_twice`; whether they must, the installation (SECOND_FACTOR)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import clock, reading
from points.web import auth, navigation

#: who gave the right password waits under this name in the signed cookie, for so long
_HALF = "half"
_HALF_FOR = timedelta(minutes=10)
#: the session was begun with both proofs
_PROVED = "proved"


def init_app(app: Flask) -> None:
    """Let nobody past who must prove twice and did not."""
    app.before_request(_lead)


def enter(community_id: UUID, account_id: UUID, session_epoch: int, wanted: str = "") -> Response:
    """After the right password: in, or on to the second proof where the account has one."""
    if reading(lambda: people.second_factor.standing(community_id, account_id)).confirmed:
        session[_HALF] = {
            "account": [str(community_id), str(account_id), session_epoch],
            "at": int(clock.now().timestamp()),
            "next": wanted,
        }
        return redirect(url_for("account.second_factor"), 303)
    me = auth.begin_session(community_id, account_id, session_epoch)
    return redirect(wanted or navigation.first_page(me), 303)


def is_asked() -> bool:
    """Whether somebody here gave a password, or is signed in, and has to prove once more."""
    return _half() is not None or auth.signed_in() is not None


def finish(typed: str) -> Response:
    """The second proof: in, and on to where they wanted to go."""
    half, me = _half(), auth.signed_in()
    if half is not None:
        community_id, account_id, epoch = half
        people.second_factor.prove(community_id, account_id, typed)
        wanted = auth.safe_next(str(session[_HALF]["next"]))
        me = auth.begin_session(community_id, account_id, epoch)
    elif me is not None and me.actor.account_id is not None and not me.by_card:
        people.second_factor.prove(me.actor.account_home, me.actor.account_id, typed)
        wanted = auth.safe_next(request.form.get("next", ""))
    else:
        raise people.refusals.SignInNeeded
    mark(proved=True)
    return redirect(wanted or navigation.first_page(me), 303)


def mark(*, proved: bool) -> None:
    """Remember with the session whether it was proved twice."""
    session.pop(_PROVED, None)
    if proved:
        session[_PROVED] = True


def is_proved() -> bool:
    """Whether this session was proved twice."""
    return bool(session.get(_PROVED))


def is_required() -> bool:
    """Whether staff of this installation must have one."""
    return str(current_app.config["SECOND_FACTOR"]) == "required"


def refuse_unproved(who: people.signing_in.SignedIn, typed: str) -> None:
    """What a program gives along with a password, where it needs both."""
    standing = reading(lambda: people.second_factor.standing(who.community_id, who.account_id))
    if standing.confirmed:
        if not typed:
            raise people.refusals.SecondFactorNeeded
        people.second_factor.prove(who.community_id, who.account_id, typed)
    elif is_required():
        actor = reading(lambda: people.actors.of_account(who.account_id, community_id=who.community_id))
        if people.permissions.may(actor, "prove_twice"):
            raise people.refusals.SecondFactorMissing


def _lead() -> Response | None:
    """Where who must prove twice goes instead, until they did."""
    if not is_required() or is_proved() or _is_open():
        return None
    me = auth.signed_in()
    if me is None or me.by_card or me.actor.account_id is None or not me.may("prove_twice"):
        return None
    if request.method not in ("GET", "HEAD"):
        raise people.refusals.SecondFactorMissing
    home, account_id = me.actor.account_home, me.actor.account_id
    has = reading(lambda: people.second_factor.standing(home, account_id)).confirmed
    page = "account.second_factor" if has else "account.second_factor_setup"
    return redirect(url_for(page, next=request.full_path.rstrip("?")))


def _is_open() -> bool:
    """Pages for everybody, the API (a token was proved when it was opened), and the pages of this itself."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    mine = (request.endpoint or "").startswith("account.second_factor")
    return (
        mine or request.path.startswith(auth.API) or auth.EVERYONE in getattr(view, "audience", ("everyone",))
    )


def _half() -> tuple[UUID, UUID, int] | None:
    kept = session.get(_HALF)
    if not kept or clock.now().timestamp() - kept["at"] > _HALF_FOR.total_seconds():
        return None
    community_id, account_id, epoch = kept["account"]
    return UUID(community_id), UUID(account_id), int(epoch)
