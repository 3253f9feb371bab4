"""The resident's pages: home, statement, goods, activities, code, prints; it reads requests and answers."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from points import audit, people, volunteering
from points.foundation import Actor, Refusal, clock, codes, community, reading, transact
from points.hall import activities_page, home_page, passbook, voucher_pages
from points.people import audience, care, current_actor, language, signed_in

blueprint = Blueprint("resident", __name__)
PAGE = 20
SHOWS = ("all", "in", "out", "held")
CODE_SECONDS = 30
#: no purse has so many lines; a greater number fits no column
MOST_LINES = 2**31 - 1


def new_request_key() -> str:
    """A key for one rendering of a form, so that pressing twice does a thing once."""
    return secrets.token_urlsafe(16)


def page_facts(actor: Actor) -> dict[str, Any]:
    """What every resident page needs besides its own."""
    return {"care": care(), "phone": community(actor.community_id).phone or None}


@blueprint.get("/")
@audience("resident")
def home() -> str:
    """The balance, what it buys, the latest lines; in care mode one number and five buttons."""
    actor, reads = current_actor(), language()
    me = signed_in()

    def work() -> dict[str, Any]:
        goods = home_page.goods_for(actor, reads)
        reach = [one for one in goods if not one.gap and not one.blocked]
        waiting = [one for one in goods if one.gap and not one.blocked]
        return {
            **page_facts(actor),
            "purse": home_page.purse_seen(actor),
            "community_name": me.community_name if me else "",
            "notice": home_page.notice(actor),
            "reach": reach[:3],
            "nearest": waiting[0] if waiting else None,
            "goods_count": len(goods),
            "latest": passbook.lines(actor, reads, limit=3),
            "open_vouchers": voucher_pages.open_vouchers(actor),
            "opening": home_page.opening(actor),
        }

    facts = reading(work)
    return render_template("phone/home_care.html" if facts["care"] else "phone/home.html", **facts)


@blueprint.get("/statement")
@audience("resident")
def statement() -> str:
    """Every line with where it came from, paged by key."""
    actor, reads = current_actor(), language()
    show = request.args.get("show", "all")
    show = show if show in SHOWS else "all"
    before = max(0, min(request.args.get("before", 0, type=int), MOST_LINES)) or None

    def work() -> dict[str, Any]:
        months, older = passbook.months(actor, reads, only=show, before=before, limit=PAGE)
        return {
            **page_facts(actor),
            "purse": home_page.purse_seen(actor),
            "filter": show,
            "months": months,
            "newer": url_for("resident.statement", show=show) if before else None,
            "older": url_for("resident.statement", show=show, before=older) if older else None,
        }

    return render_template("phone/statement.html", **reading(work))


@blueprint.get("/goods")
@audience("resident")
def goods() -> str:
    """What the points buy now, and how far the rest is."""
    actor, reads = current_actor(), language()

    def work() -> dict[str, Any]:
        found = home_page.goods_for(actor, reads)
        return {
            **page_facts(actor),
            "available": home_page.purse_seen(actor).available,
            "in_reach": [one for one in found if not one.gap and not one.blocked],
            "out_of_reach": [one for one in found if one.gap or one.blocked],
            "opening": home_page.opening(actor),
        }

    return render_template("phone/goods.html", **reading(work))


@blueprint.get("/earn")
@audience("resident")
def earn() -> str:
    """How to get more: activities to sign up for, and the rules in words."""
    return _earn(current_actor())


@blueprint.post("/activities/<public_id>/sign-up")
@audience("resident", card=False)
def sign_up(public_id: str) -> AnyResponse | tuple[str, int]:
    """Say that I will come."""
    actor = current_actor()
    assert actor.person_id is not None
    return _about_activity(
        lambda: volunteering.sign_up(public_id, person_id=actor.person_id, actor=actor), "sign_up.made", actor
    )


@blueprint.post("/activities/<public_id>/withdraw")
@audience("resident", card=False)
def withdraw(public_id: str) -> AnyResponse | tuple[str, int]:
    """Say that I will not come after all."""
    actor = current_actor()
    return _about_activity(
        lambda: volunteering.withdraw(public_id, actor=actor),
        "sign_up.withdrawn",
        actor,
    )


@blueprint.get("/board")
@audience("resident")
def board() -> str:
    """What is in publicity, masked, in order of posting."""
    actor, reads = current_actor(), language()
    mine = request.args.get("show") == "mine"
    me = signed_in()

    def work() -> dict[str, Any]:
        found = activities_page.board(actor, reads, mine=mine)
        return {**page_facts(actor), "community_name": me.community_name if me else "", **found}

    return render_template("phone/board.html", **reading(work))


@blueprint.get("/me")
@audience("resident")
def me() -> str:
    """My hours, my cards, my password, signing out."""
    actor, who = current_actor(), signed_in()
    assert actor.person_id is not None

    def work() -> dict[str, Any]:
        purse = home_page.purse_seen(actor)
        cards = people.cards_of(actor.community_id, home_page.own_person(actor))
        return {
            **page_facts(actor),
            "purse": purse,
            "person": {
                "name": who.name if who else "",
                "username": who.username if who else None,
                "minutes": purse.minutes,
            },
            "cards": [
                {
                    "number_tail": card.number_tail,
                    "kind": card.kind,
                    "issued_on": clock.shanghai(card.issued_at).date(),
                    "state": "live" if card.status == "active" else "revoked",
                }
                for card in cards
            ],
            "sessions": 1,
        }

    return render_template("phone/me.html", **reading(work))


@blueprint.get("/code")
@audience("resident", card=False)
def code() -> str:
    """My rotating code, large."""
    actor = current_actor()
    shown = transact(lambda: people.my_code(actor=actor))
    purse = reading(lambda: home_page.purse_seen(actor))
    facts = reading(lambda: page_facts(actor))
    return render_template(
        "phone/code.html",
        purse=purse,
        seconds=CODE_SECONDS,
        issued_at=clock.now(),
        digits=shown.digits,
        **facts,
    )


@blueprint.get("/code/qr.svg")
@audience("resident", card=False)
def code_qr() -> Response:
    """The picture of the code of this half minute."""
    actor = current_actor()
    shown = transact(lambda: people.my_code(actor=actor))
    answer = Response(codes.qr_svg(shown.digits, level="Q"), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/print/balance")
@audience("resident")
def balance_print() -> str:
    """The balance on one A5 sheet, for the notice board at home."""
    actor, reads = current_actor(), language()
    who = signed_in()

    def work() -> dict[str, Any]:
        return {
            "purse": home_page.purse_seen(actor),
            "community_name": who.community_name if who else "",
            "printed_at": clock.now(),
            "lines": passbook.lines(actor, reads, limit=12),
            "lapsing": passbook.lapsing(actor),
            "vouchers": voucher_pages.vouchers(actor, reads, status="open"),
            "seal": None,
        }

    return render_template("print/balance.html", **reading(work))


def _earn(actor: Actor, refusal: Refusal | None = None) -> str:
    reads = language()

    def work() -> dict[str, Any]:
        return {
            **page_facts(actor),
            "activities": activities_page.open_for(actor, reads),
            "rules": activities_page.rules(actor, reads),
            "request_key": new_request_key(),
            "refusal": refusal,
        }

    return render_template("phone/earn.html", **reading(work))


def _about_activity(work: Any, deed: str, actor: Actor) -> AnyResponse | tuple[str, int]:
    try:
        audit.attempt(work, actor=actor, deed=deed, subject_kind="activity")
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _earn(actor, refusal), refusal.status
    flash(deed)
    return redirect(url_for("resident.earn"))
