"""Between the password and the pages: who has a second proof is asked for it, and who must have one and has none sets it
up before anything else; and so do staff with a password that others guess, who need another one. Which staff must prove
twice says `prove_twice`; whether they must, the installation (SECOND_FACTOR)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import Refusal, clock, reading, transact
from points.web import auth, machines, navigation
from points.web.signed_in import Me

#: who gave the right password waits under this name in the signed cookie, for so long
_HALF = "half"
_HALF_FOR = timedelta(minutes=10)
#: the session was begun with both proofs
_PROVED = "proved"
#: what two clocks showed that do not agree
_CLOCK = "clock"


@dataclass(frozen=True)
class Doubted:
    """The clock of the house and that of a machine, at one moment."""

    ours: datetime
    theirs: datetime


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


def who_is_asked() -> tuple[UUID, UUID] | None:
    """The account that has to prove once more here: somebody gave its password, or is signed in with it."""
    half, me = _half(), auth.signed_in()
    if half is not None:
        return half[:2]
    return (me.actor.account_home, me.actor.account_id) if me and me.actor.account_id else None


def finish(typed: str) -> Response:
    """The second proof: in, and on to where they wanted to go."""
    half, me = _half(), auth.signed_in()
    if half is not None:
        community_id, account_id, epoch = half
        people.second_factor.prove(community_id, account_id, typed)
        wanted = auth.safe_next(str(session[_HALF]["next"]))
        session.pop(_CLOCK, None)
        me = auth.begin_session(community_id, account_id, epoch)
    elif me is not None and me.actor.account_id is not None and not me.by_card:
        people.second_factor.prove(me.actor.account_home, me.actor.account_id, typed)
        wanted = auth.safe_next(request.form.get("next", ""))
    else:
        raise people.refusals.SignInNeeded
    mark(proved=True)
    return redirect(_by_the_sheet(me, wanted) or wanted or navigation.first_page(me), 303)


def _by_the_sheet(me: Me, wanted: str) -> str:
    """First to the sheet of codes, where only few are left on it."""
    home, account_id = me.actor.account_home, me.actor.account_id
    sheet = reading(lambda: people.second_factor.standing(home, account_id)).sheet if account_id else None
    return url_for("account.second_factor_sheet", next=wanted) if sheet and sheet.is_low else ""


def doubt_clock(typed: str, reported: str) -> Response | None:
    """After a number that proved wrong: on to the page of the two clocks, where it is right by the clock of an enrolled
    machine. Nobody is signed in by it: that page is all there is."""
    half, seconds = _half(), int(reported) if re.fullmatch(r"[1-9]\d{8,9}", reported, re.ASCII) else 0
    device = reading(machines.find_device)
    if half is None or device is None or device.community_id != half[0] or not seconds:
        return None
    theirs = datetime.fromtimestamp(seconds, UTC)
    if not transact(lambda: people.second_factor.doubt_clock(*half[:2], typed, reported=theirs)):
        return None
    session[_CLOCK] = [int(clock.now().timestamp()), seconds]
    return redirect(url_for("account.clock"), 303)


def doubted_clock() -> Doubted | None:
    """What the two clocks showed, while the password waits for its second proof."""
    kept = session.get(_CLOCK)
    if not kept or _half() is None:
        return None
    ours, theirs = (datetime.fromtimestamp(one, UTC) for one in kept)
    return Doubted(ours, theirs)


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
    people.second_factor.refuse_unproved(who, typed, required=is_required())


def _lead() -> Response | None:
    """Where who must prove twice or needs another password goes instead, until they did."""
    me = None if _is_open() else auth.signed_in()
    if me is None or me.by_card or me.actor.account_id is None:
        return None
    if is_required() and not is_proved() and me.may("prove_twice"):
        home, account_id = me.actor.account_home, me.actor.account_id
        has = reading(lambda: people.second_factor.standing(home, account_id)).confirmed
        page = "account.second_factor" if has else "account.second_factor_setup"
        return _led(page, people.refusals.SecondFactorMissing)
    if me.easy and me.is_staff and request.endpoint not in ("account.password", "account.password_posted"):
        return _led("account.password", people.refusals.PasswordStillEasy)
    return None


def _led(page: str, refusal: type[Refusal]) -> Response:
    if request.method not in ("GET", "HEAD"):
        raise refusal
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
