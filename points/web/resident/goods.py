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
    actor, reads = current_actor(), language()

    def work() -> dict[str, Any]:
        found = statements.summary.goods_for(actor, reads)
        return {
            **page_facts(actor),
            "available": statements.summary.of_purse(actor).available,
            "in_reach": [one for one in found if not one.gap and not one.blocked],
            "out_of_reach": [one for one in found if one.gap or one.blocked],
            "opening": statements.summary.opening(actor),
        }

    return render_template("resident/goods.html", **reading(work))
