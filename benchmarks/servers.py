"""Which production server: the same load on SQLite against three of them; `python -m benchmarks.servers`.

Needs `waitress` and `granian` beside the locked packages; they are compared here and not used.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import load, trees
from benchmarks.comparison import Place
from benchmarks.turns import Sizes, Subject, take_turns

SIZES = Sizes(turns=3, sales=80, single=10, reads=320)

COMMANDS = {
    "gunicorn (gthread)": load.gunicorn(1, 8),
    "waitress": [sys.executable, "-m", "waitress", "--listen=127.0.0.1:{port}", "--threads=8", "wsgi:app"],
    "granian": [
        sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", "--port={port}",
        "--workers=1", "--blocking-threads=8", "--no-ws", "wsgi:app",
    ],
}  # fmt: skip


def main() -> None:
    """Print medians of several turns, the servers taking turns, each on a copy of the same books."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place, this = Place("sqlite", Path(folder), None), trees.this()
        books, file = place.environ("books", "books"), Path(folder) / "books.json"
        trees.finished([this.seeding(books, "build", str(SIZES.purses), str(file))])
        subjects = []
        for number, (name, command) in enumerate(COMMANDS.items()):
            place.make(f"copy{number}", "books")
            environ = place.environ(f"copy{number}", "books")
            one = Subject(name, this, environ, trees.read(file), command, with_pages=False)
            one.warm(stack.enter_context(one.serve()))
            subjects.append(one)
        for number in range(SIZES.turns):
            take_turns(subjects, SIZES, number)
    print("| server | balance reads/s | redemptions/s | process MB |\n| --- | ---: | ---: | ---: |")
    for one in subjects:
        figures = [one.median(name) for name in ("reads", "sales", "memory")]
        print(f"| {one.name} | {' | '.join(f'{figure:.0f}' for figure in figures)} |")


if __name__ == "__main__":
    main()
