"""The resident's first page: the balance, what is ahead, what it buys, the latest lines; in care mode one number and few
buttons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from points import ledger, people, shop, statements, volunteering
from points.foundation import Actor, NotFound, clock, paging, reading, transact
from points.web.auth import audience, current_actor, language, signed_in
from points.web.resident import collectors
from points.web.resident.base import blueprint, page_facts
from points.web.resident.vouchers import unspent

#: so many of the newest lines
SHOWN = 3
#: a notice is given this long before points end
LAPSE_NOTICE_DAYS = 60


@blueprint.get("/")
@audience("use_own_purse")
def home() -> str:
    """The balance, what is ahead, what it buys, the latest lines; in care mode one number and few buttons."""
    actor, lang = current_actor(), language()
    me, shown = signed_in(), page_facts()

    def query() -> dict[str, Any]:
        # the book is read once: what the purse has, and its newest lines
        account_id = people.purses.account_of(actor)
        front = ledger.statements.front(actor.community_id, account_id, limit=SHOWN)
        work = volunteering.waiting.first_page(actor, account_id)
        purse = statements.summary.holder(actor)
        facts = {
            "purse": statements.summary.of_purse(
                actor, purse=purse, standing=front.standing, minutes=work.minutes
            ),
            "community_name": me.community_name if me else "",
            "waiting": work.waiting,
            "notices": work.told,
            **collectors.told(actor, purse),
            "news": people.ways.news(actor.community_id, purse.account_id) if purse.new_ways else [],
            **_shelf(actor, lang, front.standing.available),
            **_ahead(actor),
        }
        if shown["care"]:
            return facts
        near = clock.today() + timedelta(days=LAPSE_NOTICE_DAYS)
        return {
            **facts,
            "lapsing": (front.lapses_on, front.lapsing)
            if front.lapses_on and front.lapses_on <= near
            else None,
            "latest": statements.lines.in_brief(
                actor.community_id, front.newest, lang, names=purse.names, open_vouchers={}
            ),
        }

    facts = {**shown, **reading(query)}
    return render_template("resident/home_care.html" if facts["care"] else "resident/home.html", **facts)


@blueprint.post("/notices/read")
@audience("use_own_purse", card=False)
def read_notice() -> Response:
    """What was told about something has been read, and is told no more."""
    actor, about = current_actor(), paging.read_id_key(request.form.get("about", ""))
    if about is None:
        raise NotFound
    transact(lambda: volunteering.notices.understand(about, actor=actor))
    return redirect(url_for("resident.home"), 303)


def _shelf(actor: Actor, lang: str, available: int) -> dict[str, Any]:
    """What the points buy, and when they can."""
    goods = statements.goods.of_purse(actor, lang, spendable=available, glance=True)
    waiting = [good for good in goods if good.gap and not good.blocked]
    shops = shop.shops.list_all(actor.community_id)
    return {
        "reach": [good for good in goods if good.in_reach][:3],
        "nearest": waiting[0] if waiting else None,
        "goods_count": len(goods),
        "shops": shops,
    }


def _ahead(actor: Actor) -> dict[str, Any]:
    """Vouchers to use, and those that ended and wait for the night; what was signed up for, and what else there is."""
    own, today = unspent(actor), clock.ending()
    coming = volunteering.lists.coming(actor)
    return {
        "vouchers": sorted((one for one in own if one.valid_until >= today), key=lambda one: one.valid_until),
        "overdue": [one for one in own if one.valid_until < today],
        "signed_up": [one for one in coming if one.mine],
        "next_activity": next((one.activity for one in coming if not one.mine), None),
    }
