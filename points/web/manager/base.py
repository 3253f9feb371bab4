"""The blueprint of the shop manager's pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("manager", __name__, url_prefix="/shop")
