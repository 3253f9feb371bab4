"""The shop behind the counter: what is on the shelf, what it costs, what came, what was counted."""

from points.web.manager import (
    count,
    differences,
    home,
    prices,
    stocktakes,
)
from points.web.manager.base import (
    blueprint,
)

__all__ = ["blueprint", "count", "differences", "home", "prices", "stocktakes"]
