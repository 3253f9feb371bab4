"""Which production server: the same load on SQLite against several, alone and beside connections that say nothing.

`python -m benchmarks.servers` needs `granian` beside the locked packages; it is compared here and not used.
"""

from __future__ import annotations

import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import load, trees
from benchmarks.comparison import Place
from benchmarks.connections import Client
from benchmarks.turns import Sizes, Subject, take_turns

SIZES = Sizes(turns=3, sales=80, single=20, reads=320)
#: so many say nothing at all, and as many once asked something and keep the line
QUIET = 100

COMMANDS = {
    "gunicorn with waitress in it": load.gunicorn(trees.ROOT, 1, 8),
    "gunicorn (gthread)": load.gunicorn(trees.ROOT, 1, 8, load.THREADS_ALONE),
    "granian": [
        sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", "--port={port}",
        "--workers=1", "--blocking-threads=8", "--no-ws", "wsgi:app",
    ],
}  # fmt: skip


@contextmanager
def quiet(port: int) -> Iterator[None]:
    """Connections of people who do nothing."""
    with ExitStack() as stack:
        for _ in range(QUIET):
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            idle = Client(port)
            stack.callback(idle.close)
            idle.ask(load.get("/healthz"))
        yield


def main() -> None:
    """Print medians of several turns, the servers taking turns, each on a copy of the same books."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place, this = Place("sqlite", Path(folder), None), trees.this()
        books, file = place.environ("books", "books"), Path(folder) / "books.json"
        purses = SIZES.purses + SIZES.turns * SIZES.single
        trees.finished([this.seeding(books, "build", str(purses), str(file))])
        subjects = []
        for number, (name, command) in enumerate(COMMANDS.items()):
            place.make(f"copy{number}", "books")
            environ = place.environ(f"copy{number}", "books")
            one = Subject(name, this, environ, trees.read(file), command, with_pages=False)
            server = stack.enter_context(one.serve())
            one.warm(server)
            subjects.append((one, server.port))
        for number in range(SIZES.turns):
            take_turns([one for one, _ in subjects], SIZES, number)
            for one, port in subjects:
                with quiet(port):
                    one.sell_alone(SIZES)
                one.seen["beside"].append(one.seen["sale ms"].pop())
    said = (
        "server",
        "balance reads/s",
        "redemptions/s",
        "one redemption, ms",
        f"beside {2 * QUIET} quiet ones",
        "process MB",
    )
    print(f"| {' | '.join(said)} |\n| --- |{' ---: |' * 5}")
    for one, _ in subjects:
        figures = [one.median(name) for name in ("reads", "sales", "sale ms", "beside", "memory")]
        print(f"| {one.name} | {' | '.join(f'{figure:.0f}' for figure in figures)} |")


if __name__ == "__main__":
    main()
