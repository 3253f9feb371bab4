"""Deliveries: what came, taking it in, one of them with its lines, its labels and its paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template, request, url_for

from points import goods, people, shop, stockroom
from points.foundation import Actor, clock, codes, reading
from points.web import drafts
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form
from points.web.auth import audience, current_actor, signed_in
from points.web.fields import Number, Words
from points.web.forms import Form
from points.web.manager import fields
from points.web.manager.base import agreeing, blueprint, chosen_shop, photo_taken, settle_stock, shops_of

_KEPT = (
    *fields.PAPER,
    "expected",
    *(f"{name}-{row}" for name in fields.FIELDS for row in range(1, fields.MOST_ROWS + 1)),
)


class MendForm(Form):
    """What a line should say, and why; goods that never expire have no last day."""

    quantity = Number(least=0, most=1_000_000)
    expires_on = Words(most=40, required=False)
    reason = Words(most=200)


@blueprint.get("/deliveries")
@audience("see_shop", card=False)
def deliveries() -> str:
    """What came in, the newest first; and what waits to be put right."""
    actor, q = current_actor(), request.args.get("q", "").strip()[:60]
    after = request.args.get("after", "")

    def query() -> dict[str, Any]:
        rows, key = stockroom.deliveries.page(actor.community_id, q, after=after)
        waiting = stockroom.mending.waiting(actor.community_id)
        return {"rows": rows, "next_key": key, "waiting": waiting, "shops": shops_of(actor)}

    return page("manager/deliveries.html", reading(query), q=q, first_page=not after)


@blueprint.get("/deliveries/new")
@audience("keep_stock", card=False)
def new_delivery() -> str:
    """The empty form."""
    left = drafts.left_here()
    form = {name: said[0] for name, said in left.items() if said}
    return _form(form, ticked=left.get("expected", []) if left else request.args.getlist("expected"))


@blueprint.post("/deliveries/new")
@audience("keep_stock", card=False)
@drafts.keeps(*_KEPT)
def receive_delivery() -> Any:
    """Take it in; what is odd is asked at its line first, nothing that was typed is lost, and a number that is put right
    by a press is shown before anything is taken in."""
    actor = current_actor()
    wrong: dict[str, str] = {}
    photo_id = photo_taken(wrong)
    form = {**request.form.to_dict(), "photo_id": str(photo_id or "")}
    fixed, _, count = request.form.get("fix", "").partition(":")
    if fixed:
        form |= {f"pieces-{fixed}": count, f"again-{fixed}": ""}
    if request.form.get("more"):
        rows = fields.rows_of(form) + fields.MORE
        return _form({**form, "rows": str(min(rows, fields.MOST_ROWS))})
    shops = reading(lambda: shops_of(actor))
    known = reading(lambda: fields.known_goods(actor.community_id, form))
    found = fields.read(form, known, shop_id=chosen_shop(shops), photo_id=photo_id)  # type: ignore[arg-type]
    errors = {**found.errors, **wrong}
    came_of = [read_id(one) for one in request.form.getlist("expected")]
    again = partial(_form, form, found)
    if errors or found.paper is None:
        return again(errors=errors), 422
    paper = found.paper
    doubts = stockroom.deliveries.doubts(paper, found.lines)
    if doubts.lines or doubts.off_fen is not None:
        return again(doubts=_by_row(doubts, found)), 422
    if fixed:
        # the button says that a number is changed, and does no more
        return again(fixed=fixed)
    return act_once(
        lambda: take_in(paper, found.lines, came_of, actor),
        of=stockroom.deliveries.receive,
        errors={},
        again=again,
        ids=lambda made: {"delivery": str(made)},
        then=lambda ids: done(
            "delivery_received",
            "manager.delivery",
            facts={"lines": len(found.lines)},
            delivery_id=ids["delivery"],
        ),
    )


@blueprint.get("/deliveries/<delivery_id>")
@audience("see_shop", card=False)
def delivery(delivery_id: str) -> Any:
    """One delivery; with print=paper its register sheet, with print=labels a label for each batch."""
    kind = request.args.get("print", "")
    if kind in ("paper", "labels"):
        return _printed(read_id(delivery_id), kind)
    return _one(read_id(delivery_id), mend=request.args.get("mend", ""))


@blueprint.post("/deliveries/<delivery_id>/lines/<line_id>/mend")
@audience("see_shop", card=False)
@drafts.keeps("quantity", "expires_on", "reason", on_page=True)
def mend(delivery_id: str, line_id: str) -> Any:
    """Ask that a line be put right."""
    actor, which, whole = current_actor(), read_id(line_id), read_id(delivery_id)
    form, errors = read_form(MendForm)
    last = fields.last_day(form.get("expires_on", ""))
    if not errors and form["quantity"] is None:
        errors = {"quantity": "required"}
    if last is None:
        errors = {**errors, "expires_on": "not_a_date"}
    return act_once(
        lambda: stockroom.mending.ask(
            which, form["quantity"], last or clock.today(), reason=form["reason"], actor=actor
        ),
        of=stockroom.mending.ask,
        errors=errors,
        again=partial(_one, whole, mend=line_id),
        then=lambda _: done("stock_asked", "manager.delivery", facts={}, delivery_id=delivery_id),
    )


@blueprint.post("/deliveries/<delivery_id>/mendings/<mending_id>/<deed>")
@audience("see_shop", card=False)
@drafts.keeps("reason", on_page=True)
def settle_mending(delivery_id: str, mending_id: str, deed: str) -> Any:
    """Confirm a change as another person, decline it, or take it back."""
    return settle_stock(
        {
            "confirm": stockroom.mending.confirm,
            "decline": stockroom.mending.decline,
            "withdraw": stockroom.mending.withdraw,
        },
        read_id(mending_id),
        deed,
        again=partial(_one, read_id(delivery_id)),
        to=("manager.delivery", {"delivery_id": delivery_id}),
    )


@blueprint.get("/photos/<photo_id>")
@audience("see_shop", card=False)
def photo(photo_id: str) -> Response:
    """A photo that was kept; it never changes."""
    which = read_id(photo_id)
    answer = make_response(reading(lambda: stockroom.photos.get(current_actor().community_id, which)))
    answer.headers["Content-Type"] = "image/jpeg"
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


def take_in(
    paper: stockroom.deliveries.Paper,
    lines: Sequence[stockroom.deliveries.ArrivedLine],
    came_of: Sequence[UUID],
    actor: Actor,
) -> UUID:
    """Take a delivery in, in a shop that nobody closes meanwhile: the stockroom knows no shop."""
    shop.founding.hold_open(actor.community_id, paper.shop_id)
    return stockroom.deliveries.receive(paper, lines, came_of=came_of, actor=actor)


def _form(
    form: dict[str, str],
    found: fields.Typed | None = None,
    *,
    ticked: Sequence[str] | None = None,
    doubts: Any = None,
    **more: Any,
) -> str:
    """The form as it was typed; `doubts` by row of the form; `ticked` is what came of what was expected."""
    actor = current_actor()
    shops = reading(lambda: shops_of(actor))

    def query() -> dict[str, Any]:
        return {
            "sources": goods.sources.list_all(actor.community_id),
            "awaited": stockroom.expected.list_open(actor.community_id),
            "goods": goods.arrivals.list_all(actor.community_id, most=fields.OFFERED),
        }

    facts = reading(query)
    ticked = request.form.getlist("expected") if ticked is None else ticked
    form = form or fields.of_expected(facts["awaited"], ticked)
    by_row = dict(zip(found.rows, found.lines, strict=True)) if found else {}
    short = stockroom.deliveries.short_lives(clock.today(), found.lines) if found else []
    return page(
        "manager/deliveries_new.html",
        facts,
        ticked=ticked,
        form=form,
        rows=fields.rows_of(form),
        shops=shops,
        chosen=chosen_shop(shops),
        kinds=fields.SOURCE_KINDS,
        lines=by_row,
        short=[found.rows[at] for at in short] if found else [],
        doubts=doubts,
        **more,
    )


def _by_row(doubts: stockroom.deliveries.Doubts, found: fields.Typed) -> dict[str, Any]:
    """What is asked at which row of the form, and by how much the sum is off."""
    return {
        "rows": {found.rows[at]: fits for at, fits in doubts.lines.items()},
        "off_fen": doubts.off_fen,
        "paper_fen": found.paper.sum_fen if found.paper else None,
    }


def _one(delivery_id: UUID, *, mend: str = "", **more: Any) -> str:
    actor = current_actor()
    facts = reading(lambda: _facts(delivery_id, actor))
    mending = next((one for one in facts["lines"] if str(one.line_id) == mend), None)
    return page("manager/deliveries_one.html", facts, mending=mending, form=request.form.to_dict(), **more)


def _facts(delivery_id: UUID, actor: Actor) -> dict[str, Any]:
    found, lines = stockroom.deliveries.whole(actor.community_id, delivery_id)
    hands = {one.waiting.asked_by for one in lines if one.waiting}
    return {
        "delivery": found,
        "lines": lines,
        "shop": shops_of(actor).get(found.shop_id),
        "may": agreeing(stockroom.mending.ACT, hands, actor),
        "may_ask": people.acting.may_begin(stockroom.mending.ACT, actor),
    }


def _printed(delivery_id: UUID, kind: str) -> str:
    actor, me = current_actor(), signed_in()
    facts = reading(lambda: _facts(delivery_id, actor))
    template = "print/delivery.html" if kind == "paper" else "print/batch_labels.html"
    return render_template(
        template,
        **facts,
        today=clock.today(),
        printed_at=clock.now(),
        community_name=me.community_name if me else "",
        codes={one.line_id: codes.qr_data_url(f"B-{one.batch.number}") for one in facts["lines"]},
        back_url=url_for("manager.delivery", delivery_id=delivery_id),
    )
