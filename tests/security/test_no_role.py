"""Who has no role does none of the deeds of staff, and hears so before anything is looked up."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

import points
from points import people
from points.foundation import Actor, NotAllowed, Refusal, new_id, transact
from points.shop.undoing import undo
from tests.support.street import Street

# Who may do what does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

#: the outside decides nothing
OUTSIDE = ("points.app", "points.web", "points.commands", "points.demo", "points.translations")
#: deeds that anybody may have a right to, by what that depends on; who may not hears so once it is looked at
LATER = {
    "whose it is, or who has it in hand": {
        "people.access.passwords._refuse_old", "people.access.sessions.end_own", "people.access.tokens.issue",
        "people.access.tokens.end", "people.deciding.proposals.withdraw", "people.identification.cards.revoke",
        "people.identification.collectors.name_own", "people.identification.collectors.end",
        "people.identification.confirmations.answer", "people.identification.confirmations.end",
        "people.identification.pins._turned_back", "shop.vouchers.issue", "shop.vouchers.give_back",
        "shop.asides.leave", "shop.redemptions.redeem", "shop.undoing.keeping.sell_rest",
        "volunteering.programme.signups.sign_up", "volunteering.programme.signups.withdraw",
        "volunteering.review.objections.raise_one",
    },
    "whose activity it is": {
        "volunteering.programme.activities.cancel", "volunteering.programme.activities.resume",
        "volunteering.programme.attendance.scan_person", "volunteering.programme.attendance.tick",
        "volunteering.programme.attendance.add", "volunteering.programme.back_filling.record",
        "volunteering.programme.confirming.confirm", "volunteering.programme.confirming.note_evidence",
    },
    "of which place or shop it is": {
        "people.registry.places.make", "people.registry.places.rename", "people.registry.places.close",
        "people.registry.places.reopen", "shop.closing.day_close.sign", "shop.closing.shifts.confirm",
        "shop.counting.signed_counts.sign", "shop.counting.stocktakes.ask_recount", "shop.office.founding.confirm",
        "shop.office.founding.decline", "shop.queueing.numbers.give_back", "stockroom.mending.confirm",
        "stockroom.mending.decline", "stockroom.mending.withdraw", "stockroom.transfers.receive",
        "stockroom.transfers.call_back", "stockroom.write_offs.confirm", "stockroom.write_offs.decline",
        "stockroom.write_offs.withdraw",
    },
    "what it was asked for": {
        "shop.price_setting.approve", "shop.price_setting.decline", "shop.price_setting.withdraw",
        "shop.price_setting.stop", "shop.undoing.undo.ask", "shop.undoing.undo.confirm",
    },
    "done by the house, the command line or an import, which have nobody's roles": {
        "audit.provenance.check", "operation.known_books.adopt", "operation.sealing.renew", "operation.stolen.lock_pins",
        "people.registry.residents.correct_names",
    },
}  # fmt: skip
ANY: dict[str, Any] = {
    "str": "x", "int": 1, "bool": True, "date": date(2026, 1, 1), "datetime": datetime(2026, 1, 1, tzinfo=UTC),
}  # fmt: skip


def deeds() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every use case that writes an action down, by where it stands."""
    for one in pkgutil.walk_packages(points.__path__, "points."):
        if not one.name.startswith(OUTSIDE):
            module = importlib.import_module(one.name)
            for name, found in vars(module).items():
                if inspect.isfunction(found) and hasattr(found, "actions") and found.__module__ == one.name:
                    yield f"{one.name}.{name}".removeprefix("points."), found


def tried(deed: Callable[..., Any], actor: Actor) -> str:
    """What somebody hears who does it with whatever fits its names."""
    given = {
        one.name: _anything(str(one.annotation))
        for one in inspect.signature(deed).parameters.values()
        if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    }
    signature = inspect.signature(deed)
    bound = signature.bind_partial()
    bound.arguments.update({**given, **({"actor": actor} if "actor" in signature.parameters else {})})
    try:
        transact(lambda: deed(*bound.args, **bound.kwargs))
    except NotAllowed:
        return ""
    except Refusal as refusal:
        return type(refusal).__name__
    # whatever it did with what was given: it did not ask who gives it
    except Exception as error:
        return type(error).__name__
    return "done"


def _anything(kind: str) -> Any:
    if kind.startswith(("Mapping", "dict")):
        return {}
    if kind.startswith(("Sequence", "Iterable", "Collection", "tuple", "list")):
        return ()
    return new_id() if "UUID" in kind else ANY.get(kind, object())


def test_nobody_without_a_role_does_a_deed_of_staff(street: Street) -> None:
    """Who may is asked before what is there: else an address tells whether something is there."""
    nobody = Actor(street.community_id, street.resident.account_id, new_id())
    later = {name for some in LATER.values() for name in some}
    heard = {name: tried(deed, nobody) for name, deed in deeds()}
    assert {name: what for name, what in heard.items() if what and name not in later} == {}
    assert later - heard.keys() == set(), "no deed any more"


def test_a_deed_that_lets_everybody_in_is_seen(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Actor(street.community_id, street.resident.account_id, new_id())
    assert tried(undo.decline, nobody) == ""
    monkeypatch.setattr(people.permissions, "may", lambda *_: True)
    assert tried(undo.decline, nobody) == "NotFound"
