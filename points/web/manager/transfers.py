"""Goods between the shops of a community: sending, what is on the way, signing in, calling back."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for

from points import goods, people, shop, stockroom
from points.foundation import Actor, clock, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form
from points.web.auth import audience, current_actor, signed_in
from points.web.fields import Choice, Words
from points.web.forms import Form
from points.web.manager.base import blueprint, chosen_shop, shops_of
from points.web.manager.fields import pieces

#: so many batches of a shop are offered to be sent
MOST = 300


class SendForm(Form):
    """Where to, and why."""

    to_shop = Choice()
    note = Words(most=200, required=False)


class ArriveForm(Form):
    """What is to be said of what arrived."""

    note = Words(most=200, required=False)


class CallBackForm(Form):
    """Why it is not sent after all."""

    note = Words(most=200)


@blueprint.get("/transfers")
@audience("see_shop", card=False)
def transfers() -> str:
    """What is on the way, and what came lately."""
    actor = current_actor()

    def query() -> dict[str, Any]:
        away = goods.moves.on_the_way(actor.community_id)
        return {
            "rows": stockroom.transfers.list_all(actor.community_id),
            "shops": shops_of(actor),
            "away": away,
            "names": goods.items.names(actor.community_id, away),
        }

    facts = reading(query)
    return page(
        "manager/transfers.html", facts, may_ask=people.acting.may_begin(stockroom.transfers.ACT, actor)
    )


@blueprint.get("/transfers/new")
@audience("see_shop", card=False)
def new_transfer() -> str:
    """What stands in a shop, to write how much of it goes."""
    return _form()


@blueprint.post("/transfers/new")
@audience("see_shop", card=False)
@drafts.keeps("to_shop", "note")
def send_goods() -> Any:
    """Sign goods out."""
    actor = current_actor()
    form, errors = read_form(SendForm)
    counts, wrong = _counts("take")
    here = chosen_shop(reading(lambda: shops_of(actor)))
    return act_once(
        lambda: send_to(form["to_shop"], counts, here or form["to_shop"], form["note"], actor),
        of=stockroom.transfers.send,
        errors={**errors, **wrong},
        again=_form,
        ids=lambda made: {"transfer": str(made)},
        then=lambda ids: done("goods_sent", "manager.transfer", facts={}, transfer_id=ids["transfer"]),
        beside={"same_shop": "to_shop"},
    )


@blueprint.get("/transfers/<transfer_id>")
@audience("see_shop", card=False)
def transfer(transfer_id: str) -> str:
    """One transfer; with print=1 its sheet, which goes along and is signed at both ends."""
    if request.args.get("print") == "1":
        return _printed(read_id(transfer_id))
    return _one(read_id(transfer_id))


@blueprint.post("/transfers/<transfer_id>/arrive")
@audience("see_shop", card=False)
@drafts.keeps("note", on_page=True)
def sign_in_goods(transfer_id: str) -> Any:
    """Sign goods in, as somebody else than who sent them."""
    actor, which = current_actor(), read_id(transfer_id)
    form, errors = read_form(ArriveForm)
    counts, wrong = _counts("came")
    return act_once(
        lambda: stockroom.transfers.receive(which, counts, note=form["note"], actor=actor),
        of=stockroom.transfers.receive,
        errors={**errors, **wrong},
        again=partial(_one, which),
        then=lambda _: done("goods_arrived", "manager.transfer", facts={}, transfer_id=transfer_id),
        beside={"difference_unsaid": "note"},
        subject_id=which,
    )


@blueprint.post("/transfers/<transfer_id>/call-back")
@audience("see_shop", card=False)
@drafts.keeps("note", on_page=True)
def call_back(transfer_id: str) -> Any:
    """Take back what is still on the way."""
    actor, which = current_actor(), read_id(transfer_id)
    form, errors = read_form(CallBackForm)
    return act_once(
        lambda: stockroom.transfers.call_back(which, note=form["note"], actor=actor),
        of=stockroom.transfers.call_back,
        errors=errors,
        again=partial(_one, which),
        then=lambda _: done("goods_back", "manager.transfer", facts={}, transfer_id=transfer_id),
        subject_id=which,
    )


def send_to(to_shop: UUID, counts: dict[UUID, int], here: UUID, note: str, actor: Actor) -> UUID:
    """Send goods to a shop that nobody closes meanwhile: the stockroom knows no shop."""
    shop.founding.hold_open(actor.community_id, to_shop)
    return stockroom.transfers.send(to_shop, counts, from_shop_id=here, note=note, actor=actor)


def _counts(name: str) -> tuple[dict[UUID, int], dict[str, str]]:
    """By the id behind a field's name, the number in it; and what is wrong."""
    counts: dict[UUID, int] = {}
    wrong: dict[str, str] = {}
    for key, text in request.form.items():
        kind, _, tail = key.partition("-")
        if kind != name or not text.strip():
            continue
        count = pieces(text)
        if count is None:
            wrong[key] = "not_a_number"
        else:
            counts[read_id(tail)] = count
    return counts, wrong


def _form(**more: Any) -> str:
    actor = current_actor()

    def query() -> dict[str, Any]:
        shops = shops_of(actor)
        here = chosen_shop(shops)
        batches = goods.batches.left_in(actor.community_id, here, first=clock.today(), most=MOST)
        return {"shops": shops, "here": here, "batches": batches}

    return page("manager/transfers_new.html", reading(query), form=request.form.to_dict(), **more)


def _one(transfer_id: UUID, **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts(transfer_id, actor))
    return page("manager/transfers_one.html", facts, form=request.form.to_dict(), **more)


def _facts(transfer_id: UUID, actor: Actor) -> dict[str, Any]:
    found = stockroom.transfers.get(actor.community_id, transfer_id)
    waits = found.status == "sent"
    return {
        "transfer": found,
        "shops": shops_of(actor),
        "may_sign": waits and people.acting.confirms(stockroom.transfers.ACT, [found.sent_by], actor=actor),
        "own": waits and found.sent_by == actor.account_id,
    }


def _printed(transfer_id: UUID) -> str:
    actor, me = current_actor(), signed_in()
    return render_template(
        "print/transfer.html",
        **reading(lambda: _facts(transfer_id, actor)),
        printed_at=clock.now(),
        community_name=me.community_name if me else "",
        back_url=url_for("manager.transfer", transfer_id=transfer_id),
    )
