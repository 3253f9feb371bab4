"""Which production server: the same load on SQLite against three of them; `python -m benchmarks.servers`.

Needs `waitress` and `granian` beside the locked packages; they are compared here and not used.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flask_migrate import upgrade

from benchmarks import books as filling
from benchmarks import load
from config import settings
from points.app import create_app
from points.foundation import db

CLIENTS, READS, SALES, ROUNDS = 8, 40, 80, 3

COMMANDS = {
    "gunicorn (gthread)": load.gunicorn(1, 8),
    "waitress": [sys.executable, "-m", "waitress", "--listen=127.0.0.1:{port}", "--threads=8", "wsgi:app"],
    "granian": [
        sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", "--port={port}",
        "--workers=1", "--blocking-threads=8", "--no-ws", "wsgi:app",
    ],
}  # fmt: skip


def main() -> None:
    """Print medians of several rounds, the servers taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            "ENVIRONMENT": "test",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite'}",
            "SECRET_KEY": "of-the-benchmark-only-" * 2,
            "INSTANCE": folder,
        }
        app = create_app(settings(environ))
        with app.app_context():
            upgrade(directory=str(load.ROOT / "migrations"))
            filled = filling.fill(purses=SALES * ROUNDS * len(COMMANDS))
            db.engine.dispose()
        spare = list(filled.vouchers)
        seen: dict[str, list[tuple[float, float, int]]] = {name: [] for name in COMMANDS}
        for _ in range(ROUNDS):
            for name, command in COMMANDS.items():
                some = [spare.pop() for _ in range(SALES)]
                with load.serving(environ, command) as server:
                    load.balances(server, filled.readers, CLIENTS, 5)
                    reads = load.balances(server, filled.readers, CLIENTS, READS)
                    sales = load.redemptions(server, filled, some, CLIENTS)
                    memory = max(server.memory() or [0]) or server.own_memory()
                seen[name].append((reads, sales, memory))
    print("| server | balance reads/s | redemptions/s | process MB |\n| --- | ---: | ---: | ---: |")
    for name, rounds in seen.items():
        middle = [sorted(column)[ROUNDS // 2] for column in zip(*rounds, strict=True)]
        print(f"| {name} | {middle[0]:.0f} | {middle[1]:.0f} | {middle[2]:.0f} |")


if __name__ == "__main__":
    main()
