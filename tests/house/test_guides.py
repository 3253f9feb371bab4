"""The guides are held to the pages: both languages alike, every word of a button there, every page and every "no" explained,
no picture older than what it shows."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache

import pytest

from points.people import catalogue
from points.web import guide_places, guides
from tests.house.files import ROOT, named, templates
from tests.house.test_mirror import pages
from tests.house.test_words import refusals, translations

QUOTED = {"zh": re.compile(r"「([^」]+)」"), "en": re.compile(r"“([^”]+)”")}
#: pages that answer scripts or other programs, or lead on, and are read by nobody
NO_PAGES = {
    "account.device_clock", "account.drafts", "account.preferences", "account.understood", "api.statements", "api.tokens",
    "api.vouchers", "counter.asides", "counter.own_pin", "counter.undo", "counter.ways", "public.guides",
}  # fmt: skip
TAKEN = ROOT / "docs/guide/pictures/taken.json"


@cache
def words(language: str) -> str:
    """Everything pages and refusals say in a language, and what settings are called."""
    said = [pair[language == "en"] for _, *pair in translations()]
    for one in refusals():
        said += [one.zh, one.next_zh] if language == "zh" else [one.en, one.next_en]
    said += [one.titled(language) for one in catalogue.CATALOGUE.values()]
    return "\n".join(said)


def source(name: str, language: str) -> str:
    """A guide as it is written."""
    return (ROOT / "docs/guide" / language / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_of_a_button_is_on_a_page(language: str) -> None:
    wrong = [
        f"{name}: {word}"
        for name in guides.NAMES
        for word in QUOTED[language].findall(source(name, language))
        if word not in words(language)
    ]
    assert wrong == []


def test_a_word_that_is_on_no_page_is_noticed() -> None:
    assert "没有这样的按钮" not in words("zh")
    assert "No such button" not in words("en")
    assert QUOTED["zh"].findall("按「提出来」") == ["提出来"]


def test_both_languages_have_the_same_paragraphs_and_every_file_is_a_guide() -> None:
    for language in ("zh", "en"):
        there = {path.stem for path in (ROOT / "docs/guide" / language).glob("*.md")}
        assert there == set(guides.NAMES) == set(guide_places.FOR)
    for name in guides.NAMES:
        zh, en = guides.read(name, "zh"), guides.read(name, "en")
        assert [one.anchor for one in zh.paragraphs] == [one.anchor for one in en.paragraphs], name
        assert len({one.anchor for one in zh.paragraphs}) == len(zh.paragraphs), name
        assert all(re.fullmatch(r"[a-z][a-z-]*", one.anchor) for one in zh.paragraphs), name
        assert all(one.lead for one in (*zh.paragraphs, *en.paragraphs)), name


def test_links_between_guides_lead_to_paragraphs() -> None:
    broken = []
    for language in ("zh", "en"):
        for name in guides.NAMES:
            for file, anchor in re.findall(r"\]\((?:([\w/.-]+)\.md)?#([\w-]+)\)", source(name, language)):
                paper = next((one for one, path in guides.PAPERS.items() if f"{file}.md".endswith(path)), "")
                target = guides.read(paper or file or name, language)
                if target.find(anchor) is None:
                    broken.append(f"{language}/{name}: {file}#{anchor}")
    assert broken == []


def test_every_page_has_its_paragraph() -> None:
    """Of desk, shop, oversight, counter, leaders, residents and doors; the frame shows it on each."""
    there = {f"{path.parent.name}.{path.stem}" for path in pages()}
    assert there - set(guide_places.PAGES) == NO_PAGES
    assert set(guide_places.PAGES) - there == set()
    assert set(guide_places.FOR_WATCHERS) - there == set()
    assert lost(guide_places.PAGES) == lost(guide_places.FOR_WATCHERS) == []
    first = [
        one.lead
        for target in guide_places.PAGES.values()
        for name, _, anchor in [target.partition("#")]
        for language in ("zh", "en")
        if (one := guides.read(name, language).find(anchor))
    ]
    assert [lead for lead in first if not 8 <= len(lead) <= 180] == [], (
        "what a page's box says is one sentence"
    )


def test_every_template_of_an_office_stands_in_a_frame_that_shows_it() -> None:
    frames = {"shared/office.html", "shared/phone.html"}
    for frame in frames:
        assert "guide_here()" in (ROOT / "templates" / frame).read_text(encoding="utf-8")
    beside = [
        named(path)
        for path in templates()
        if path.parent.name in ("desk", "manager", "oversight", "leader", "resident")
        and not path.stem.startswith("_")
        if set(re.findall(r'{% extends "([\w/.]+)" %}', path.read_text(encoding="utf-8"))) - frames != set()
    ]
    assert beside == []


def test_every_no_has_its_paragraph() -> None:
    """Its own, or its wing's or room's."""
    found = {one.code: guide_places.of_refusal(one.code) for one in refusals()}
    assert lost(found) == []
    assert set(guide_places.REFUSALS) - set(found) == set(), "codes that nobody says"
    assert lost(guide_places.REFUSALS) == []
    assert lost(guide_places.ROOMS) == []
    # half of them have more than the page about everything else
    assert sum(one == "faq#system" for one in found.values()) < len(found) / 5


def lost(targets: dict[str, str]) -> list[str]:
    """What leads to no paragraph in either language."""
    return [
        f"{key}: {target}"
        for key, target in targets.items()
        for name, _, anchor in [target.partition("#")]
        for language in ("zh", "en")
        if guides.read(name, language).find(anchor) is None
    ]


def test_no_picture_is_older_than_what_it_shows() -> None:
    """Changed a page? Look at its picture, and take it anew: .venv/bin/python deploy/pictures NAME."""
    taken = json.loads(TAKEN.read_text(encoding="utf-8"))
    old = [name for name, one in taken.items() if fingerprint(one["shows"]) != one["fingerprint"]]
    assert old == [], "deploy/pictures takes them anew"
    there = {path.name for path in TAKEN.parent.glob("*.webp")}
    assert there == set(taken)
    used = {
        word
        for language in ("zh", "en")
        for name in guides.NAMES
        for word in re.findall(r"\.\./pictures/([\w.-]+)", source(name, language))
    }
    assert used == there
    assert {path.name for path in TAKEN.parent.glob("*.webp") if path.stat().st_size > 60_000} == set()


def test_a_fingerprint_changes_with_the_page() -> None:
    shown = ["templates/desk/rules.html"]
    text = (ROOT / shown[0]).read_bytes()
    assert fingerprint(shown) == hashlib.sha256(text).hexdigest()[:16]
    assert fingerprint(shown) != hashlib.sha256(text + b" ").hexdigest()[:16]


def fingerprint(shows: list[str]) -> str:
    """What these files say now, as deploy/pictures notes it."""
    digest = hashlib.sha256()
    for one in shows:
        digest.update((ROOT / one).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
