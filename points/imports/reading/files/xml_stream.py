"""Reads a part made of XML element by element, never as a whole; what defines entities is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from points.imports.reading.files.limits import MAX_DEPTH
from points.imports.refusals import BookBroken, BookUnsafe

_BLOCK = 2**16
_DOCTYPE = tuple("<!DOCTYPE".encode(coding) for coding in ("ascii", "utf-16-le", "utf-16-be"))

Attributes = dict[str, str]


class Elements:
    """What wants to hear of elements; a name is "namespace name", and so is an attribute's that has a namespace."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, words: str) -> None:
        """Text between two of these."""


def read_elements(file: str, part: IO[bytes], into: Elements) -> None:
    """Hand on each element of a part. A part that is cut off, too deep or has entities of its own is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _BLOCK
    depth = 0

    def unsafe(*_: object) -> None:
        raise BookUnsafe(file=file)

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise BookUnsafe(file=file)
        into.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        into.end(name)

    parser.StartDoctypeDeclHandler = unsafe
    parser.EntityDeclHandler = unsafe
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = into.text
    _feed(file, part, parser.Parse)


def _feed(file: str, part: IO[bytes], parse: Callable[[bytes, bool], int]) -> None:
    try:
        while block := part.read(_BLOCK):
            parse(block, False)
        parse(b"", True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise BookBroken(file=file) from error


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(" ")[2]


def has_doctype(part: IO[bytes]) -> bool:
    """Whether a part is XML and defines a document type, whatever the part is called."""
    block = part.read(_BLOCK)
    if not block.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return False
    tail = b""
    while block:
        if any(mark in tail + block for mark in _DOCTYPE):
            return True
        tail = block[-32:]
        block = part.read(_BLOCK)
    return False
