"""The text of one cell of an .ods: its lines, how their pieces look, and the comment that stands within them."""

from __future__ import annotations

from points.imports.reading.files.fonts import TextLook
from points.imports.reading.files.ods_styles import Styles
from points.imports.reading.files.xml_stream import Attributes

_MOST_BLANKS = 1_000


class CellText:
    """The words of one cell as its elements come."""

    def __init__(self, styles: Styles) -> None:
        self.pieces: list[TextLook] = []
        self.comment = ""
        self._styles = styles
        self._lines: list[list[str]] = []
        self._said: list[list[str]] | None = None
        self._look: list[TextLook] = []

    def start(self, kind: str, said: Attributes) -> None:
        """An element within the cell begins; attributes without namespaces."""
        if kind == "p":
            (self._lines if self._said is None else self._said).append([])
        elif kind == "annotation":
            self._said = []
        elif kind == "span":
            self._start_span(said)
        elif kind == "s":
            count = said.get("c", "1")
            self.text(" " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS))
        elif kind in ("tab", "line-break"):
            self.text("\n")

    def end(self, kind: str) -> None:
        """An element within the cell ends."""
        if kind == "annotation" and self._said is not None:
            self.comment = _joined(self._said).strip()
            self._said = None
        elif kind == "span" and self._look:
            self._look.pop()

    def text(self, words: str) -> None:
        """Some of its words; what stands between paragraphs is none."""
        lines = self._lines if self._said is None else self._said
        if lines:
            lines[-1].append(words)
            if self._said is None and words.strip():
                self.pieces.append(self._look[-1] if self._look else TextLook())

    def all(self) -> str:
        """The whole text without its comment."""
        return _joined(self._lines)

    def _start_span(self, said: Attributes) -> None:
        above = self._look[-1] if self._look else TextLook()
        own = self._styles.look(said.get("style-name", ""))
        struck = above.struck if own.struck is None else own.struck
        self._look.append(TextLook(struck, above.red if own.red is None else own.red))


def _joined(lines: list[list[str]]) -> str:
    return "\n".join("".join(line) for line in lines)
