"""The shop behind the counter: what is on the shelf, what it costs, what came, what was counted."""

from points.web.manager import deliveries, home, kits, prices, transfers, write_offs
from points.web.manager.base import blueprint

__all__ = ["blueprint", "deliveries", "home", "kits", "prices", "transfers", "write_offs"]
