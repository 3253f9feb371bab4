"""`make bench`: this commit beside another one, in turns; one run, one table an engine, progress on stderr."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from benchmarks import founding, report, trees, year
from benchmarks.comparison import Place, compare, say
from benchmarks.turns import QUICK, Sizes
from tests.support.engines import DURABLE, new_folder, start_postgres, stop_postgres

#: where the reach of this product's speed is counted from
BASE = "916aa24"
LONGEST = 10_000_000


def asked() -> argparse.Namespace:
    """What the command line says."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    words.add_argument("engine", nargs="*", choices=["postgresql", "sqlite", []], help="only these engines")
    words.add_argument(
        "--compare", default=BASE, metavar="COMMIT", help=f"the other commit; {BASE} by default"
    )
    words.add_argument("--alone", action="store_true", help="no other commit")
    words.add_argument(
        "--quick", action="store_true", help="little of everything: whether it runs, not how fast"
    )
    words.add_argument(
        "--long", action="store_true", help=f"on PostgreSQL a ledger of {LONGEST:,} entries as well"
    )
    words.add_argument("--year", action="store_true", help="a district's year instead; make bench-year")
    words.add_argument("--found", action="store_true", help="a district founded from one file instead")
    return words.parse_args()


def main() -> None:
    """Measure, and print."""
    wish = asked()
    sizes = QUICK if wish.quick else Sizes()
    folder = new_folder()
    folder.chmod(0o755)
    try:
        server = start_postgres(folder / "pg", DURABLE) if _needs_postgres(wish, folder) else None
        this = trees.this()
        if wish.year:
            assert server is not None
            print(year.measure(Place("postgresql", folder, server), this, quick=wish.quick))
            return
        if wish.found:
            engines = wish.engine or ["postgresql", "sqlite"]
            places = [Place(one, folder, server if one == "postgresql" else None) for one in engines]
            print(founding.measure(places, this, quick=wish.quick))
            return
        other = None if wish.alone else trees.checked_out(wish.compare, folder)
        for engine in wish.engine or ["postgresql", "sqlite"]:
            lengths = [sizes.many, *([LONGEST] if wish.long and engine == "postgresql" else [])]
            place = Place(engine, folder, server if engine == "postgresql" else None)
            print(report.report(compare(place, this, other, sizes, lengths)), flush=True)
    finally:
        stop_postgres(folder / "pg")
        shutil.rmtree(folder, ignore_errors=True)


def _needs_postgres(wish: argparse.Namespace, folder: Path) -> bool:
    """PostgreSQL gets a folder of its own, which its user may own."""
    if not wish.year and wish.engine and "postgresql" not in wish.engine:
        return False
    (folder / "pg").mkdir()
    return True


if __name__ == "__main__":
    say("making the books; progress is said here, the tables come last")
    main()
