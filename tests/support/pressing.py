"""A browser in which every deed breaks right after its COMMIT and is then pressed again: a test of a page sees the second
answer. Deeds are known by the key they take; it knows no page.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from points import ledger
from points.foundation import database
from tests.support.visitors import Visitor

UNKNOWN = ("还不知道办成了没有", "it is not known yet whether this was done")
NOTHING = ("没办成，分没有动", "nothing was done")
#: where what was done now is 201, and what was done before 200
SAYS_CREATED = {"counter.redeem", "shop_api.make_voucher", "shop_api.make_redemption"}
#: tests for whose subject a second press is another one
PRESSED_ALREADY = {
    # each press that is refused in part is written down
    "test_one_that_was_decided_meanwhile_does_not_hold_up_the_others",
    # presses twice itself, without a key
    "test_what_was_just_approved_is_taken_back_with_one_press",
    # agreed, and given back by the house itself: said in other words
    "test_two_people_give_a_day_back",
    # a screen that is turned to a resident takes no press of the page it was turned from
    "test_a_card_without_a_pin_gets_one_and_waits_for_somebody_else",
    "test_a_locked_card_and_one_that_waits_with_a_lost_slip_get_another_pin",
    "test_where_nobody_else_could_confirm_it_the_counter_sets_none",
    "test_every_other_page_waits_until_the_screen_is_turned_back",
    "test_only_the_password_of_whose_session_it_is_brings_it_back",
    "test_turned_back_without_a_pin_says_so",
}
#: how often a deed broke, by its endpoint
broken: Counter[str] = Counter()


class Odd(Exception):
    """Something nobody foresaw."""


class _Fault:
    """The next one: whether it waits, and whether the action at hand has taken a key."""

    waits = False
    taken = False


def break_after_commits() -> None:
    """From now on a waiting fault comes after the COMMIT of the action that took a key."""
    patch, begin, commit = pytest.MonkeyPatch(), ledger.idempotency.begin, database._commit

    def begins(*args: Any, **more: Any) -> Any:
        begun = begin(*args, **more)
        _Fault.taken = not begun.replayed
        return begun

    def commits(work: Any) -> Any:
        _Fault.taken = False
        done = commit(work)
        if _Fault.waits and _Fault.taken:
            _Fault.waits = False
            raise Odd
        return done

    patch.setattr(ledger.idempotency, "begin", begins)
    patch.setattr(database, "_commit", commits)


class Presser(Visitor):
    """Whoever presses has a key of their own where the test gave none; what broke, they press again."""

    presses = 0

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """One press, or two."""
        if kwargs.get("method") != "POST" or not args or not isinstance(args[0], str) or _has_files(kwargs):
            return super().open(*args, **kwargs)
        kwargs = _keyed(kwargs)
        config = self.application.config
        before = config.get("PROPAGATE_EXCEPTIONS")
        config["PROPAGATE_EXCEPTIONS"], _Fault.waits = False, True
        try:
            answer = super().open(*args, **kwargs)
        finally:
            came, _Fault.waits = not _Fault.waits, False
            config["PROPAGATE_EXCEPTIONS"] = before
        if not came:
            # nothing was done, or by no key; a fault of the product's own shows itself now
            return super().open(*args, **kwargs) if answer.status_code == 500 and before is None else answer
        broken[self._endpoint(args[0])] += 1
        said = str(answer.json) if answer.is_json else answer.text
        assert answer.status_code == 500, (args[0], answer.status_code)
        assert any(one in said.lower() for one in UNKNOWN), said
        assert not any(one in said.lower() for one in NOTHING), said
        answer = super().open(*args, **kwargs)
        if answer.status_code == 200 and self._endpoint(args[0]) in SAYS_CREATED:
            # what is found again is said with another number, which is not what a test of the page asks
            answer.status_code = 201
        return answer

    def _endpoint(self, path: str) -> str:
        try:
            return str(self.application.url_map.bind("localhost").match(path.partition("?")[0], "POST")[0])
        except HTTPException:
            return path


def _has_files(kwargs: dict[str, Any]) -> bool:
    data = kwargs.get("data")
    return isinstance(data, dict) and any(
        isinstance(one, tuple) or hasattr(one, "read") for one in data.values()
    )


def _keyed(kwargs: dict[str, Any]) -> dict[str, Any]:
    Presser.presses += 1
    key = f"press-{Presser.presses}"
    if kwargs.get("json") is not None or isinstance(kwargs.get("data"), str | bytes):
        return {**kwargs, "headers": {"Idempotency-Key": key, **(kwargs.get("headers") or {})}}
    return {**kwargs, "data": {"form_key": key, **(kwargs.get("data") or {})}}
