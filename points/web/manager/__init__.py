"""The shop behind the counter: what is on the shelf, what it costs, what came, what was counted."""

from points.web.manager import goods, home, item, item_edit, shops
from points.web.manager.base import blueprint

__all__ = ["blueprint", "goods", "home", "item", "item_edit", "shops"]
