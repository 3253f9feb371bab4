"""One stocktake after counting: what differs from the books of that minute, counted once more, and signed by another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for

from points import goods, people, shop
from points.foundation import Actor, Refusal, clock, reading
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, typed
from points.web.auth import audience, current_actor
from points.web.manager.base import blueprint


@blueprint.get("/stocktakes/<stocktake_id>")
@audience("see_shop", card=False)
def differences(stocktake_id: str) -> str:
    """How it stands; what the books say is shown only to whoever may sign, as the others may have to count once more."""
    return _again(read_id(stocktake_id))


@blueprint.post("/stocktakes/<stocktake_id>/recount")
@audience("see_shop", card=False)
def ask_recount(stocktake_id: str) -> Any:
    """Have somebody else count these once more: one line, or all that differ."""
    actor, key = current_actor(), read_id(stocktake_id)
    wanted = [read_id(one) for one in request.form.getlist("line")]
    return act_once(
        lambda: shop.stocktakes.ask_recount(key, wanted, actor=actor),
        of=shop.stocktakes.ask_recount,
        errors={},
        again=lambda **more: _again(key, **more),
        ids=lambda number: {"number": number},
        then=lambda answer: done(
            "recount_asked", "manager.differences", facts={"number": answer["number"]}, stocktake_id=key
        ),
        subject_id=key,
    )


@blueprint.post("/stocktakes/<stocktake_id>/sign")
@audience("see_shop", card=False)
def sign_stocktake(stocktake_id: str) -> Any:
    """Sign what is ready: the stock is corrected by it."""
    actor, key = current_actor(), read_id(stocktake_id)
    choices = _choices()
    return act_once(
        lambda: shop.signed_counts.sign(key, choices, actor=actor, why=request.form.get("why", "")[:200]),
        of=shop.signed_counts.sign,
        errors={},
        again=lambda **more: _again(key, **more),
        ids=lambda made: {"ended": made.ended, "corrected": made.corrected},
        then=lambda answer: done("stocktake_signed", "manager.differences", facts=answer, stocktake_id=key),
        subject_id=key,
    )


@blueprint.get("/stocktakes/<stocktake_id>/print")
@audience("see_shop", card=False)
def print_stocktake(stocktake_id: str) -> str:
    """The sheet of a stocktake on A4, with room for three signatures."""
    actor, key = current_actor(), read_id(stocktake_id)
    facts = reading(lambda: _facts(key, actor))
    back = url_for("manager.differences", stocktake_id=key)
    return render_template("print/stocktake.html", **facts, back_url=back, printed_at=clock.now())


def _choices() -> dict[UUID, shop.signed_counts.ChosenReason]:
    """The reason by line, where one is chosen, with the difference that stood beside it."""
    found = {}
    for name, reason in request.form.items():
        if name.startswith("reason-") and reason in goods.stocktakes.REASONS:
            line = name.removeprefix("reason-")
            seen = request.form.get(f"seen-{line}", "")
            found[read_id(line)] = shop.signed_counts.ChosenReason(reason, _whole(seen))
    return found


def _whole(said: str) -> int:
    return int(said) if said.lstrip("-").isdecimal() else 0


def _again(stocktake_id: UUID, **more: Any) -> str:
    actor = current_actor()
    reasons = {name: value for name, value in request.form.items() if name.startswith("reason-")}
    facts = reading(lambda: _facts(stocktake_id, actor))
    return page("manager/differences.html", facts, **{"reasons": reasons, "form": typed("why"), **more})


def _facts(stocktake_id: UUID, actor: Actor) -> dict[str, Any]:
    community_id = actor.community_id
    found, lines = goods.stocktakes.whole(community_id, stocktake_id)
    hands = shop.stocktakes.hands_of(lines)
    handed_in = found.handed_in_at is not None
    counted = shop.signed_counts.read(found, lines, community_id) if handed_in else []
    worth = shop.signers.worth([(one.line, one.booked.difference) for one in counted], community_id)
    blocked, reason_wanted = _may_sign(worth, hands, actor)
    # who would sign it were it worth less looks as well; everybody else sees no figure of the books
    allowed = blocked is None or isinstance(blocked, goods.refusals.CountBeyondLimit)
    looks = handed_in and (found.status == "done" or allowed)
    counted = counted if looks else []
    signed = {one.line_id: one.ended for one in lines if one.ended}
    accounts = {one for one in (*hands, *(row.signed_by for row in signed.values())) if one}
    names = people.accounts.names_behind(community_id, accounts, ())
    differing = [one for one in counted if _differed(one, signed)]
    return {
        "stocktake": found,
        "place": shop.shops.get_ever(community_id, found.shop_id),
        "lines": lines,
        "sees": looks,
        "differing": differing,
        "agreeing": [one for one in counted if one not in differing],
        "uncounted": [one for one in lines if one.latest is None],
        "before": goods.differences.just_before(
            community_id, stocktake_id, found.shop_id, [one.booked for one in differing]
        ),
        "signed": signed,
        "names": names,
        "counters": sorted(names[one] for one in hands if one in names),
        "worth": worth,
        "blocked": blocked,
        "reason_wanted": reason_wanted,
        "may_count": people.acting.may_begin(shop.stocktakes.ACT, actor),
        "kinds": goods.stocktakes.REASONS,
    }


def _differed(one: shop.signed_counts.Difference, signed: dict[UUID, Any]) -> bool:
    """Whether a line ever differed: it stays on top when another count agreed with the books."""
    kept = signed.get(one.line.line_id)
    return bool(one.booked.difference if kept is None else kept.difference) or one.line.turn > 1


def _may_sign(
    worth: shop.signers.Worth, hands: set[UUID | None], actor: Actor
) -> tuple[Refusal | None, bool]:
    """Why this reader signs nothing of it, and whether they would have to say why it is they."""
    try:
        shop.signers.refuse(worth, hands, actor=actor)
    except people.refusals.StandInReason:
        return None, True
    except Refusal as refusal:
        return refusal, False
    return None, False
