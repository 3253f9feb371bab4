"""What expires, what expired, and what is written off: one asks with a photo or a note, another confirms."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import request

from points import goods, people, stockroom
from points.foundation import Actor, clock, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed_or_left
from points.web.auth import audience, current_actor
from points.web.fields import Number, Words
from points.web.forms import Form
from points.web.manager.base import agreeing, blueprint, photo_taken, settle_stock, shops_of

#: so many batches are listed
MOST = 200
#: by state, from which day ahead until which
SPANS = {"expired": (None, -1), "soon": (0, 30), "later": (31, 60), "all": (None, None)}


class WriteOffForm(Form):
    """How many pieces, why, and what was seen."""

    quantity = Number(least=1, most=1_000_000)
    reason = Words(most=20, among=stockroom.write_offs.REASONS)
    note = Words(most=200, required=False)


@blueprint.get("/write-offs")
@audience("see_shop", card=False)
def write_offs() -> str:
    """What waits for another person, and batches by when they expire."""
    return _list(batch=request.args.get("batch", ""))


@blueprint.post("/write-offs/<batch_id>")
@audience("see_shop", card=False)
@drafts.keeps("quantity", "reason", "note", on_page=True)
def ask_write_off(batch_id: str) -> Any:
    """Ask that pieces of a batch be written off."""
    actor, wrong = current_actor(), dict[str, str]()
    which, photo_id = read_id(batch_id), photo_taken(wrong)
    form, errors = read_form(WriteOffForm)
    if not errors and form["quantity"] is None:
        errors = {"quantity": "required"}
    return act_once(
        lambda: stockroom.write_offs.ask(
            which, form["quantity"], reason=form["reason"], note=form["note"], photo_id=photo_id, actor=actor
        ),
        of=stockroom.write_offs.ask,
        errors={**errors, **wrong},
        again=partial(_list, batch=batch_id, photo_id=photo_id),
        then=lambda _: done("stock_asked", "manager.write_offs", facts={}),
        beside={"batch_short": "quantity", "proof_missing": "note"},
    )


@blueprint.post("/write-offs/<write_off_id>/<deed>")
@audience("see_shop", card=False)
@drafts.keeps("reason", on_page=True)
def settle_write_off(write_off_id: str, deed: str) -> Any:
    """Confirm as another person, decline, or take it back."""
    deeds: dict[str, Any] = {
        "confirm": stockroom.write_offs.confirm,
        "decline": stockroom.write_offs.decline,
        "withdraw": stockroom.write_offs.withdraw,
    }
    return settle_stock(deeds, read_id(write_off_id), deed, again=_list, to=("manager.write_offs", {}))


def _list(*, batch: str = "", photo_id: Any = None, **more: Any) -> str:
    actor = current_actor()
    state = request.values.get("state", "")
    which = read_id(batch) if batch else None
    facts = reading(lambda: _facts(actor, state if state in SPANS else "", which))
    form = {"photo_id": photo_id or "", **typed_or_left("quantity", "reason", "note")}
    return page("manager/write_offs.html", facts, form=form, **more)


def _facts(actor: Actor, state: str, batch: UUID | None) -> dict[str, Any]:
    community_id = actor.community_id
    counts = goods.batches.left_counts(
        community_id, {name: (_span(name)["first"], _span(name)["last"]) for name in SPANS if name != "all"}
    )
    state = state or next((name for name, count in counts.items() if count), "all")
    waiting, settled = stockroom.write_offs.list_lately(community_id)
    batches = goods.batches.left_in(community_id, **_span(state), most=MOST)
    asked = next((one for one in batches if one.batch_id == batch), None)
    return {
        "state": state,
        "counts": counts,
        "batches": batches,
        "asked": asked or (goods.batches.get(community_id, batch) if batch else None),
        "most": MOST,
        "waiting": waiting,
        "settled": settled,
        "may": agreeing(stockroom.write_offs.ACT, {one.asked_by for one in waiting}, actor),
        "may_ask": people.acting.may_begin(stockroom.write_offs.ACT, actor),
        "shops": shops_of(actor),
        "reasons": stockroom.write_offs.REASONS,
    }


def _span(state: str) -> dict[str, Any]:
    first, last = SPANS[state]
    today = clock.today()
    found: dict[str, Any] = {} if last is None else {"last": today + timedelta(days=last)}
    return {"first": date.min if first is None else today + timedelta(days=first), "last": date.max, **found}
