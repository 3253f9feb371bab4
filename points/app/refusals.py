"""Every "no" of the app: what is wrong with a request before any room has seen it."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class FromElsewhere(Refusal):
    """A form that was sent from a page of another site."""

    code = "from_elsewhere"
    status = 403
    zh = "这个请求不是从本站的页面发来的。"
    en = "This request did not come from a page of this site."
    next_zh = "请回到首页，再点一次。"
    next_en = "Go back to the first page and press again."


class InputInvalid(Refusal):
    """Input that does not fit the schema; `field` names the first one, `fields` all of them."""

    code = "invalid_input"
    status = 422
    zh = "“{field}”这一项没填对：{why}。"
    en = 'The field "{field}" is not right: {why}.'
    next_zh = "请改好再发一次。"
    next_en = "Correct it and send it again."


class MethodWrong(Refusal):
    """The address is right, the verb is not."""

    code = "method_not_allowed"
    status = 405
    zh = "这个地址不接受这种请求。"
    en = "This address does not take this kind of request."


class TooLarge(Refusal):
    """More than a request may carry."""

    code = "too_large"
    status = 413
    zh = "发来的内容太大了。"
    en = "The request is too large."
    next_zh = "请分成几份再发。"
    next_en = "Send it in several parts."


class Unreadable(Refusal):
    """Something the server could not make sense of."""

    code = "bad_request"
    status = 400
    zh = "这个请求看不懂。"
    en = "This request cannot be understood."


class HostUnknown(Refusal):
    """Asked for under a name that is none of this installation's (TRUSTED_HOSTS)."""

    code = "host_unknown"
    status = 400
    zh = "这个网址不是我们的。"
    en = "This address is not ours."
    next_zh = "请用社区给的网址打开。"
    next_en = "Please use the address your community gave you."


class Fault(Refusal):
    """Our own mistake; the number finds it in the log."""

    code = "fault"
    status = 500
    zh = "系统出了点问题，分没有动。报修时请说编号 {number}。"
    en = "Something went wrong here; no points moved. Quote the number {number} when you report it."
    next_zh = "再试一次不会重复扣。"
    next_en = "Trying again cannot charge twice."


class FaultAfterCommit(Fault):
    """Our own mistake after something had been committed, as while its answer was made."""

    code = "fault_after_commit"
    zh = "系统出了点问题，还不知道办成了没有。报修时请说编号 {number}。"
    en = "Something went wrong here; it is not known yet whether this was done. Quote the number {number} when you report it."
    next_zh = "请再按一次同一个按钮：不会办两遍。"
    next_en = "Press the same button again: nothing is done twice."


#: why a field is not right, by the code a schema's complaint is reduced to
WHY = {
    "required": ("必须填", "it is required"),
    "unknown": ("不认识这一项", "it is not known"),
    "empty": ("不能是空的", "it may not be empty"),
    "not_a_number": ("要是一个数", "it must be a number"),
    "not_text": ("要是文字", "it must be text"),
    "not_json": ("要是 JSON", "it must be JSON"),
    "out_of_range": ("超出了范围", "it is out of range"),
    "wrong_length": ("长短不合", "its length does not fit"),
    "not_a_choice": ("没有这个选项", "it is not one of the choices"),
    "not_a_list": ("要是一个列表", "it must be a list"),
    "wrong": ("写法不合", "its form does not fit"),
}
