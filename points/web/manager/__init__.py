"""The shop behind the counter: what is on the shelf, what it costs, what came, what was counted."""

from points.web.manager import goods, goods_edit, goods_one, home, shops
from points.web.manager.base import blueprint

__all__ = ["blueprint", "goods", "goods_edit", "goods_one", "home", "shops"]
