"""The practice till: pretend people and planned trouble, with the next step on the screen. It reads no book and writes none:
what its script answers stands in a table here, in the reader's language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response
from flask_babel import gettext as _

from points import people, shop
from points.foundation import Refusal, clock, wording
from points.web import rolls
from points.web.auth import audience, language, signed_in
from points.web.counter.base import blueprint
from points.web.counter.counter import WORDS
from points.web.refusals import NotPractised

#: what the pretend scanner sends, and what the pretend residents type
VOUCHER, CARD, NEXT, SALT = "LIANXIQUAN1", "LIANXIKA1", "LIANXIQUAN2", "6900000011065"
PIN, WRONG, SHORT = "275318", "275319", "640283"


@blueprint.get("/practice")
@audience("serve_counter", card=False)
def practice() -> Response:
    """The counter as it is, on another edge: the same script, answered by the page itself."""
    me, lang = signed_in(), language()
    own = {"name": _("练习"), "community_name": me.community_name if me else ""}
    table = _table(lang)
    quiet: dict[str, Any] = {
        "recent": {"today": {"count": 0, "tenths": 0}, "receipts": []},
        "keys": {},
        "shelf": {"low": [], "near": []},
        "queue": {"due": 0, "given": 0, "waiting": []},
        "asides": 0,
        "ways": 0,
        "unclosed": None,
        "on_shift": True,
        "hours": [],
        "closed": "",
        "closed_at": None,
    }
    return rolls.rendered("counter/practice.html", shop=own, table=table, **quiet, elders=0, served_after=0)


def _table(lang: str) -> dict[str, Any]:
    """Who there is, what stands on the shelf, what is answered to what, and the steps."""
    yesterday = clock.today() - timedelta(days=1)
    return {
        "ask": WORDS[lang][1],
        "mark": {"number": 4, "colour": _("练习"), "word": _("练习")},
        "tiles": [
            _tile("LX1", _("食盐400g"), "盐", 20, SALT),
            _tile("LX2", _("袋装醋"), "醋", 5),
            _tile("LX3", _("面粉5kg"), "面", 220),
        ],
        "payers": {
            "wang": _payer(_("王奶奶（练习）"), 180, "card", "3栋", lang),
            "li": {**_payer(_("李大爷（练习）"), 320, "identity", "5栋", lang), "lost": True},
            "zhang": _payer(_("张阿姨（练习）"), 150, "card", "7栋", lang),
        },
        "codes": {
            VOUCHER: {"refusal": "voucher_lapsed"},
            CARD: {"payer": "wang", "pin": PIN},
            NEXT: {"payer": "zhang"},
            "li": {"payer": "li", "pin": SHORT},
        },
        "candidates": [{"person": "li", "name": wording.masked("李大爷", lang), "door": "5栋"}],
        "refusals": {
            one.code: _no(one, lang)
            for one in (
                shop.refusals.VoucherLapsed(until=yesterday),
                people.refusals.WrongPin(tries_left=4),
                shop.refusals.NotSold(),
                NotPractised(),
            )
        },
        "steps": _steps(),
        "end": _(
            "练完了：过期的券、按错的密码、扫重了、插队、没带卡、断网，都办过了。按“回到真柜台”，或者刷新再练一遍。"
        ),
    }


def _steps() -> list[dict[str, str]]:
    """What to do next, what somebody else does then, and by what on the screen it is known to be done."""
    basket, line = '[data-step="basket"]', '[data-side="who"] .steps b'
    ready, done = "#confirm:not(:disabled)", '[data-step="done"]'
    return [
        _step(
            _("王奶奶来了，递来一张券。"), '[data-code="voucher_lapsed"]', press=_("扫她的券"), scan=VOUCHER
        ),
        _step(
            _("券过期了，分已经退回家里。请她拿家里的卡。"),
            '[data-step="proof"]',
            press=_("扫她的卡"),
            scan=CARD,
        ),
        _step(_("请她自己按密码。"), '[data-code="wrong_pin"]', press=_("她按了，按错一位"), proof=WRONG),
        _step(_("密码不对。选“请居民按 6 位密码”。"), '[data-step="proof"]'),
        _step(_("慢慢来，再按一次。"), basket, press=_("她按对了"), proof=PIN),
        _step(_("她要一袋盐。"), line, press=_("扫一袋盐"), scan=SALT),
        _step(_("手一抖，同一袋又扫了一下。"), line, text="2", press=_("又扫了一下"), scan=SALT),
        _step(_("篮子里成了两袋，按减号拿掉一袋。"), line, text="1"),
        _step(
            _("后面排队的张阿姨把卡伸过来了。"),
            '[data-code="basket_open"]',
            press=_("张阿姨的卡扫上了"),
            scan=NEXT,
        ),
        _step(_("这一位还没办完。选“接着办这一位”。"), basket),
        _step(_("问一句住几栋，答得上就按“对上了”。"), ready),
        _step(_("按“确认兑换”。"), done),
        _step(_("把盐递给她，按“下一位”。"), '[data-step="scan"]'),
        _step(_("李大爷没带卡。按“没带卡，查名字”。"), '[data-step="search"]'),
        _step(_("他说：李大爷，5栋 2单元 301。写上，按“查”。"), '[data-list="candidates"] .way'),
        _step(_("查到了，点一下他。"), '[data-step="proof"]'),
        _step(_("请他念手机上的 6 位数。"), basket, press=_("他念了，您输好"), proof=SHORT),
        _step(_("他要面粉，点一下面粉。"), line),
        _step(_("再问住几栋，按“对上了”。"), ready),
        _step(_("按“确认兑换”。这一回网络会断。"), '[data-step="unsure"]'),
        _step(_("没有回音，先别递货，也别再卖一次。按“问清楚”。"), done),
        _step(_("问清楚了：已经办成。递货，按“下一位”。"), '[data-step="scan"]'),
    ]


def _step(words: str, until: str, **more: str) -> dict[str, str]:
    return {"words": words, "until": until, **more}


def _no(refusal: Refusal, lang: str) -> dict[str, Any]:
    """A refusal as the house would answer it."""
    return {
        "code": refusal.code,
        "message": refusal.message(lang),
        "next": refusal.next_step(lang),
        "facts": {},
    }


def _payer(name: str, tenths: int, via: str, building: str, lang: str) -> dict[str, Any]:
    ask = {"question": WORDS[lang][0], "answer": building}
    return {
        "name": name,
        "available_tenths": tenths,
        "held_tenths": 0,
        "via": via,
        "ask": ask,
        "voucher": None,
    }


def _tile(word: str, name: str, glyph: str, tenths: int, *barcodes: str) -> dict[str, Any]:
    same = {
        "near": None,
        "initials": "",
        "group": "粮油",
        "limit": None,
        "person_limit": None,
        "blocked": None,
    }
    own = {
        "item": word,
        "of": word,
        "name": name,
        "unit": "袋" if language() == "zh" else "",
        "glyph": glyph,
        "tenths": tenths,
    }
    return {**same, **own, "stock": 30, "barcodes": list(barcodes), "frequent": True, "wishes": []}
