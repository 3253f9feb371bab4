"""What no page may contain: own colours, inline script or style, other hosts, what Chromium 86 cannot do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.files import ROOT, named, own_static, templates

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
IN_TEMPLATES = {
    "a colour": r"""["':\s](#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6})["';\s]|\b(rgba?|hsla?)\(""",
    "inline style": r"\sstyle\s*=|<style\b",
    "inline script": r"""<script(?![^>]*(\bsrc=|application/json))[^>]*>|\son[a-z]+\s*=\s*["']|javascript:""",
    "another host": r"""(src|href|action)\s*=\s*["'](https?:)?//""",
}
# What came after Chromium 86 and changes how a page looks or whether it works.
IN_STYLES = {
    ":has()": r":has\(", ":is() or :where()": r":(is|where)\(", ":not() with a list": r":not\([^()]*,",
    "nesting": r"[{;]\s*&", "colour functions": r"\b(color-mix|oklch|oklab|lch|lab|light-dark)\(",
    "inset and logical shorthands": r"[;{]\s*(inset|(margin|padding|inset|border)-(inline|block))\s*:",
    "aspect-ratio": r"[;{]\s*aspect-ratio\s*:",
    "layers and containers": r"@(layer|container|scope|starting-style)\b", "new viewport units": r"\d(d|s|l)v(h|w)\b",
    "line height units": r"\d(r?lh)\b", "range media queries": r"@media[^{]*[<>]",
    "single transforms": r"[;{]\s*(translate|rotate|scale)\s*:", "text-wrap": r"[;{]\s*text-wrap\s*:",
    "unprefixed mask": r"[;{]\s*mask(-image)?\s*:", "overflow clip": r"overflow(-[xy])?\s*:\s*clip",
    "subgrid": r"\bsubgrid\b",
}  # fmt: skip
IN_SCRIPTS = {
    ".at()": r"\.at\(", "structuredClone": r"\bstructuredClone\(", "Object.hasOwn": r"Object\.hasOwn\b",
    "findLast": r"\.findLast(Index)?\(", "copying array methods": r"\.(toSorted|toReversed|toSpliced|with)\(",
    "groupBy": r"\b(Object|Map)\.groupBy\(", "randomUUID": r"\.randomUUID\(", "AbortSignal.timeout": r"AbortSignal\.(timeout|any)",
    "withResolvers": r"withResolvers\(", "URL.canParse": r"URL\.canParse", "Segmenter": r"Intl\.Segmenter",
    "static blocks": r"\bstatic\s*\{", "top-level await": r"^(await\b|(const|let|var)\s[^=;]*=\s*await\b)",
    "import attributes": r"\bimport\b.*\b(with|assert)\s*\{", "showPicker": r"\.showPicker\(",
    "regular expression flags": r"/[gimsuy]*[dv][gimsuy]*\.(test|exec)\(", "eval": r"\beval\(|new Function\(",
    "markup as text": r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write",
    "another host": r"""["'`](https?:)?//[a-z]""",
}  # fmt: skip


@pytest.mark.parametrize("what", IN_TEMPLATES)
def test_templates_have_no(what: str) -> None:
    assert found(IN_TEMPLATES[what], templates(), lambda text: COMMENT.sub("", text)) == []


@pytest.mark.parametrize("what", IN_STYLES)
def test_styles_do_without(what: str) -> None:
    assert found(IN_STYLES[what], own_static(".css"), without_comments) == []


def test_styles_close_what_they_open() -> None:
    assert [named(path) for path in own_static(".css") if not closes(path.read_text(encoding="utf-8"))] == []
    assert not closes("a {\n  b: c;\n\n@media (d) {\n  e {\n    f: g;\n  }\n}\n")


@pytest.mark.parametrize("what", IN_SCRIPTS)
def test_scripts_do_without(what: str) -> None:
    # The one file that gives old browsers what they lack must name it.
    scripts = [path for path in own_static(".js") if path.name != "old-browsers.js"]
    assert found(IN_SCRIPTS[what], scripts, without_comments) == []


def test_only_the_tokens_name_colours() -> None:
    sheets = [path for path in own_static(".css") if path.name != "tokens.css"]
    assert found(r"#[0-9a-fA-F]{3,8}\b|\b(rgba?|hsla?)\(", sheets, without_comments) == []


def test_every_template_says_what_it_needs() -> None:
    silent = [
        named(path) for path in templates() if not path.read_text(encoding="utf-8").lstrip().startswith("{#")
    ]
    assert silent == []


def test_every_icon_used_is_there() -> None:
    used = {
        name
        for path in templates()
        for name in re.findall(r"\bicon\(\s*['\"]([a-z0-9-]+)['\"]", path.read_text(encoding="utf-8"))
    }
    there = {path.stem for path in (ROOT / "templates/shared/icons").glob("*.svg")}
    assert used - there == set()


def found(pattern: str, paths: list[Path], clean: object) -> list[str]:
    """Where a pattern stands, as file:line and text."""
    wanted = re.compile(pattern, re.MULTILINE)
    hits = []
    for path in paths:
        text = clean(path.read_text(encoding="utf-8"))  # type: ignore[operator]
        for hit in wanted.finditer(text):
            line = text.count("\n", 0, hit.start()) + 1
            hits.append(f"{named(path)}:{line} {hit.group().strip()[:60]}")
    return hits


def closes(text: str) -> bool:
    """Whether every rule of a style sheet ends; one left open swallows the next, and a browser says nothing."""
    depth = 0
    for brace in re.findall(r"[{}]", without_comments(text)):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def without_comments(text: str) -> str:
    """Code without its comments, every line still in its place."""
    text = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment.group().count("\n"), text, flags=re.DOTALL)
    return re.sub(r"(^|\s)//[^\n]*", r"\1", text)
