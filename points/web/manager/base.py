"""The blueprint of the shop manager's pages, and what their forms share."""

from __future__ import annotations

from flask import Blueprint

from points.web.fields import Words
from points.web.forms import Form

blueprint = Blueprint("manager", __name__, url_prefix="/shop")


class ShopReasonForm(Form):
    """Why something is ended, declined or taken back."""

    reason = Words(most=200)
