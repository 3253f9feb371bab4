"""Why somebody does not come in, or not as what they wish."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class AccountNeeded(Refusal):
    """A role belongs to somebody who can sign in."""

    code = "account_needed"
    zh = "{name}还不能登录，岗位要给能登录的人。"
    en = "{name} cannot sign in yet; a role is for somebody who can."
    next_zh = "请先开一张开通单，再给岗位。"
    next_en = "Issue a slip first, then give the role."


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
    zh = "账号或手机号和密码对不上。"
    en = "The account or phone number and the password do not belong together."
    next_zh = "请看清大小写再输一次；忘了密码，到社区窗口领一张开通单。"
    next_en = (
        "Check upper and lower case and type again. Forgotten it? Ask the office for an activation slip."
    )


class AccountLocked(Refusal):
    """Too many tries in a row; also said of names that nobody has, so that it tells nothing."""

    code = "account_locked"
    status = 429
    zh = "错了好几次，{minutes} 分钟后再试（{until:when}）。"
    en = "Too many tries: try again in {minutes} minutes ({until:when})."
    next_zh = "等不及，打社区的电话，或到社区窗口领一张开通单。"
    next_en = "Cannot wait? Ring the community, or ask the office for an activation slip."


class TooManyTries(Refusal):
    """Too many requests of one kind from one device."""

    code = "too_many_tries"
    status = 429
    zh = "试得太多了，先停一停。"
    en = "That was too many tries at once."
    next_zh = "{until:clock} 以后再试。"
    next_en = "Try again after {until:clock}."


class MachinePaused(Refusal):
    """Too many wrong passwords, of whatever names, from one machine or from a line nobody is known on."""

    code = "machine_paused"
    status = 429
    zh = "这里输错的次数太多了，{minutes} 分钟后再登录。"
    en = "Too many wrong passwords came from here: sign in again in {minutes} minutes."
    next_zh = "等不及，用平时登录的手机或电脑，或者打社区的电话。"
    next_en = "Cannot wait? Use the phone or computer you usually sign in on, or ring the community."


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
    next_zh = (
        "请换一个，别用生日、手机号、名字加数字、连号或重复的数字。"
        "一句自己记得住的话就行，比如“门口有三棵桂花树”。"
    )
    next_en = (
        "Take another one: no birthday, no phone number, no name with digits behind it, no rows and no repeats. "
        "A few words you remember will do, such as three trees by the gate."
    )


class PasswordStillEasy(Refusal):
    """Staff with a password that others guess do nothing before they have a new one."""

    code = "password_still_easy"
    zh = "这个密码别人容易猜到，要先换一个。"
    en = "This password is easy to guess; it has to be changed first."
    next_zh = "请本人在网页上登录，换好密码再来。"
    next_en = "Its owner signs in on the web pages, changes it there, then comes back."


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
    zh = "账号要 2 到 32 个字，第一个是文字或字母，后面可以有数字和 . _ -。"
    en = "An account name has 2 to 32 characters, begins with a letter, and may go on with digits and . _ -."


class UsernameTaken(Refusal):
    """User names are unique in the whole installation."""

    code = "username_taken"
    zh = "这个账号已经有人用了。"
    en = "Somebody has this account name already."
    next_zh = "请换一个。"
    next_en = "Take another one."


class SlipUnknown(Refusal):
    """Mistyped, used or out of date: the same words, so that a stranger learns nothing."""

    code = "slip_unknown"
    zh = "这个开通号码用不了：输错了、用过了，或者过了期。"
    en = "This code cannot be used: mistyped, used already, or out of date."
    next_zh = "请对着单子再输一次；还不行，到社区窗口换一张。"
    next_en = "Type it once more from the slip, or ask the office for a new one."


class OwnAccount(Refusal):
    """Nobody closes the account they work with."""

    code = "own_account"
    status = 403
    zh = "自己的账号不能自己停用。"
    en = "Nobody closes their own account."
    next_zh = "请另一位管理员来办。"
    next_en = "Ask another administrator."


class AccountClosed(Refusal):
    """An account is closed once."""

    code = "account_closed"
    zh = "这个账号已经停用了。"
    en = "This account is closed already."


class AccountOpen(Refusal):
    """Only what is closed is opened again, and one account for a person."""

    code = "account_open"
    zh = "{name}已经有能用的账号。"
    en = "{name} has an account that is open."
    next_zh = "用那一个就行；忘了密码，开一张开通单。"
    next_en = "That one will do; for a forgotten password print a slip."


class LastAdministrator(Refusal):
    """Somebody has to be left who gives roles."""

    code = "last_administrator"
    zh = "{name}是最后一位系统管理员，停用了就没有人能给岗位。"
    en = "{name} is the last administrator: nobody would be left to give roles."
    next_zh = "先给另一个人系统管理员的岗位，确认以后再停用。"
    next_en = "Give somebody else the role first; close the account once it counts."


class OwnRole(Refusal):
    """Nobody gives a role to themselves."""

    code = "own_role"
    status = 403
    zh = "岗位不能自己给自己。"
    en = "Nobody gives a role to themselves."
    next_zh = "请另一位管理员来办。"
    next_en = "Ask another administrator."


class RoleGivenAlready(Refusal):
    """One role on one place, once."""

    code = "role_given_already"
    zh = "这个岗位已经给过了，或者正等着确认。"
    en = "This role is held already, or waits to be confirmed."
    next_zh = "要换地方，先收回，再给一次。"
    next_en = "For another place take it back first, then give it again."


class RoleConfirmed(Refusal):
    """Somebody said yes before."""

    code = "role_confirmed"
    zh = "这个岗位已经有人确认了。"
    en = "Somebody has confirmed this role already."
    next_zh = "不该给的，请系统管理员收回。"
    next_en = "If it should not be, ask an administrator to take it back."


class NotTheConfirmer(Refusal):
    """A second person confirms, and not just anybody."""

    code = "not_the_confirmer"
    status = 403
    zh = "这个岗位要另一个人确认，您不行：它是您提的、给您的，或者该由别的人来确认。"
    en = "Another person confirms this role: you proposed it, it is for you, or it is for others to confirm."
    next_zh = "岗位那一页写着由谁确认。"
    next_en = "The page of roles says who confirms it."


class ObjectionUnanswered(Refusal):
    """Who confirms against an objection says why."""

    code = "objection_unanswered"
    status = 422
    zh = "监督员对这个岗位有异议。"
    en = "The supervisor objects to this role."
    next_zh = "看过异议，写下为什么还是要给，再确认。"
    next_en = "Read the objection, write why the role is given all the same, then confirm."


class RoleEnded(Refusal):
    """A role can be taken away once."""

    code = "role_ended"
    zh = "这个岗位已经收回了。"
    en = "This role has been taken back already."


class DeviceUnknown(Refusal):
    """A counter device that is not enrolled, or no longer."""

    code = "device_unknown"
    status = 403
    zh = "这台机器还没有登记，或者已经停用。"
    en = "This device is not enrolled, or has been switched off."
    next_zh = "请店长或管理员登记一次。"
    next_en = "Ask the shop manager or the administrator to enrol it."
