"""The clock of the machine, who says whether it is right, and days on which something lapsed: given back by two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from points import operation, people
from points.foundation import Actor, NotFound, Refusal, clock, reading
from points.web import form_keys
from points.web.auth import audience, current_actor, language
from points.web.oversight.base import blueprint

#: a reason is a sentence
_LONGEST = 400


@blueprint.get("/oversight/lapses")
@audience("take_back_lapses", card=False)
def lapses() -> str:
    """What the clock shows and whether it is believed; and the days that could be given back."""
    return _page()


@blueprint.post("/oversight/clock")
@audience("settle_clock", card=False)
def settle_clock() -> Any:
    """The clock is right, or was wrong until now."""
    how, actor = request.form.get("how", ""), current_actor()
    if how not in ("right", "wrong"):
        raise NotFound
    try:
        news = operation.timekeeping.settle(how, actor=actor)
    except Refusal as refusal:
        return _page(refusal), refusal.status
    flash({}, f"clock_{how}" if news else "clock_settled")  # type: ignore[arg-type]
    return redirect(url_for("oversight.lapses"), 303)


@blueprint.get("/oversight/lapses/<day>")
@audience("take_back_lapses", card=False)
def lapsed_day(day: str) -> str:
    """One day: how many points of how many purses would come back, and the question."""
    return _day(_read(day))


@blueprint.post("/oversight/lapses/<day>/ask")
@audience("take_back_lapses", card=False)
def ask_lapses(day: str) -> Any:
    """Ask that it be given back."""
    reason, which, actor = request.form.get("reason", "")[:_LONGEST], _read(day), current_actor()
    work = lambda: operation.lapses.ask(which, reason=reason, actor=actor)  # noqa: E731
    return _act(which, work, of=operation.lapses.ask, said="lapses_asked")


@blueprint.post("/oversight/lapses/<day>/agree")
@audience("take_back_lapses", card=False)
def agree_lapses(day: str) -> Any:
    """Say yes as a second person: everything of that day comes back now."""
    which, actor = _read(day), current_actor()
    work = lambda: operation.lapses.agree(which, actor=actor)  # noqa: E731
    return _act(which, work, of=operation.lapses.agree, said="lapses_given_back")


@blueprint.post("/oversight/lapses/<day>/decline")
@audience("take_back_lapses", card=False)
def decline_lapses(day: str) -> Any:
    """Say no, or take the own question back."""
    reason, which, actor = request.form.get("reason", "")[:_LONGEST], _read(day), current_actor()
    work = lambda: operation.lapses.decline(which, reason=reason, actor=actor)  # noqa: E731
    return _act(which, work, of=operation.lapses.decline, said="lapses_kept")


def _act(day: date, work: Callable[[], None], *, of: Callable[..., Any], said: str) -> Any:
    actor, facts = current_actor(), {}
    try:
        pressed = form_keys.once(work, of=of, actor=actor)
    except Refusal as refusal:
        return _day(day, refusal), refusal.status
    if of is operation.lapses.agree:
        # what the first press left undone the second does; how much that was is said of a whole alone
        done = operation.giving_back.carry_out(actor.community_id)
        facts = {"tenths": done.tenths, "vouchers": done.vouchers, "people": done.no_shows}
        said = said if pressed.before is None else "lapses_agreed"
    flash(facts, said)  # type: ignore[arg-type]
    return redirect(url_for("oversight.lapses"), 303)


def _page(refusal: Refusal | None = None) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts(actor))
    return render_template("oversight/lapses.html", **facts, refusal=_shown(refusal))


def _facts(actor: Actor) -> dict[str, Any]:
    found = operation.lapses.list_days(actor)
    return {
        "now": clock.wall(),
        "doubt": clock.doubted(),
        "standing": operation.timekeeping.standing(),
        "days": found,
        "names": _names(actor, found),
    }


def _day(day: date, refusal: Refusal | None = None) -> str:
    actor = current_actor()

    def work() -> dict[str, Any]:
        found = operation.lapses.of_day(day, actor=actor)
        return {"found": found, "names": _names(actor, [found])}

    facts = reading(work)
    reason = request.form.get("reason", "")[:_LONGEST]
    shown = {"doubt": clock.doubted(), "reason": reason, "refusal": _shown(refusal)}
    return render_template("oversight/lapses_day.html", **facts, **shown)


def _names(actor: Actor, days: list[operation.lapses.LapsedDay]) -> Any:
    asked = {one.ask.asked_by for one in days if one.ask and one.ask.asked_by}
    return people.accounts.names_behind(actor.community_id, asked, set())


def _read(day: str) -> date:
    try:
        found = date.fromisoformat(day)
        clock.day_bounds(found)
    except (ValueError, OverflowError) as error:
        # the first and the last day of all have no bounds
        raise NotFound from error
    return found


def _shown(refusal: Refusal | None) -> dict[str, str] | None:
    if refusal is None:
        return None
    lang = language()
    return {"sentence": refusal.message(lang), "next": refusal.next_step(lang), "code": refusal.code}
