"""Random days of a community, on both engines: short in every run of the tests, long under SOAK=1."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from points import goods
from points.foundation import db, keep_keys_in
from points.ledger import reversal
from points.shop import sales, voucher_rows
from tests.stateful.days import Days
from tests.support.databases import Workshop

#: examples and steps; PostgreSQL plans the thirty queries anew after each step and so gets fewer days. The long form takes
#: about half an hour on each, in parts that workers share and that say how far it is
SHORT = {"sqlite": (20, 50), "postgresql": (3, 50)}
LONG = {"sqlite": (150, 100), "postgresql": (40, 100)}
SOAK = os.environ.get("SOAK") == "1"
PARTS = range(10 if SOAK else 1)


@pytest.fixture
def house(engine: str, workshop: Workshop) -> Iterator[Flask]:
    """An application on a database of its own, in which every run founds a community of its own."""
    made = workshop.house(workshop.fresh(engine))
    keep_keys_in(made.config["INSTANCE"] / "keys")
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("part", PARTS)
def test_random_days_of_a_community_keep_every_invariant(
    house: Flask,
    engine: str,
    soak: bool,
    part: int,
) -> None:
    examples, steps = (LONG if soak else SHORT)[engine]
    # shrinking plays the days again for minutes: only where there is time
    phases = (Phase.generate, Phase.shrink) if soak else (Phase.generate,)
    run_state_machine_as_test(
        Days,
        settings=settings(max_examples=examples, stateful_step_count=steps, phases=phases, derandomize=False),
    )


#: mistakes somebody could make, each of which the days must bring to light
MISTAKES: dict[str, tuple[Any, str, Any]] = {
    "more points come back than were paid": (reversal, "give_back", lambda uses, _tenths: list(uses)),
    "goods stay away when a sale is taken back": (goods.stock, "put_back", lambda *_, **__: None),
    "a scan that comes again is sold again": (sales, "_find_done", lambda *_: None),
    "a voucher keeps its points when its day is over": (voucher_rows, "end", lambda *_: True),
}


@pytest.mark.only_on("sqlite")
# the one that comes to light soonest shows that the days can see; each of the others takes up to a minute
@pytest.mark.parametrize("mistake", MISTAKES if SOAK else ["a scan that comes again is sold again"])
def test_a_mistake_is_brought_to_light(
    house: Flask, engine: str, mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*MISTAKES[mistake])
    with pytest.raises(Exception):  # noqa: B017 - a wrong sum, a wrong refusal, or both at once
        run_state_machine_as_test(
            Days, settings=settings(max_examples=150, stateful_step_count=50, phases=(Phase.generate,))
        )
