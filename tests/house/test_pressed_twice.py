"""Every deed carries a key, so that the same press again is answered the same; what carries none says why."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from flask import Flask

from tests.house.files import ROOT, templates

#: what takes a key in a view
TAKES = {"act_once", "once", "once_inside", "approve_whole", "settle_stock", "settle_once"}
#: deeds whose key has a name of its own
OWN_NAME = {
    "resident.new_voucher": "request_key",
    "counter.redeem": "scan_id",
    "shop_api.make_voucher": "idempotency_key",
    "shop_api.make_redemption": "scan_id",
}
#: what is the same twice without a key, and why
SAME_TWICE = {
    # a choice said twice is the same choice
    "account.language": "the same language",
    "account.care": "the same pages",
    "desk.choose_community": "the same community",
    "account.keep_draft": "the same words kept",
    "account.forget_draft": "nothing left to forget",
    "account.understood_session": "understood already",
    "resident.read_notice": "read already",
    "account.turn_back": "turned back already",
    "account.device_clock": "the newest time counts",
    "oversight.settle_clock": "settled already",
    # who comes in and goes out: what answers is the proof itself
    "account.sign_in_posted": "signed in anew",
    "account.founding_posted": "begun already; both know their passwords",
    "account.second_factor_posted": "each number lets in once",
    "account.sign_out": "signed out already",
    "account.sign_out_everywhere": "signed out already",
    "account.close_card": "closed already",
    "account.card_posted": "the same card, opened",
    "account.password_posted": "every session ended; the new password lets in",
    # the same bytes are the same run while it is open
    "desk.bring_books": "the run of these bytes",
    # these only look
    "desk.search_accounts": "looks",
    "desk.search_people": "looks",
    "desk.search_intake_difference": "looks",
    "desk.search_parallel": "looks",
    "manager.search_sales": "looks",
    "desk.jump_to_people": "looks",
    "desk.household": "looks",
    "counter.scan": "looks who pays; a code that is used up is shown anew",
    "counter.search": "looks",
    "counter.asked_about": "asks what became of a sale",
    "counter.look": "reads the shelf again",
    "shop_api.ask_redemption": "asks what became of a sale",
    "oversight.find": "looks",
    "oversight.search_trail": "looks",
    "oversight.check": "proves once more",
    # each handing out of a list is one, and is written down as one
    "desk.export_people": "hands out",
    "manager.export_goods": "hands out",
    "desk.export_activities": "hands out",
    "desk.export_intake": "hands out",
    "desk.export_intake_difference": "hands out",
    "desk.export_parallel": "hands out",
    "desk.export_statement": "hands out",
    "oversight.export_trail": "hands out",
}

FORM = re.compile(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>")


def posted(app: Flask) -> Iterator[str]:
    """Every endpoint that takes a POST."""
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            yield rule.endpoint


def called(module: ModuleType, name: str) -> set[str]:
    """The names a function calls or hands on, and those of the functions of its module it uses."""
    tree = ast.parse(inspect.getsource(module))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found: set[str] = set()
    waiting, seen = [name], set()
    while waiting:
        one = waiting.pop()
        if one in seen or one not in functions:
            continue
        seen.add(one)
        for node in ast.walk(functions[one]):
            said = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
            if isinstance(said, str):
                found.add(said)
                waiting.append(said)
    return found


@pytest.mark.only_on("sqlite")
def test_every_deed_carries_a_key_or_is_the_same_twice(app: Flask) -> None:
    silent = []
    for endpoint in sorted(set(posted(app)) - set(SAME_TWICE) - set(OWN_NAME)):
        view = inspect.unwrap(app.view_functions[endpoint])
        module = inspect.getmodule(view)
        assert module is not None
        if not TAKES & called(module, view.__name__):
            silent.append(endpoint)
    assert silent == []


@pytest.mark.only_on("sqlite")
def test_what_carries_no_key_is_there_and_carries_none(app: Flask) -> None:
    assert sorted((set(SAME_TWICE) | set(OWN_NAME)) - set(posted(app))) == []
    keyed = [
        one
        for one in SAME_TWICE
        if (view := inspect.unwrap(app.view_functions[one]))
        and (module := inspect.getmodule(view))
        and TAKES & called(module, view.__name__)
    ]
    assert keyed == []


@pytest.mark.only_on("sqlite")
def test_every_form_of_a_deed_carries_its_key(app: Flask) -> None:
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    by_rule = {
        rule.rule: rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())
    }
    wrong = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        for tag in FORM.finditer(text):
            if 'method="post"' not in tag[0]:
                continue
            named = re.search(r"url_for\('([\w.]+)'", tag[0])
            deed = by_rule[rules[named[1]]] if named else ""
            marked = text[tag.end() :].startswith("{{ form_marks() }}")
            needs = "{{ action }}" in tag[0] or bool(named and deed not in {*SAME_TWICE, *OWN_NAME})
            if marked != needs:
                wrong.append(f"{path.relative_to(ROOT)}: {tag[0][:120]}")
    assert wrong == []
