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
    zh = "这家的数试错太多次，{until:clock} 以后再试。"
    en = "The number of this household was wrong too often; try again after {until:clock}."
    next_zh = "现在可以扫手机上的码、卡或券。"
    next_en = "Scan the code on the phone, a card or a voucher now."


class PinLocked(Refusal):
    """Five tries are used up; only the office opens it again."""

    code = "pin_locked"
    status = 429
    zh = "密码错了五次，这张卡锁住了，设了新密码才能再用。"
    en = "Five wrong PINs: this card is locked until it has a new PIN."
    next_zh = "请到社区窗口设个新密码，确认是您本人以后就能用，分都还在。"
    next_en = "Have a new PIN set at the office; it works once somebody confirms that it is you. All points are still there."


class PinUnfit(Refusal):
    """Six digits, and not the first that anybody would try."""

    code = "pin_unfit"
    status = 422
    zh = "这个密码用不了：要 6 位数字，而且别人不容易猜到。"
    en = "This PIN will not do: six digits, and not ones that others guess."
    next_zh = "不要连号、重复的数字、生日，也不要手机号和卡号里的数字。想一个只有自己知道的日子或数字。"
    next_en = (
        "No rows, no repeats, no birthday, nothing out of the phone or card number. "
        "Think of a number that only its owner knows."
    )


class PinsDiffer(Refusal):
    """Typed twice, to be sure."""

    code = "pins_differ"
    status = 422
    zh = "两次按的不一样。"
    en = "The two were not the same."
    next_zh = "不要紧，请从头再按一遍。"
    next_en = "Never mind: please begin again."


class PinStands(Refusal):
    """At the counter a card that pays keeps its PIN."""

    code = "pin_stands"
    zh = "这张卡有密码，也能用，柜台不换密码。"
    en = "This card works and has a PIN; the counter does not change it."
    next_zh = "想换一个密码，请到社区窗口。"
    next_en = "For another PIN, go to the community office."


class NobodyToConfirm(Refusal):
    """Who turns the screen made the way, and nobody would be left to confirm it."""

    code = "nobody_to_confirm"
    zh = "在这里设了密码，没有别人能确认，卡还是不能用。"
    en = "A PIN set here could be confirmed by nobody else, so the card still would not work."
    next_zh = "请到社区窗口设密码，回来由您确认。"
    next_en = "Have it set at the community office; then you can confirm it."


class ScreenTurned(Refusal):
    """The screen is a resident's now; everything else waits for the password of whose session it is."""

    code = "screen_turned"
    zh = "屏幕正转给居民设密码，别的页面先不能看。"
    en = "The screen is turned to a resident who sets a PIN; other pages wait."
    next_zh = "设完以后，请工作人员输自己的密码转回来。"
    next_en = "Afterwards a member of staff turns it back with their own password."


class ScreenNotTurned(Refusal):
    """A PIN is typed by its holder on a screen that was turned to them, and nowhere else."""

    code = "screen_not_turned"
    zh = "屏幕没有转给居民，密码没有设。"
    en = "The screen is not turned to a resident; no PIN was set."
    next_zh = "请工作人员从这张卡再点一次“居民自己输密码”。"
    next_en = 'Ask the member of staff to press "the resident types it" at the card again.'


class ScreenPasswordWrong(Refusal):
    """Counted before it was compared; the last one signs the screen out."""

    code = "screen_password_wrong"
    zh = "登录密码不对，还可以试 {tries_left} 次。"
    en = "The sign-in password is not right; {tries_left} tries are left."
    next_zh = "请再输一次；都用完了，这里就退出，要重新登录。"
    next_en = "Type it again; with none left, this screen is signed out."


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


class CardUnconfirmed(Refusal):
    """A card is new, and nobody but its maker has said yes."""

    code = "card_unconfirmed"
    zh = "这张卡是新办的，还没确认，现在不能付分。分都在。"
    en = "This card is new and not confirmed yet, so it does not pay. All points are still there."
    next_zh = (
        "请居民输家里旧卡的密码，或出示家里手机上的码；没有，就请另一位没经手的工作人员在“待确认”里确认。"
    )
    next_en = (
        "The resident types the PIN of the family's old card or shows the code on its phone; else another member of "
        'staff, who had no part in it, confirms it under "To confirm".'
    )


class AccountUnconfirmed(Refusal):
    """An account is new, or has a new password from a slip, and nobody but its maker has said yes."""

    code = "account_unconfirmed"
    zh = "这个账号是新开通的，还没确认，现在只能看，不能用分。分都在。"
    en = "This account is new and not confirmed yet: it may read, and not spend. All points are still there."
    next_zh = (
        "请到窗口或店里：输家里旧卡的密码，或请家里已能用的手机点“是我们家的”，也可以由另一位工作人员确认。"
    )
    next_en = (
        "At the office or the shop, type the PIN of the family's old card, say yes on the family's phone, or have "
        "another member of staff confirm it."
    )


class OnlyALittle(Refusal):
    """A way that cooled, and that nobody confirmed, pays a small amount a day."""

    code = "only_a_little"
    zh = "还没确认，今天还能用 {allowed:points} 分，这次要 {wanted:points} 分。"
    en = "Not confirmed yet: it pays {allowed:points} more points today, and this takes {wanted:points}."
    next_zh = "请少拿一点，或先在“待确认”里确认。"
    next_en = 'Take less, or have it confirmed first under "To confirm".'


class WaySettled(Refusal):
    """Somebody was faster: it is confirmed, or it has ended."""

    code = "way_settled"
    zh = "这一条已经有人办了：确认过，或者停用了。"
    en = "This one is settled already: confirmed, or ended."
    next_zh = "请看一下现在的名单。"
    next_en = "Look at the list as it is now."


class OwnMaking(Refusal):
    """Who made a way, registered its holder, or is of one origin with them, is no second person."""

    code = "own_making"
    zh = "自己经手办的，不能自己确认。"
    en = "What you had a hand in, you cannot confirm yourself."
    next_zh = "请店员、店长、网格员、社区两委或街道里没经手的一位来确认。"
    next_en = "Ask a clerk, shop manager, grid worker, the committee or the street office: somebody who had no part in it."


class OwnFamily(Refusal):
    """Nobody confirms for their own household or for relatives."""

    code = "own_family"
    zh = "自己家和亲属的，不能自己确认。"
    en = "Nobody confirms for their own family."
    next_zh = "请另一位工作人员来确认。"
    next_en = "Ask another member of staff."


class ProofUnfit(Refusal):
    """What was shown does not stand for this household, or is not confirmed itself."""

    code = "proof_unfit"
    zh = "这个证明不是这一家的，或者它自己也还没确认。"
    en = "This proof is not of this household, or is not confirmed itself."
    next_zh = "请换旧卡的密码、家里手机上的码，或请另一位工作人员确认。"
    next_en = "Use the PIN of the old card, the code on the family's phone, or ask another member of staff."


class SeenMissing(Refusal):
    """A second person says what they saw."""

    code = "seen_missing"
    status = 422
    zh = "请写下看到了什么：谁来的，凭什么证件。"
    en = "Write down what you saw: who came, and which paper."
