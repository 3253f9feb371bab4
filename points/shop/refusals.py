"""Every "no" of the shop."""

from points.foundation.refusal import Refusal
from points.shop.office.refusals import *  # noqa: F403 - those of the office, reached as any other
from points.shop.queueing.refusals import *  # noqa: F403 - likewise
from points.shop.undo_refusals import *  # noqa: F403 - likewise


class VoucherUnknown(Refusal):
    """Signed by us, or a spoken number, and yet not in the book."""

    code = "voucher_unknown"
    zh = "找不到这张券。"
    en = "This voucher is not in the book."
    next_zh = "请居民打开“我的券”再出示一次，或者刷卡。"
    next_en = "Ask the resident to open the voucher again, or use a card."


class VoucherUsed(Refusal):
    """A voucher is used once."""

    code = "voucher_used"
    zh = "这张券已经用过了，{at:when} 扣了分。"
    en = "This voucher was already used, at {at:when}."
    next_zh = "看一下凭条 {receipt:fours}，或者请居民换一张券。"
    next_en = "See receipt {receipt:fours}, or ask the resident for another voucher."


class VoucherReturned(Refusal):
    """The resident gave it back."""

    code = "voucher_returned"
    zh = "这张券已经退掉，分回到积分账户了。"
    en = "This voucher was returned; its points are back in the purse."
    next_zh = "请居民出示新券或者刷卡。"
    next_en = "Ask for a new voucher or a card."


class VoucherDoubted(Refusal):
    """Books that went back brought it with them: nobody knows yet whether it was used since."""

    code = "voucher_doubted"
    zh = "账本在 {at:when} 恢复过，这张券可能已经用过，要先核对。"
    en = "The books were restored on {at:when}; this voucher may have been used since, and is to be compared first."
    next_zh = "请社区专干对过店里的纸凭条，在办公页面打开这张券，点“还能用”。"
    next_en = "Ask the community officer to compare the shop's paper receipts, and to accept the voucher on its page at the desk."


class NearVoucher(Refusal):
    """Nobody accepts a voucher of their own family."""

    code = "near_voucher"
    zh = "这是您自己家或亲属家的券，不能由您来核对。"
    en = "This voucher is your own family's; somebody else compares it."
    next_zh = "请主任或街道的人打开这一页来核对。"
    next_en = "Ask the committee or the street office to open this page."


class VoucherAccepted(Refusal):
    """Somebody compared this voucher before, or nothing ever spoke against it."""

    code = "voucher_accepted"
    zh = "这张券不用再核对，已经有人核对过了。"
    en = "This voucher need not be compared any more: somebody did so already."
    next_zh = "是谁核对的，写在这一页下面。"
    next_en = "Who did so is written below on this page."


class VoucherLapsed(Refusal):
    """Past its last day."""

    code = "voucher_lapsed"
    zh = "这张券 {until:day} 到期，不能用了。"
    en = "This voucher ended on {until:day} and cannot be used any more."
    next_zh = "请居民刷卡或出示手机上的码；券里的分，到期那天夜里退回家里。"
    next_en = "Use a card or the code on the phone; what the voucher held returns to the household in the night of that day."


class VoucherTooSmall(Refusal):
    """The basket is worth more than the voucher; where the purse it came from would do, that is said."""

    code = "voucher_too_small"
    zh = "差 {gap:points} 分。这些要 {wanted:points} 分，券里有 {tenths:points} 分。"
    en = "{gap:points} points short. This takes {wanted:points}, and the voucher holds {tenths:points}."
    next_zh = "{would_pay:purse}少拿一样，或者换一样分少的。"
    next_en = "{would_pay:purse}Take one thing less, or something that costs less."


class LimitReached(Refusal):
    """The household has had its share of this item, or wants more than is left of it."""

    code = "limit_reached"
    zh = (
        "{name}还能换 {left} {unit}，这次要 {wanted} {unit}。每户最多 {allowed} {unit}，{opens:day}起重新算。"
    )
    en = "{name}: {left} left for this household, {wanted} wanted. The limit is {allowed}; it begins anew on {opens:day}."
    next_zh = "少拿一点，或者换一样别的。分没有动。"
    next_en = "Take fewer, or choose something else. No points have moved."


class PinNeeded(Refusal):
    """A card alone pays only a little a day."""

    code = "pin_needed"
    zh = "只刷卡今天还能用 {left:points} 分，这次要 {wanted:points} 分。一天最多 {allowed:points} 分，明天重新算。"
    en = "A card alone pays {left:points} more points today; this takes {wanted:points}. It is {allowed:points} a day, from tomorrow anew."
    next_zh = "请居民输一下 6 位密码，或者出示手机上的码。"
    next_en = "Ask for the 6-digit PIN, or for the code on the phone."


class WrongShop(Refusal):
    """The voucher is for another shop."""

    code = "wrong_shop"
    zh = "这张券只能在{shop}用。"
    en = "This voucher is for {shop} only."
    next_zh = "请居民到那家店，或者退掉券再换一张。"
    next_en = "Go to that shop, or return the voucher and make another."


class BasketEmpty(Refusal):
    """Nothing was chosen."""

    code = "basket_empty"
    status = 422
    zh = "还没有选商品。"
    en = "Nothing has been chosen yet."
    next_zh = "扫商品条码，或者点一下图块。"
    next_en = "Scan a barcode or touch a tile."


class PersonLimitReached(Refusal):
    """This person has had their share of this item, whatever the household still may."""

    code = "person_limit_reached"
    zh = "{name}每人限 {allowed} {unit}，这位还能换 {left} {unit}，{opens:day}起重新算。"
    en = "{name}: the limit is {allowed} per person, and {left} are left for this one; it opens again on {opens:day}."
    next_zh = "少拿几件，或者换一样别的。分没有动。"
    next_en = "Take fewer, or choose something else. No points have moved."


class WhoNotConfirmed(Refusal):
    """Nobody looked at the person yet."""

    code = "who_not_confirmed"
    zh = "还没有核对是不是本人。"
    en = "Nobody has checked yet who this is."
    next_zh = "问一下屏幕上的问题，对上了再确认。"
    next_en = "Ask the question on the screen; confirm when the answer fits."


class ProofNeeded(Refusal):
    """A typed card number proves nothing by itself."""

    code = "proof_needed"
    zh = "手输卡号要加上密码。"
    en = "A typed card number needs its PIN."
    next_zh = "请居民输 6 位密码。"
    next_en = "Ask the resident for the 6-digit PIN."


class PayerGone(Refusal):
    """The counter waited too long between scan and confirmation."""

    code = "payer_gone"
    zh = "等得久了，要重新扫一次码。"
    en = "This took too long; the code must be scanned again."
    next_zh = "请居民再出示一次。"
    next_en = "Ask the resident to show it once more."


class CodeNotForPaying(Refusal):
    """A code of ours that does not pay."""

    code = "code_not_for_paying"
    zh = "这个码不是用来兑换的。"
    en = "This code is not for paying."
    next_zh = "请扫券、卡片或者“出示我的码”。"
    next_en = "Scan a voucher, a card, or the resident's own code."


class SecondPersonNeeded(Refusal):
    """Nobody takes back what they did or asked for themselves."""

    code = "second_person_needed"
    zh = "冲正要第二个人确认，不能是自己。"
    en = "Taking back needs a second person, not yourself."
    next_zh = "请店长或另一位店员来确认，也可以等他来了再确认。"
    next_en = "Ask the shop manager or another clerk; it can wait until they are here."


class OwnPurse(Refusal):
    """Nobody serves themselves or their family alone."""

    code = "own_purse"
    zh = "这是您自己家的积分。自己家和亲属的，要第二个人同意才能办。"
    en = "Your own family's points. Nobody serves themselves or a relative alone."
    next_zh = "请店长、另一位店员或社区专干在这里输账号和密码同意；人不在，把券留给下一班。"
    next_en = "Ask the shop manager, another clerk or the officer to sign in here and agree; or leave the voucher for the next shift."


class SecondOfFamily(Refusal):
    """The second person is no other person."""

    code = "second_of_family"
    zh = "同意的人是这一家的、您的亲属，或者不能做这件事。"
    en = "Who agrees is of this family or yours, or may not do this."
    next_zh = "请换一位店员、店长或社区专干来同意。"
    next_en = "Ask another clerk, the shop manager or the officer instead."


class OwnPurseByTwo(Refusal):
    """One of the two made the other's account: somebody has to say why nobody else was there."""

    code = "own_purse_by_two"
    status = 422
    zh = "您两位里，一位的账号是另一位开的，算一个人。"
    en = "One of you opened the other's account, so you count as one."
    next_zh = "请换一个人来同意；实在没有，就写明为什么，会记在操作记录里。"
    next_en = "Let somebody else agree; if nobody is there, write down why. It is kept in the trail."


class NotForAside(Refusal):
    """Only what a clerk may not serve themselves is left for somebody else."""

    code = "not_for_aside"
    zh = "只有您自己家或亲属的兑换券，才留给下一班。"
    en = "Only a voucher of your own or of your family is left for the next shift."
    next_zh = "别人的券，现在就可以办。"
    next_en = "Serve anybody else's voucher now."


class AmountWrong(Refusal):
    """A voucher's value that cannot be."""

    code = "amount_wrong"
    status = 422
    zh = "券的分数要在 0.5 分到 1000 分之间。"
    en = "A voucher's value must be between 0.5 and 1,000 points."
    next_zh = "改一下分数。"
    next_en = "Change the amount."


class SaleNotKnown(Refusal):
    """Asked about, or to be sold again, is a sale that was tried before the books were restored: nobody knows here."""

    code = "sale_not_known"
    zh = "这一笔是账本恢复以前办的，账上看不出有没有卖成。"
    en = "This was tried before the books were restored; they do not show whether it was sold."
    next_zh = "先别再办：请问当时办的人，看看有没有纸凭条。卖成了的，交给社区补记；没卖成的，重新扫码再办。"
    next_en = "Do not sell it again yet: ask who served, and look for the paper receipt. Sold: the office enters it. Not sold: scan again."


class NotSold(Refusal):
    """Asked what became of a scan id under which nothing was sold here."""

    code = "not_sold"
    status = 404
    zh = "这一笔没有卖成，分没有动。"
    en = "This was not sold; no points moved."
    next_zh = "居民还在，就再办一次；不在了，就不办。"
    next_en = "If the resident is still here, do it again; if not, leave it."
