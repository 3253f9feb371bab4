"""Every sentence in both languages: nothing untranslated, nothing left over, the same facts in each, no scolding."""

from __future__ import annotations

import ast
import importlib
import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from points.foundation import Refusal
from tests.house.files import ROOT, modules, named, tree

CATALOGUE = ROOT / "points/translations/en/LC_MESSAGES/messages.po"
MAPPING = ROOT / "points/translations/babel.cfg"
IN_CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": IN_CONTEXT, "later": {1: None, 2: IN_CONTEXT}
}  # fmt: skip
HOLE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
#: what may stay Chinese in English: how a door is written, and the wide gap of the counter's lines
KEPT = re.compile(r"3栋 1单元 501|\u3000")
SCOLDING = re.compile(
    r"失败|非法|异常|抱歉|亲[，！]|[!！]|\b(sorry|failed|failure|invalid|illegal|oops)\b", re.IGNORECASE
)
SAMPLE = {
    "points": 265, "day": date(2026, 11, 26), "when": datetime(2026, 11, 26, 1, 42, tzinfo=UTC), "hours": 210, "": "x",
    "clock": datetime(2026, 11, 26, 1, 42, tzinfo=UTC), "beside": 300, "purse": 1850, "fours": "sjfmddqm9qykmt",
    "prices": [{"name": "米", "name_en": "", "shown": 44, "tenths": 50}],
}  # fmt: skip


@cache
def catalogue() -> Catalog:
    """The English words as they stand in the file."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def translations() -> Iterator[tuple[Message, str, str]]:
    """Every message with each of its Chinese forms and the English of it."""
    for message in catalogue():
        if not message.id:
            continue
        if isinstance(message.id, str):
            yield message, message.id, str(message.string)
        else:
            yield from ((message, message.id[0], english) for english in message.string)


@cache
def said() -> frozenset[tuple[str | None, str]]:
    """What templates and modules say: context and Chinese."""
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    return frozenset(
        (context, words if isinstance(words, str) else words[0]) for _, _, words, _, context in found
    )


@cache
def refusals() -> tuple[type[Refusal], ...]:
    """Every "no" there is."""
    for path in modules():
        if path.name == "refusals.py" or path.parent.name == "refusals":
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))

    def below(one: type[Refusal]) -> Iterator[type[Refusal]]:
        for child in one.__subclasses__():
            yield child
            yield from below(child)

    mine = {one for one in below(Refusal) if one.__module__.startswith("points.")}
    families = {one for one in mine if not one.zh and one.__subclasses__()}  # never raised themselves
    return tuple(sorted(mine - families, key=lambda one: one.__qualname__))


def holes(sentence: str) -> set[str]:
    """The names of the facts a sentence asks for."""
    return {first or second for first, second in HOLE.findall(sentence)}


def test_everything_said_has_its_english() -> None:
    there = {(message.context, chinese) for message, chinese, english in translations() if english.strip(" ")}
    assert sorted(map(str, said() - there)) == []


def test_the_catalogue_holds_nothing_that_is_no_longer_said() -> None:
    there = {(message.context, chinese) for message, chinese, _ in translations()}
    assert sorted(map(str, there - said())) == []
    assert list(catalogue().obsolete) == []


def test_nothing_in_the_catalogue_is_a_guess() -> None:
    assert [message.id for message in catalogue() if message.fuzzy and message.id] == []


def test_english_asks_for_the_same_facts() -> None:
    wrong = [(chinese, english) for _, chinese, english in translations() if holes(chinese) != holes(english)]
    assert wrong == []


def test_a_percent_sign_is_doubled_where_facts_are_filled_in() -> None:
    lone = re.compile(r"(?<!%)%(?![%(])")
    assert [english for _, _, english in translations() if lone.search(english.replace("%%", ""))] == []


def test_english_is_english() -> None:
    left = [english for _, _, english in translations() if CHINESE.search(KEPT.sub("", english))]
    assert left == []


def test_the_catalogue_makes_small_diffs() -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    assert not re.search(
        r"^(#:|\"(POT-Creation|PO-Revision|Last-Translator|Generated-By))", text, re.MULTILINE
    )


def test_nobody_is_scolded() -> None:
    sentences = [words for _, chinese, english in translations() for words in (chinese, english)]
    sentences += [words for one in refusals() for words in (one.zh, one.en, one.next_zh, one.next_en)]
    assert [words for words in sentences if SCOLDING.search(words)] == []


@pytest.mark.parametrize("one", refusals(), ids=lambda one: one.__qualname__)
def test_a_refusal_says_the_same_in_both_languages(one: type[Refusal]) -> None:
    assert one.zh, f"{one.__qualname__} has no Chinese sentence"
    assert one.en, f"{one.__qualname__} has no English sentence"
    assert bool(one.next_zh) == bool(one.next_en), "a next step stands in both languages or in neither"
    assert CHINESE.search(one.zh)
    assert not CHINESE.search(one.en + one.next_en)
    assert facts_of(one.zh) == facts_of(one.en)
    assert facts_of(one.next_zh) == facts_of(one.next_en)


@pytest.mark.parametrize("one", refusals(), ids=lambda one: one.__qualname__)
def test_a_refusal_can_be_said_once_its_facts_are_there(one: type[Refusal]) -> None:
    wanted = facts_of(one.zh) | facts_of(one.en) | facts_of(one.next_zh) | facts_of(one.next_en)
    no = one(unit="袋", **{name: SAMPLE[form] for name, form in wanted})
    for language in ("zh", "en"):
        assert not set("{}") & set(no.message(language) + no.next_step(language))


def test_every_refusal_has_a_code_of_its_own() -> None:
    # What is wrong with a line of an old book has the codes of the import report; two slips may share one.
    refused = [one for one in refusals() if "LineFault" not in {base.__name__ for base in one.__mro__}]
    pairs = [(one, other) for one in refused for other in refused if one.code == other.code]
    twice = [
        one.__qualname__ for one, other in pairs if not (issubclass(one, other) or issubclass(other, one))
    ]
    assert twice == []


def test_refusals_stand_where_refusals_stand() -> None:
    homes = {named(ROOT / (one.__module__.replace(".", "/") + ".py")) for one in refusals()}
    ours = re.compile(r"refusals?\.py$|/refusals/\w+\.py$")
    assert {home for home in homes if not ours.search(home)} == set()


def facts_of(sentence: str) -> set[tuple[str, str]]:
    """Name and form of every hole, but for the measure word, which English has not got."""
    parsed = string.Formatter().parse(sentence)
    return {(name, form or "") for _, name, form, _ in parsed if name and name != "unit"}


def test_no_sentence_stands_inside_an_f_string() -> None:
    """There Babel does not find it before Python 3.12, and it would stay Chinese."""
    hidden = [
        f"{named(path)}: {ast.unparse(call)}"
        for path in modules()
        for text in ast.walk(tree(path))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert hidden == []
