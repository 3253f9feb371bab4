"""What stands beside the sheets of a workbook in parts of its own: comments old and new, and the filters of tables."""

from __future__ import annotations

from collections.abc import Iterable

from points.imports.reading.files.limits import check_count
from points.imports.reading.files.package import Package, PartLink
from points.imports.reading.files.places import Area, area, place
from points.imports.reading.files.xlsx_strings import Text
from points.imports.reading.files.xml_stream import Attributes, Elements, local
from points.imports.reading.worksheet import At


def read_comments(package: Package, links: Iterable[PartLink]) -> dict[At, str]:
    """The comments of one sheet by their cells; a talk in threads stands in the place of its stand-in."""
    found: dict[str, dict[At, str]] = {"comments": {}, "threadedComment": {}}
    for link in links:
        if link.kind in found:
            reader = _Comments(package.file)
            package.read(link.target, reader)
            found[link.kind] |= {at: "\n".join(said) for at, said in reader.said.items()}
    return found["comments"] | found["threadedComment"]


class _Comments(Elements):
    def __init__(self, file: str) -> None:
        self.file = file
        self.said: dict[At, list[str]] = {}
        self._at: At | None = None
        self._one = Text()
        self._new = False

    def start(self, name: str, attributes: Attributes) -> None:
        kind = local(name)
        if kind in ("comment", "threadedComment"):
            self._at, self._one, self._new = place(attributes.get("ref", "")), Text(), kind != "comment"
        elif kind == "text" and self._new:
            self._one.start("t", {})  # new comments have their words right here
        else:
            self._one.start(kind, attributes)

    def end(self, name: str) -> None:
        kind = local(name)
        if kind not in ("comment", "threadedComment"):
            self._one.end("t" if kind == "text" else kind)
            return
        words = self._one.all().strip()
        if self._at is not None and words:
            self.said.setdefault(self._at, []).append(words)
            check_count(self.file, len(self.said), "批注 / comments")

    def text(self, words: str) -> None:
        self._one.text(words)


def read_filters(package: Package, links: Iterable[PartLink]) -> list[Area]:
    """Where the tables of one sheet are filtered."""
    found: list[Area] = []
    for link in links:
        if link.kind == "table":
            reader = _Filters()
            package.read(link.target, reader)
            found += reader.areas
    return found


class _Filters(Elements):
    def __init__(self) -> None:
        self.areas: list[Area] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if local(name) == "autoFilter" and (found := area(attributes.get("ref", ""))):
            self.areas.append(found)
