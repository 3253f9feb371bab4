"""Gives a written file its name: over an older one, or where there is none yet; it knows no content.

Windows lets nobody take the place of a file that somebody is reading, so there it is tried for a moment.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

#: seconds between two tries
WAITS = (0.01, 0.02, 0.05, 0.1, 0.3)


def put(draft: Path, target: Path) -> None:
    """In the place of what is there, at once: a reader finds the old one or the new one."""
    for wait in WAITS:
        try:
            draft.replace(target)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(wait)
    draft.replace(target)


def put_new(draft: Path, target: Path) -> None:
    """Only where there is none: of several who come at once one is first, and theirs stays."""
    with suppress(FileExistsError):
        # there a name that is taken is refused, and not every disk has a second name for one file
        (os.rename if os.name == "nt" else os.link)(draft, target)
    draft.unlink(missing_ok=True)
