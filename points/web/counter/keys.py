"""A sheet of the counter's keys as codes, for whoever has a scanner in one hand and nothing in the other."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext

from points import shop
from points.foundation import codes, reading
from points.web.auth import audience, current_actor, language
from points.web.counter.base import blueprint, key, shop_words

#: keys by the names a browser gives them, in the order in which a sale needs them
KEYS = ("F6", "F8", "Escape", "ArrowDown", " ", "F9", "F7")


def pressed_by(own_shop: shop.shops.ShopInfo) -> dict[str, str]:
    """The key that each code on this shop's sheet presses."""
    return {codes.paper_key(own_shop.id, one, key=key()): one for one in KEYS}


@blueprint.get("/keys")
@audience("serve_counter", card=False)
def keys() -> str:
    """The sheet, to be printed once and laid beside the scanner."""
    actor, lang = current_actor(), language()
    own_shop = reading(lambda: shop.shops.of_actor(actor))
    words = {
        "F6": gettext("对上了"), "F8": gettext("确认"), "Escape": gettext("退一步，下一位"), "ArrowDown": gettext("往下选"),
        " ": gettext("就选这个"), "F9": gettext("打凭条"), "F7": gettext("念出来"),
    }  # fmt: skip
    sheet = [
        {"digits": digits, "says": words[one], "picture": codes.data_url(codes.code128_svg(digits))}
        for digits, one in pressed_by(own_shop).items()
    ]
    return render_template(
        "print/keys.html",
        keys=sheet,
        shop=shop_words(own_shop, lang),
        back_url=url_for("counter.page"),
    )
