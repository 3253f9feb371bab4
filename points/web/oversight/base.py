"""The blueprint of the pages of those who look over shoulders."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("oversight", __name__)
