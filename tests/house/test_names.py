"""Names: one class a name, no word that has to be explained, nothing named after nothing."""

from __future__ import annotations

import ast
import re
from collections import defaultdict

from tests.house.files import modules, named, tree

#: metaphors and words that meant two things; columns, stored keys and scripts keep theirs
RETIRED = {
    "claim", "deed", "deeds", "forgotten", "hall", "looks", "passbook", "proofs", "roof", "shelf", "stories",
    "story", "taking", "window",
}  # fmt: skip
#: whole names of modules that said nothing
RETIRED_MODULES = {
    "answers", "claims", "complaints", "door", "endpoints", "files", "finding", "headers", "inputs", "leaves", "me", "officer_day",
    "questions", "rules_book", "serving", "sheets", "slips", "tries", "watch",
}  # fmt: skip
VAGUE = re.compile(r"^(utils?|helpers?|managers?|service|common|misc)$|_(utils?|helpers?|manager|service)$")


def words(name: str) -> set[str]:
    """The words of a module's or a class's name."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def classes() -> dict[str, list[str]]:
    """Where every public class stands."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(named(path))
    return found


def test_no_two_public_classes_have_one_name() -> None:
    assert {name: homes for name, homes in classes().items() if len(homes) > 1} == {}


def test_retired_words_do_not_come_back() -> None:
    stems = {named(path): path.stem for path in modules()}
    back = {where: stem for where, stem in stems.items() if stem in RETIRED_MODULES or words(stem) & RETIRED}
    assert back == {}
    assert {name: homes for name, homes in classes().items() if words(name) & RETIRED} == {}


def test_a_value_is_called_info_and_only_a_printed_card_is_a_card() -> None:
    assert {name for name in classes() if name.endswith("Card")} - {"Card", "IssuedCard"} == set()


def test_no_module_is_named_after_nothing() -> None:
    assert [named(path) for path in modules() if VAGUE.search(path.stem)] == []


def test_history_is_the_bulk_entry_of_old_books_everywhere() -> None:
    histories = [path for path in modules() if path.stem == "history"]
    assert {path.parent.name for path in histories} <= {"goods", "ledger", "registry", "shop", "volunteering"}
