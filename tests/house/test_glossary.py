"""The glossary's words are the words of the code and of the pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.house.files import ROOT, modules, own_static, templates

GLOSSARY = ROOT / "docs/GLOSSARY.md"
ROW = re.compile(r"^\| `([a-z_]+)` \|(.*)\|$", re.MULTILINE)


def rows() -> list[tuple[str, list[str]]]:
    """Every identifier with the cells that stand beside it."""
    found = ROW.findall(GLOSSARY.read_text(encoding="utf-8"))
    return [(name, [cell.strip() for cell in rest.split("|")]) for name, rest in found]


@cache
def said(*paths: Path) -> str:
    """What these files say, in one piece."""
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_identifier_is_in_the_code() -> None:
    code = said(*modules())
    missing = [name for name, _ in rows() if not re.search(rf"(?<![A-Za-z]){name}(?![a-z])", code)]
    assert missing == []


def test_every_word_is_on_a_page_or_in_a_refusal() -> None:
    pages = said(*modules(), *templates(), *own_static(".js"))
    words = [(name, word) for name, cells in rows() if len(cells) == 2 for word in cells[0].split("／")]
    assert [(name, word) for name, word in words if word not in pages] == []


def test_nothing_is_explained_twice() -> None:
    names = [name for name, _ in rows()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_there_is_a_word_for_every_role() -> None:
    from points.foundation.actor import ROLES

    assert set(ROLES) - {name for name, _ in rows()} == set()
