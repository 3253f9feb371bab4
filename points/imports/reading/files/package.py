"""Opens a file that is a package of parts, within limits: nothing in it may be secret, endless or unsafe."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import IO

from points.imports.reading.files.limits import MAX_PARTS, MAX_UNPACKED, too_large
from points.imports.reading.files.xml_stream import Attributes, Elements, has_doctype, local, read_elements
from points.imports.refusals import BookBroken, BookEncrypted, BookUnsafe


@dataclass(frozen=True, slots=True)
class PartLink:
    """One relationship of a part: the last word of its kind, and the part it leads to."""

    kind: str
    target: str


class Package:
    """The parts of one file."""

    def __init__(self, file: str, raw: bytes) -> None:
        self.file = file
        try:
            self._packed = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError) as error:
            raise BookBroken(file=file) from error
        self._parts = {part.filename: part for part in self._packed.infolist()}

    def check(self) -> None:
        """Refuse a package that would unpack to too much, or that defines entities anywhere."""
        parts = self._packed.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise too_large(self.file, f"{MAX_UNPACKED // 2**20} MB")
        if any(part.flag_bits & 1 for part in parts):
            raise BookEncrypted(file=self.file)
        for part in parts:
            with self._packed.open(part) as opened:
                if has_doctype(opened):
                    raise BookUnsafe(file=self.file)

    def names(self) -> frozenset[str]:
        """What the parts are called."""
        return frozenset(self._parts)

    def open(self, part: str) -> IO[bytes]:
        """One part, unpacked as it is read."""
        return self._packed.open(self._parts[part])

    def read(self, part: str, into: Elements) -> None:
        """Hand on the elements of one part; one that is not there has none."""
        if part in self._parts:
            with self.open(part) as opened:
                read_elements(self.file, opened, into)

    def links(self, part: str) -> dict[str, PartLink]:
        """The relationships of a part by their ids; links that lead outside are not followed."""
        folder, name = posixpath.split(part)
        links = _Links(folder)
        self.read(posixpath.join(folder, "_rels", f"{name}.rels"), links)
        return links.found


class _Links(Elements):
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: dict[str, PartLink] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = PartLink(kind, target.lstrip("/"))
