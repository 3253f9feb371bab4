"""What stands in the book of actions can be read: every action, every fact and every refusal has words in both languages."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from points.app.sentences import language
from points.foundation import Refusal
from points.oversight.refused import kinds, refusal_words
from points.web.desk import activities, imports, people, statement
from points.web.oversight import trail
from tests.house.files import ROOT, dotted, modules, tree

WRITERS = ("records.record", "records.Action", "batch.action", "self.action")
#: facts are built by these names before they are handed on
NAMES = ("facts", "names")
#: what no reader is shown
HIDDEN = {"transfer_id", "rule_version", "scan_id", "proved", "lapses_on"}


def written() -> dict[str, set[str]]:
    """By action, or '' where it is not said beside them, the names of the facts that modules write down."""
    found: dict[str, set[str]] = {}
    for path in modules():
        for function in ast.walk(tree(path)):
            if isinstance(function, ast.FunctionDef) and (calls := list(writing(function))):
                for call in calls:
                    found.setdefault(action_of(call), set()).update(facts_in(call, function))
    return found


def writing(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """The calls in a function that write an action down."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and dotted(node.func).endswith(WRITERS):
            yield node


def action_of(call: ast.Call) -> str:
    """The action, where the call names it."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def facts_in(call: ast.Call, function: ast.FunctionDef) -> set[str]:
    """The keys of the dicts that are handed over, there or a few lines before."""
    if dotted(call.func).endswith(".action"):
        return {one.arg for one in call.keywords if one.arg}
    given = [one.value for one in call.keywords if one.arg == "facts"] + call.args[3:4]
    texts = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id in NAMES and node.value is not None
    ]
    return {key for one in (*given, *texts) for key in keys(one)}


def keys(node: ast.AST) -> Iterator[str]:
    """The names in a dict, in a comprehension over a tuple of names, or in such a tuple."""
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            yield from (key.value for key in one.keys if isinstance(key, ast.Constant))  # type: ignore[misc]
        elif isinstance(one, ast.Tuple):
            yield from (
                name.value
                for name in one.elts
                if isinstance(name, ast.Constant) and isinstance(name.value, str)
            )


@pytest.fixture
def words(app: Flask) -> Any:
    """The tables of words of the audit trail."""
    return app.jinja_env.get_template("words/audit.html").module


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fact_that_is_written_has_a_word(app: Flask, words: Any, lang: str) -> None:
    names = set().union(*written().values()) - HIDDEN
    assert len(names) > 30, "the search for facts finds nothing any more"
    with app.test_request_context(headers={"Accept-Language": lang}):
        said = {name: str(words.fact_label(name)) for name in names}
        assert language() == lang
    left = sorted(name for name, word in said.items() if word == name)
    assert left == [], left


@pytest.mark.only_on("sqlite")
def test_every_action_that_is_written_has_a_word(words: Any) -> None:
    actions = set(written()) - {""}
    assert len(actions) > 30
    assert sorted(actions - set(words.action_word)) == []


@pytest.mark.only_on("sqlite")
def test_no_two_words_are_the_same_for_different_kinds_of_account(words: Any) -> None:
    assert str(words.subject_word["account"]) != str(words.fact_label("account_id"))


@pytest.mark.only_on("sqlite")
def test_every_doubt_has_a_word(app: Flask, words: Any) -> None:
    codes = {
        node.args[0].value
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("Flag")
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert len(codes) > 5
    with app.test_request_context():
        assert sorted(code for code in codes if str(words.fact_value("flags", code)) == code) == []


@pytest.mark.only_on("sqlite")
def test_what_a_list_was_narrowed_to_when_it_was_taken_out_is_said_in_words(app: Flask, words: Any) -> None:
    pages = (activities, imports, people, statement, trail)
    narrowed = [
        {name: one} for page in pages for name, known in page.FILTERS.items() for one in known or ()
        if name != "tab"
    ]  # fmt: skip
    narrowed += [{"action": "shop.opened,voucher.issued"}, {"code": "stock_short"}, {"month": "2026-11"}]
    with app.test_request_context():
        said = [str(words.fact_value("filters", one)) for one in narrowed]
    assert [one for one in said if re.search("[a-z]", one)] == []


def known_refusals() -> list[str]:
    """The code of every refusal."""
    for path in modules():
        if path.name == "refusals.py" or path.parent.name == "refusals":
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    kinds.cache_clear()
    return sorted(kinds())


@pytest.mark.parametrize("code", known_refusals())
def test_every_refusal_is_a_sentence_whatever_was_kept_of_its_facts(code: str) -> None:
    if not kinds()[code].zh:
        return  # a family, never raised itself
    for lang in ("zh", "en"):
        for facts in ({}, {"gap": 10, "left": 2, "tries_left": 3, "allowed": 20, "wanted": 30, "tenths": 5}):
            sentence, _ = refusal_words({"code": code, **facts}, lang)
            assert sentence
            assert not set("{}") & set(sentence)
            assert code not in sentence or lang == "en"


def test_a_clause_whose_number_was_not_kept_is_left_out() -> None:
    assert refusal_words({"code": "wrong_pin"}, "zh") == ("密码不对。", frozenset())
    sentence, told = refusal_words({"code": "voucher_too_small", "gap": 5, "wanted": 30, "tenths": 25}, "zh")
    assert sentence == "差 0.5 分。这些要 3 分，券里有 2.5 分。"
    assert told == {"gap", "wanted", "tenths"}


def test_a_refusal_of_another_release_is_not_guessed() -> None:
    assert refusal_words({"code": "no_such_refusal"}, "zh") == (None, frozenset())


class _Told(Refusal):
    zh = "从 {since:day} 起，{at:when} 以前，共 {number} 次。"
    en = "From {since:day}, before {at:when}, {number} times."


def test_what_is_known_is_told_as_ever() -> None:
    no = _Told(since=date(2026, 11, 1), at=datetime(2026, 11, 26, 2, 0, tzinfo=UTC), number=3)
    assert no.message_as_known("zh")[0] == no.message("zh")
    assert _Told(number=3).message_as_known("en")[0].strip() == "3 times."
