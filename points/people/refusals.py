"""Every "no" of this room: signing in, passwords, slips, roles, cards, codes and devices."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class SignInNeeded(Refusal):
    """Nobody is signed in, or no longer."""

    code = "sign_in_needed"
    status = 401
    zh = "您还没有登录，或者登录过了时。"
    en = "You are not signed in, or it was too long ago."
    next_zh = "请登录后再来。"
    next_en = "Sign in and come back."


class WrongPassword(Refusal):
    """The same words whether the name exists or not."""

    code = "wrong_password"
    status = 401
    zh = "用户名和密码对不上。"
    en = "The user name and the password do not belong together."
    next_zh = "请看清大小写再输一次；忘了密码，到社区窗口领一张开通单。"
    next_en = (
        "Check upper and lower case and type again. Forgotten it? Ask the office for an activation slip."
    )


class AccountLocked(Refusal):
    """Too many tries in a row; also said of names that nobody has, so that it tells nothing."""

    code = "account_locked"
    status = 429
    zh = "错了好几次，先锁到 {until:when}。"
    en = "Too many tries; locked until {until:when}."
    next_zh = "到时再试，或到社区窗口领一张开通单。"
    next_en = "Try again then, or ask the office for an activation slip."


class TooManyTries(Refusal):
    """Too many requests of one kind from one device."""

    code = "too_many_tries"
    status = 429
    zh = "试得太快了。"
    en = "That was too many tries at once."
    next_zh = "请等 {seconds} 秒再试。"
    next_en = "Wait {seconds} seconds and try again."


class OldPasswordWrong(Refusal):
    """Changing a password needs the old one."""

    code = "old_password_wrong"
    zh = "原来的密码不对。"
    en = "The old password is not right."
    next_zh = "请再输一次；忘了，到社区窗口领一张开通单。"
    next_en = "Type it again, or ask the office for an activation slip."


class PasswordTooShort(Refusal):
    """Length is what makes a password strong."""

    code = "password_too_short"
    status = 422
    zh = "密码太短，至少要 {least} 位。"
    en = "The password is too short: {least} characters at least."
    next_zh = "可以用一句您记得住的话。"
    next_en = "A sentence you remember is a good one."


class PasswordTooLong(Refusal):
    """A bound, so that hashing stays cheap."""

    code = "password_too_long"
    status = 422
    zh = "密码太长，最多 {most} 位。"
    en = "The password is too long: {most} characters at most."


class PasswordTooCommon(Refusal):
    """The first ones anybody would try."""

    code = "password_too_common"
    status = 422
    zh = "这个密码太容易猜到。"
    en = "This password is too easy to guess."
    next_zh = "请换一个，别用连号、重复的数字或用户名。"
    next_en = "Take another one: no row of digits, no repeats, not the user name."


class PasswordsDiffer(Refusal):
    """Typed twice, to be sure."""

    code = "passwords_differ"
    status = 422
    zh = "两次输的密码不一样。"
    en = "The two passwords are not the same."


class UsernameUnfit(Refusal):
    """Letters first, so that a name is never taken for a phone number."""

    code = "username_unfit"
    status = 422
    zh = "用户名要 2 到 32 个字，第一个是文字或字母，后面可以有数字和 . _ -。"
    en = "A user name has 2 to 32 characters, begins with a letter, and may go on with digits and . _ -."


class UsernameTaken(Refusal):
    """User names are unique in the whole installation."""

    code = "username_taken"
    zh = "这个用户名已经有人用了。"
    en = "Somebody has this user name already."
    next_zh = "请换一个。"
    next_en = "Take another one."


class FieldMissing(Refusal):
    """A form field left empty."""

    code = "required"
    status = 422
    zh = "这一格还没有填。"
    en = "This is still empty."


class FieldUnfit(Refusal):
    """A form field with something else in it."""

    code = "unfit"
    status = 422
    zh = "这一格填得不对。"
    en = "This does not fit here."


class SlipUnknown(Refusal):
    """Mistyped, used or out of date: the same words, so that a stranger learns nothing."""

    code = "slip_unknown"
    zh = "这个开通号码用不了：输错了、用过了，或者过了期。"
    en = "This code cannot be used: mistyped, used already, or out of date."
    next_zh = "请对着单子再输一次；还不行，到社区窗口换一张。"
    next_en = "Type it once more from the slip, or ask the office for a new one."


class OwnRole(Refusal):
    """Nobody gives a role to themselves."""

    code = "own_role"
    status = 403
    zh = "岗位不能自己给自己。"
    en = "Nobody gives a role to themselves."
    next_zh = "请另一位管理员来办。"
    next_en = "Ask another administrator."


class RoleEnded(Refusal):
    """A role can be taken away once."""

    code = "role_ended"
    zh = "这个岗位已经收回了。"
    en = "This role has been taken back already."


class HouseholdNumberTaken(Refusal):
    """Numbers of households are unique in a community."""

    code = "household_number_taken"
    zh = "户号 {number} 已经有了。"
    en = "Household number {number} exists already."
    next_zh = "请换一个户号，或打开那一户。"
    next_en = "Take another number, or open that household."


class PurseMissing(Refusal):
    """A person without a household in a community where households have the purses."""

    code = "purse_missing"
    zh = "还没有积分账户。"
    en = "There is no purse yet."
    next_zh = "请社区专干先把人登记到一户。"
    next_en = "Ask the community officer to put the person into a household."


class CardUnknown(Refusal):
    """No such card in this community."""

    code = "card_unknown"
    zh = "没有找到这张卡。"
    en = "This card is not known here."
    next_zh = "请再扫一次，或输卡上的 10 位号码。"
    next_en = "Scan it again, or type the ten digits printed on it."


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


class PinLocked(Refusal):
    """Five tries are used up; only the office opens it again."""

    code = "pin_locked"
    status = 429
    zh = "密码错了五次，这张卡先锁住了。"
    en = "Five wrong PINs: this card is locked for now."
    next_zh = "请到社区窗口换一张卡，分都还在。"
    next_en = "Get a new card at the office; all points are still there."


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


class DeviceUnknown(Refusal):
    """A counter device that is not enrolled, or no longer."""

    code = "device_unknown"
    status = 403
    zh = "这台机器还没有登记，或者已经停用。"
    en = "This device is not enrolled, or has been switched off."
    next_zh = "请店长或管理员登记一次。"
    next_en = "Ask the shop manager or the administrator to enrol it."
