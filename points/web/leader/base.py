"""The blueprint of the leader's pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("leader", __name__, url_prefix="/lead")
