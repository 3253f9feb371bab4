"""What a file is called: in UTF-8, else in the letters of a Chinese Windows, whatever this machine takes names for."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def name_of(path: Path) -> str:
    """Its name; one that was packed on an old machine, or is read in another locale, comes out whole as well."""
    raw = os.fsencode(path.name)
    for letters in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(letters)
    return raw.decode("utf-8", "replace")
