"""Which mistakes are planted, by a seed, and which tests should notice each."""

from __future__ import annotations

import ast
import random
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice, zip_longest
from pathlib import Path

from tests.mutations.lines import Map
from tests.mutations.mistakes import Mistake, mistakes

ROOT = Path(__file__).resolve().parents[2]
AREAS = {
    "ledger": "points/ledger",
    "goods": "points/goods",
    "shop": "points/shop",
    "volunteering": "points/volunteering",
    "people": "points/people",
    "codes": "points/foundation/codes",
    "audit": "points/audit",
    "checks": "points/oversight/checks",
}
#: columns, which migrations made, and words
NOT_RUN = {"models", "refusals"}
#: seconds of tests that one mistake may cost
LONGEST = 20.0


def modules(area: str) -> list[str]:
    """The modules of an area that do something."""
    found = [path.relative_to(ROOT) for path in sorted((ROOT / AREAS[area]).rglob("*.py"))]
    return [path.as_posix() for path in found if not NOT_RUN & {path.stem, path.parent.name}]


def drawn(seed: int, areas: list[str]) -> Iterator[Mistake]:
    """Mistakes without end of the areas in turn, none twice; within one, every kind is as likely as another."""
    turns = zip_longest(*(_shuffled(area, seed) for area in areas))
    return (one for one in chain.from_iterable(turns) if one)


def first(number: int, seed: int, areas: list[str]) -> list[Mistake]:
    """So many of them, without those that are known to change nothing."""
    known = {key(one) for one in equal()}
    return list(islice((one for one in drawn(seed, areas) if named(one) not in known), number))


def _shuffled(area: str, seed: int) -> Iterator[Mistake]:
    chance = random.Random(f"{seed} {area}")
    kinds: dict[str, list[Mistake]] = {}
    for one in _possible(area):
        kinds.setdefault(one.kind, []).append(one)
    for of_a_kind in kinds.values():
        chance.shuffle(of_a_kind)
    while kinds:
        kind = chance.choice(sorted(kinds))
        yield kinds[kind].pop()
        if not kinds[kind]:
            del kinds[kind]


@cache
def _possible(area: str) -> list[Mistake]:
    return [one for module in modules(area) for one in mistakes(module, source_of(module))]


def source_of(module: str) -> str:
    """A module as it is written."""
    return (ROOT / module).read_text(encoding="utf-8")


def equal() -> list[dict[str, str]]:
    """The mistakes that change nothing anybody could notice, with the reasons."""
    text = (Path(__file__).parent / "equal.toml").read_text(encoding="utf-8")
    return tomllib.loads(text).get("equal", [])


def key(entry: dict[str, str]) -> tuple[str, ...]:
    """What an entry of that list is known by: not by a line, which moves."""
    return tuple(entry[word] for word in ("module", "within", "kind", "was", "becomes"))


def named(mistake: Mistake) -> tuple[str, ...]:
    """The same of a mistake."""
    return (mistake.module, mistake.within, mistake.kind, mistake.was, mistake.becomes)


def asked_of(mistake: Mistake, seen: Map) -> list[str]:
    """The tests that may notice it: those that run its line, its room's own and the quick ones first; where a community is
    forgotten, those beside a twin before them.

    What is built once a process (a constant, a statement that is kept) is run by one test only, whichever was first;
    so the tests of the whole module follow, or those of the room where nothing of the module runs in a function.
    """
    room = f"tests/{mistake.module.split('/')[1]}/"
    exact = seen.tests(mistake.module, mistake.lines)
    if exact and not _is_kept(mistake):
        rest: set[str] = set()
    else:
        rest = seen.tests_of(mistake.module) or {one for one in seen.took if one.startswith(room)}
    word = mistake.within.lower().strip("_")
    beside = "/test_twins.py" if mistake.kind == "condition forgotten" and "community" in mistake.was else ""
    order = sorted(
        exact | rest,
        key=lambda one: (
            f"-{word}]" not in one,
            one not in exact,
            beside not in one,
            not one.startswith(room),
            seen.took[one],
        ),
    )
    chosen, seconds = [], 0.0
    for one in order:
        if seconds + seen.took[one] <= LONGEST:
            chosen.append(one)
            seconds += seen.took[one]
    return chosen


def _is_kept(mistake: Mistake) -> bool:
    """Whether it is outside functions, or in one that is wrapped (`@cache`, `@prepared`) and so may run once only, or in
    a piece of a statement that is kept."""
    functions = [
        one for one in ast.walk(ast.parse(source_of(mistake.module))) if isinstance(one, ast.FunctionDef)
    ]
    around = [one for one in functions if one.lineno <= mistake.lines[0] <= (one.end_lineno or 0)]
    if not around or any(one.decorator_list for one in around):
        return True
    # what comes back as SQL may be part of a statement that another module keeps
    if any(one.returns and "sa." in ast.unparse(one.returns) for one in around):
        return True
    kept = [one for one in functions if any("prepared" in ast.unparse(mark) for mark in one.decorator_list)]
    # a piece may be put together of pieces
    for one in kept:
        used = {name.id for name in ast.walk(one) if isinstance(name, ast.Name)}
        kept += [piece for piece in functions if piece.name in used and piece not in kept]
    return any(one in kept for one in around)
