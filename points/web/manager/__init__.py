"""The shop behind the counter: what is on the shelf, what it costs, what came, what was counted."""

from points.web.manager import day_close, home, lending, liability, shifts
from points.web.manager.base import blueprint

__all__ = ["blueprint", "day_close", "home", "lending", "liability", "shifts"]
