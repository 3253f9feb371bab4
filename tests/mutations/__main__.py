"""Plants mistakes and counts how many the tests notice; fails below 92 in a hundred. MUTANTS= how many, SEED= which."""

from __future__ import annotations

import argparse
import os
import random
import sys

from tests.mutations.choosing import AREAS, asked_of, first, modules
from tests.mutations.report import ENOUGH, Report
from tests.mutations.trials import Trials

#: the tests that are asked: all that run these areas, without those that take minutes or play by chance
ASKED = (
    "tests/audit", "tests/commands", "tests/field_cases", "tests/foundation", "tests/goods", "tests/imports",
    "tests/ledger", "tests/operation", "tests/oversight", "tests/people", "tests/security", "tests/shop",
    "tests/statements", "tests/stockroom", "tests/volunteering", "tests/web",
)  # fmt: skip


def main() -> int:
    """Plant, try, count."""
    words = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    words.add_argument("areas", nargs="*", choices=[*AREAS, []], help="only these areas")
    words.add_argument("--tests", nargs="+", default=ASKED, help="only these tests")
    wish = words.parse_args()
    areas = wish.areas or list(AREAS)
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    chosen = first(int(os.environ.get("MUTANTS") or 200), seed, areas)
    say(f"seed {seed}: {len(chosen)} mistakes; first, some minutes, which test runs which line")
    report, trials = Report(areas), Trials()
    try:
        seen = trials.lines(wish.tests, [one for area in AREAS for one in modules(area)])
        say(f"{len(seen.took)} tests pass on the sound program")
        for at, mistake in enumerate(chosen, 1):
            tests = asked_of(mistake, seen)
            by = trials.noticed(mistake, tests) if tests else ""
            say(f"{at}/{len(chosen)} {report.add(mistake, by, len(tests))}")
    finally:
        trials.close()
    print(f"Seed {seed}\n{report}")
    return 0 if report.part >= ENOUGH else 1


def say(line: str) -> None:
    """One line of progress."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
