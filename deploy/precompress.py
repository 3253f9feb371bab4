"""Makes the .gz and .br files that stand beside the static ones; what is already up to date stays."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from whitenoise.compress import Compressor

SMALL = 500  # a packet carries this much anyway


def waiting(root: Path) -> list[Path]:
    """The files whose compressed forms are missing or of another age."""
    compressor = Compressor(quiet=True)
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != "node_modules"]
        for path in (Path(folder) / name for name in names if compressor.should_compress(name)):
            old = path.with_name(path.name + ".br")
            fresh = old.exists() and int(old.stat().st_mtime) == int(path.stat().st_mtime)
            if path.stat().st_size > SMALL and not fresh:
                found.append(path)
    return found


def main(root: Path) -> None:
    """Compress what waits, as many at once as there are cores."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(Compressor(quiet=True).compress, map(str, waiting(root))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
