"""The resident's first page: the balance, what it buys, the latest lines; in care mode one number and five buttons."""

from __future__ import annotations

from typing import Any

from flask import render_template

from points import ledger, people, statements
from points.foundation import reading
from points.web.auth import audience, current_actor, language, signed_in
from points.web.resident.base import blueprint, page_facts
from points.web.resident.vouchers import open_vouchers


@blueprint.get("/")
@audience("use_own_purse")
def home() -> str:
    """The balance, what it buys, the latest lines; in care mode one number and five buttons."""
    actor, lang = current_actor(), language()
    me, shown = signed_in(), page_facts()

    def query() -> dict[str, Any]:
        # the book is read once: what the purse has, and its newest lines
        standing, newest = ledger.statements.newest(
            actor.community_id, people.purses.account_of(actor), limit=3
        )
        goods = statements.summary.goods_for(actor, lang, spendable=standing.available)
        vouchers = open_vouchers(actor)
        reach = [good for good in goods if not good.gap and not good.blocked]
        waiting = [good for good in goods if good.gap and not good.blocked]
        facts = {
            "purse": statements.summary.of_purse(actor, standing),
            "community_name": me.community_name if me else "",
            "reach": reach[:3],
            "nearest": waiting[0] if waiting else None,
            "goods_count": len(goods),
            "open_vouchers": len(vouchers),
        }
        if shown["care"]:
            return {**facts, "opening": statements.summary.opening(actor)}
        return {
            **facts,
            "notice": statements.summary.notice(actor, vouchers),
            "latest": statements.lines.in_brief(actor.community_id, newest, lang),
        }

    facts = {**shown, **reading(query)}
    return render_template("resident/home_care.html" if facts["care"] else "resident/home.html", **facts)
