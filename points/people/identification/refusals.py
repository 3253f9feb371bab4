"""Why a card, a PIN or a code is not enough."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class CardEnded(Refusal):
    """A card is replaced or reported lost once."""

    code = "card_ended"
    zh = "尾号 {number} 的卡已经停用了，没有再换一次。"
    en = "The card ending in {number} has been stopped already; it was not replaced again."
    next_zh = "请看下面还能用的卡，要新卡就再发一张。"
    next_en = "Look at the cards below that work, or issue another one."


class CardUnknown(Refusal):
    """No such card in this community."""

    code = "card_unknown"
    zh = "没有找到这张卡。"
    en = "This card is not known here."
    next_zh = "请再扫一次，或输卡上的 10 位号码。"
    next_en = "Scan it again, or type the ten digits printed on it."


class CardUnreadable(Refusal):
    """What a card's link says is no card of any community here: scratched, or typed wrong."""

    code = "card_unreadable"
    status = 404
    zh = "这张卡的码读不出来。"
    en = "The code of this card cannot be read."
    next_zh = "请拿着卡到社区窗口，分都还在。"
    next_en = "Take the card to the community office; all points are still there."


class CardRevoked(Refusal):
    """A lost or replaced card; the points are not in the card."""

    code = "card_revoked"
    zh = "这张卡挂失了。"
    en = "This card was reported lost."
    next_zh = "请到社区窗口换新卡，分都还在。"
    next_en = "Get a new card at the office; all points are still there."


class CardWithoutPin(Refusal):
    """A typed number always needs a PIN, and this card has none."""

    code = "card_without_pin"
    zh = "这张卡没有设密码，不能只凭号码用。"
    en = "This card has no PIN, so its number alone is not enough."
    next_zh = "请扫卡上的码，或到社区窗口设一个密码。"
    next_en = "Scan the code on the card, or ask the office to set a PIN."


class WrongPin(Refusal):
    """Counted before it was compared."""

    code = "wrong_pin"
    zh = "密码不对，还可以试 {tries_left} 次。"
    en = "The PIN is not right; {tries_left} tries are left."
    next_zh = "请再输一次。"
    next_en = "Type it again."


class ShortNumberWrong(Refusal):
    """Counted before it was compared."""

    code = "short_number_wrong"
    zh = "这个数不对，还可以试 {tries_left} 次。"
    en = "This number is not right; {tries_left} tries are left."
    next_zh = "请看手机上“我的码”现在的 6 位数，它半分钟换一次。"
    next_en = "Look at the six digits on the phone now: they change every half minute."


class ShortNumberLocked(Refusal):
    """Five tries are used up; time opens it again, and every other proof is taken meanwhile."""

    code = "short_number_locked"
    zh = "这家的数试错太多次，过 {minutes} 分钟再试。"
    en = "The number of this household was wrong too often; try again in {minutes} min."
    next_zh = "现在可以扫手机上的码、卡或券。"
    next_en = "Scan the code on the phone, a card or a voucher now."


class PinLocked(Refusal):
    """Five tries are used up; only the office opens it again."""

    code = "pin_locked"
    status = 429
    zh = "密码错了五次，这张卡先锁住了。"
    en = "Five wrong PINs: this card is locked for now."
    next_zh = "请到社区窗口设个新密码，设好马上能用，分都还在。"
    next_en = "Have a new PIN set at the office; it works at once, and all points are still there."


class PinUnfit(Refusal):
    """Six digits, and not the first that anybody would try."""

    code = "pin_unfit"
    status = 422
    zh = "密码要 6 位数字，不要连号，也不要全一样。"
    en = "A PIN has six digits; not in a row, and not all the same."


class CodeUsed(Refusal):
    """A rotating code is good once for a purpose."""

    code = "code_used"
    zh = "这个码刚刚用过了。"
    en = "This code has just been used."
    next_zh = "请居民点一下“换个新码”。"
    next_en = 'Ask the resident to press "new code".'


class CodeOfNobody(Refusal):
    """A rotating code whose handle is not known here, or no longer."""

    code = "code_of_nobody"
    zh = "码过期了。"
    en = "This code is out of date."
    next_zh = "请居民点一下“换个新码”。"
    next_en = 'Ask the resident to press "new code".'
