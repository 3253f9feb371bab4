"""Whether what a run says can be believed: the sound program is not noticed, and what is known to be seen is."""

from __future__ import annotations

from tests.mutations.choosing import source_of
from tests.mutations.mistakes import Mistake, mistakes
from tests.mutations.trials import Trials

#: module, what is wrong there (function or constant, and what it was), the tests that see it
KNOWN = (
    (
        "points/foundation/codes/check_digit.py",
        ("is_checked", "check_digit(digits) == '0'"),
        "tests/foundation/test_codes_vectors.py",
    ),
    (
        "points/oversight/checks/lots.py",
        ("REVERSED_ONCE", "HAVING count(*) > 1"),
        "tests/oversight/test_invariants.py::test_sound_books_break_nothing_and_every_invariant_looks_at_something",
    ),
)


def main() -> None:
    """Print what was noticed, a line each: of the sound program (nothing), and of each known mistake."""
    trials = Trials()
    try:
        print(f"sound: {trials.noticed(None, [tests for *_, tests in KNOWN])}")
        for module, what, tests in KNOWN:
            print(f"wrong: {trials.noticed(known(module, *what), [tests])}")
    finally:
        trials.close()


def known(module: str, within: str, was: str) -> Mistake:
    """The mistake that is described."""
    return next(one for one in mistakes(module, source_of(module)) if one.within == within and was in one.was)


if __name__ == "__main__":
    main()
