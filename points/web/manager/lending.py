"""Who may be the second person for a day: lent by the street office or the supervisor, seen by everybody about the shop."""

from __future__ import annotations

from typing import Any

from flask import request

from points import people
from points.foundation import Actor, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed
from points.web.auth import audience, current_actor
from points.web.fields import Choice, Day, Words
from points.web.forms import Form
from points.web.manager.base import blueprint, names_of

ACTS = tuple(name for name, act in people.permissions.ACTS.items() if not act.firm)


class LendForm(Form):
    """Which act, to whom, on which day, and why."""

    act = Words(most=40, among=ACTS)
    account = Choice()
    day = Day("future")
    reason = Words(most=200)


@blueprint.get("/lending")
@audience("see_shop", card=False)
def lending() -> str:
    """What is lent and was, and where it is lent."""
    return _again()


@blueprint.post("/lending")
@audience("lend_hand", card=False)
def lend() -> Any:
    """Lend the second part of one act to somebody for one day."""
    actor = current_actor()
    form, errors = read_form(LendForm)
    return act_once(
        lambda: people.acting.lend(
            form["act"], form["account"], form["day"], reason=form["reason"], actor=actor
        ),
        of=people.acting.lend,
        errors=errors,
        again=_again,
        then=lambda _: done("hand_lent", "manager.lending", facts={}),
        beside={"setting_day_past": "day", "stand_in_reason": "reason"},
    )


@blueprint.post("/lending/<loan_id>/end")
@audience("lend_hand", card=False)
def end_lending(loan_id: str) -> Any:
    """End it before its day is over."""
    actor, which = current_actor(), read_id(loan_id)
    return act_once(
        lambda: people.acting.end_loan(which, actor=actor),
        of=people.acting.end_loan,
        errors={},
        again=_again,
        then=lambda _: done("hand_taken_back", "manager.lending", facts={}),
        subject_id=which,
    )


def _again(**more: Any) -> str:
    actor = current_actor()
    chosen = request.values.get("act", "")
    return page(
        "manager/lending.html",
        reading(lambda: _facts(chosen if chosen in ACTS else "", actor)),
        form=typed("act", "account", "day", "reason"),
        **more,
    )


def _facts(act: str, actor: Actor) -> dict[str, Any]:
    loans = people.acting.list_loans(actor.community_id)
    may = people.permissions.may(actor, "lend_hand")
    return {
        "acts": ACTS,
        "act": act,
        "loans": loans,
        "borrowers": people.acting.may_borrow(act, actor=actor) if act and may else {},
        "names": names_of(
            actor, [who for one in loans for who in (one.account_id, one.lent_by, one.ended_by)]
        ),
        "may": may,
    }
