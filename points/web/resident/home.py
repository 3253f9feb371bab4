"""The resident's first page: the balance, what it buys, the latest lines; in care mode one number and five buttons."""

from __future__ import annotations

from typing import Any

from flask import render_template

from points import statements
from points.foundation import reading
from points.web.auth import audience, current_actor, language, signed_in
from points.web.resident import vouchers
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/")
@audience("use_own_purse")
def home() -> str:
    """The balance, what it buys, the latest lines; in care mode one number and five buttons."""
    actor, lang = current_actor(), language()
    me = signed_in()

    def query() -> dict[str, Any]:
        goods = statements.summary.goods_for(actor, lang)
        reach = [good for good in goods if not good.gap and not good.blocked]
        waiting = [good for good in goods if good.gap and not good.blocked]
        return {
            **page_facts(actor),
            "purse": statements.summary.of_purse(actor),
            "community_name": me.community_name if me else "",
            "notice": statements.summary.notice(actor),
            "reach": reach[:3],
            "nearest": waiting[0] if waiting else None,
            "goods_count": len(goods),
            "latest": statements.lines.latest(actor, lang, limit=3),
            "open_vouchers": vouchers.open_vouchers(actor),
            "opening": statements.summary.opening(actor),
        }

    facts = reading(query)
    return render_template("resident/home_care.html" if facts["care"] else "resident/home.html", **facts)
