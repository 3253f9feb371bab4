"""What the points buy now, and how far the rest is."""

from __future__ import annotations

from typing import Any

from flask import render_template

from points import statements
from points.foundation import reading
from points.web.auth import audience, current_actor, language
from points.web.resident.base import blueprint, page_facts


@blueprint.get("/goods")
@audience("use_own_purse")
def goods() -> str:
    """What the points buy now, and how far the rest is."""
    actor, lang = current_actor(), language()

    def query() -> dict[str, Any]:
        found = statements.summary.goods_for(actor, lang)
        return {
            **page_facts(),
            "available": statements.summary.available(actor),
            "in_reach": [good for good in found if not good.gap and not good.blocked],
            "out_of_reach": [good for good in found if good.gap or good.blocked],
            "opening": statements.summary.opening(actor),
        }

    return render_template("resident/goods.html", **reading(query))
