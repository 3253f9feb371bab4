"""The guides as they stand in docs/guide, in paragraphs with an anchor each, rendered and searched; it knows no page and no reader.

They come with a release, so a process reads each once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURES = DOCS / "guide/pictures"
#: every guide, in the order they are offered, and the paper it is printed on; each stands in docs/guide/zh and docs/guide/en
SIZES = {
    "clerk-wall": "a4", "clerk": "a4", "shop-manager": "a4", "officer": "a4", "leader": "a5", "resident": "a5",
    "privacy": "a4", "watch": "a4", "administrator": "a4", "faq": "a4",
}  # fmt: skip
NAMES = tuple(SIZES)
#: documents for who runs the system, in English alone, that guides lead to
PAPERS = {
    "commands": "COMMANDS.md", "operations": "OPERATIONS.md", "settings": "SETTINGS.md", "import": "IMPORT.md",
    "controls": "CONTROLS.md",
}  # fmt: skip

_HEADING = re.compile(r'^(?:<a id="([\w-]+)"></a>\n+)?(#{1,2}) (.+)\n', re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"\]\(\.\./pictures/")
_BESIDE = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
#: words of a page: bold, in Chinese in their brackets too, in English without quotes, which Chinese letters make wide
_PRESSED = {"zh": re.compile(r"(「[^」<]+」)"), "en": re.compile(r"“([^”<]+)”")}
_MARKS = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[*`|\[]|^\s*(?:[-#>]+|\d+\.)\s|^[-| :]+$", re.MULTILINE
)
_SENTENCE = re.compile(r"(?<=。)|(?<=[a-z)]\.) ")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SHORT = {"zh": 70, "en": 130}


@dataclass(frozen=True)
class Paragraph:
    """What stands under one heading. `source` is Markdown; `lead` its first words without any."""

    anchor: str
    title: str
    source: str

    @property
    def lead(self) -> str:
        """Its first sentence or its first step, as plain words."""
        lines = (plain(one).strip() for one in self.source.split("\n") if not one.startswith("|"))
        first = next((one for one in lines if one), "")
        return _SENTENCE.split(first)[0]


@dataclass(frozen=True)
class Guide:
    """One guide in one language: its name, its title, what stands before the first heading, its paragraphs."""

    name: str
    language: str
    title: str
    before: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def said(self) -> str:
        """What it says of itself, as plain words."""
        return " ".join(plain(self.before).split())

    def find(self, anchor: str) -> Paragraph | None:
        """The paragraph of this anchor."""
        return next((one for one in self.paragraphs if one.anchor == anchor), None)


@dataclass(frozen=True)
class Hit:
    """A paragraph in which words were found, and what stands around them."""

    guide: Guide
    paragraph: Paragraph
    around: str


def known(name: str) -> bool:
    """Whether there is a guide or a document of this name."""
    return name in NAMES or name in PAPERS


@cache
def read(name: str, language: str) -> Guide:
    """A guide, or a document, which is English for everybody."""
    path = DOCS / PAPERS[name] if name in PAPERS else DOCS / "guide" / language / f"{name}.md"
    if not path.is_file():
        # a copy of the program without its documents has no help, and works
        return Guide(name, language, name, "", ())
    text = _BESIDE.sub("", path.read_text(encoding="utf-8").replace("\r\n", "\n"))
    # a line of a listing that begins with # is no heading
    kept = _FENCE.sub(lambda one: one.group().replace("\n#", "\n\0#"), text)
    heads = list(_HEADING.finditer(kept))
    ends = [*(one.start() for one in heads[1:]), len(kept)]
    pieces = [
        (
            one.group(1) or slug(one.group(3)),
            one.group(3).strip(),
            kept[one.end() : end].replace("\0", "").strip(),
        )
        for one, end in zip(heads, ends, strict=True)
    ]
    (_, title, before), *others = pieces
    return Guide(
        name, "en" if name in PAPERS else language, title, before, tuple(Paragraph(*one) for one in others)
    )


def slug(title: str) -> str:
    """The anchor that a heading without one has, as where the source is hosted."""
    return re.sub(r"[^\w-]", "", title.lower().replace(" ", "-"))


def plain(source: str) -> str:
    """Markdown without its marks, English without the quotes that mark words of a page."""
    words = _MARKS.sub("", source)
    return words if _CHINESE.search(words) else re.sub("[“”]", "", words)


@cache
def render(source: str, language: str) -> Markup:
    """Markdown as a part of a page. The files are our own; what is HTML in them is shown as text all the same."""
    linked = _PICTURE.sub("](/help/pictures/", _LINK.sub(_inside, source))
    html = str(MarkdownIt("commonmark", {"html": False}).enable("table").render(linked))
    html = re.sub(r'<img src="/help/pictures/([\w.-]+)"', _sized, html)
    return Markup(_PRESSED[language].sub(r'<b class="press">\1</b>', html))  # noqa: S704 - files of our own


def _sized(picture: re.Match[str]) -> str:
    """With its size: a page that grows while pictures arrive loses the paragraph somebody came for."""
    width, height = json.loads((PICTURES / "taken.json").read_text(encoding="utf-8"))[picture.group(1)][
        "size"
    ]
    return f'{picture.group()} width="{width}" height="{height}"'


def _inside(link: re.Match[str]) -> str:
    """A link between files as one between pages; to a file that is no page only its words stay."""
    words, target = link.groups()
    path, _, anchor = target.partition("#")
    if "://" in target or target.startswith(("tel:", "/")):
        return link.group()
    paper = next((name for name, file in PAPERS.items() if path.endswith(file)), "")
    name = paper or (Path(path).stem if Path(path).stem in NAMES else "")
    if path and not name:
        return words
    page = f"/help/{name}" if name else ""
    return f"[{words}]({page}{'#' + anchor if anchor else ''})"


def search(words: str, language: str, names: tuple[str, ...]) -> list[Hit]:
    """Paragraphs that have all these words, those with them in the heading first; a word of the other language finds
    the same paragraph."""
    wanted = [_sought(one) for one in _folded(words).split()]
    found = [
        (-sum(bool(one.search(heading)) for one in wanted), guide, paragraph)
        for guide in (read(name, language) for name in names)
        for paragraph in guide.paragraphs
        for heading, text in [_read_aloud(guide.name, paragraph.anchor)]
        if wanted and all(one.search(text) for one in wanted)
    ]
    found.sort(key=lambda one: one[0])
    return [
        Hit(guide, paragraph, _around(paragraph, wanted, _SHORT[language])) for _, guide, paragraph in found
    ]


@cache
def _read_aloud(name: str, anchor: str) -> tuple[str, str]:
    """Headings, and all the words, of a paragraph in both languages."""
    both = [(guide, guide.find(anchor)) for guide in (read(name, "zh"), read(name, "en"))]
    heading = _folded(" ".join(f"{guide.title} {one.title}" for guide, one in both if one))
    return heading, heading + _folded(" ".join(plain(one.source) for _, one in both if one))


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


def _sought(word: str) -> re.Pattern[str]:
    """A Latin word is found where one begins with it, Chinese anywhere."""
    return re.compile((r"(?<![a-z0-9])" if word[0].isascii() else "") + re.escape(word))


def _around(paragraph: Paragraph, wanted: list[re.Pattern[str]], short: int) -> str:
    """The place where the first of the words stands, or how the paragraph begins."""
    text = " ".join(plain(paragraph.source).split())
    at = next((place.start() for one in wanted if (place := one.search(_folded(text)))), 0)
    start = max(0, at - short // 3)
    return f"{'…' if start else ''}{text[start : start + short]}{'…' if start + short < len(text) else ''}"
