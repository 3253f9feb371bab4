"""A month of the sample community side by side: five planted differences are found, decided by name, and the switch is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from flask import Flask

from points import imports
from points.foundation import Actor, communities, new_id, reading, system_actor, transact
from points.imports import intake_rows
from points.imports.balancing import balance
from points.imports.bringing import Brought
from points.imports.lines import Books, EarnedLine
from points.imports.parallel import verdicts, weeks
from points.imports.parallel.keeping_out import without_closed_days
from points.imports.reading.folder import read_books
from points.imports.refusals import parallel as no
from tests.support.brought import staff
from tests.support.databases import Workshop, settles
from tests.support.old_books import bring
from tests.support.workbooks import SAMPLE

HOMES = 40
FIRST, SWITCH, LAST = date(2025, 2, 1), date(2025, 3, 1), date(2025, 2, 28)


@dataclass
class Sample:
    """The community of the sample, with who brings books and who confirms."""

    community_id: UUID
    officer: Actor | None = None
    member: Actor | None = None

    @property
    def system(self) -> Actor:
        """The house itself."""
        return system_actor(self.community_id)


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """January and February of forty households of the sample, as they are read; who signed in is not asked here."""
    folder = tmp_path_factory.mktemp("winter")
    for path in SAMPLE.iterdir():
        if path.suffix in (".xlsx", ".csv"):
            (folder / path.name).write_bytes(path.read_bytes())
    _cut(folder / "积分登记表.xlsx", ("1月", "2月"))
    _cut(folder / "志愿活动签到表.xlsx", ("01-0101",))
    books = read_books(folder)
    homes = books.households[:HOMES]
    here = {one.number for one in homes}
    return replace(
        books,
        households=homes,
        people=tuple(one for one in books.people if one.household in here),
        earned=tuple(one for one in books.earned if one.household in here),
        redemptions=tuple(one for one in books.redemptions if one.household in here and one.day < SWITCH),
        activities=(),
        links={},
    )


def _cut(path: Path, sheets: tuple[str, ...]) -> None:
    book = openpyxl.load_workbook(path)
    for name in book.sheetnames:
        if name not in sheets:
            del book[name]
    book.save(path)


@pytest.fixture
@settles("winter sample")
def sample(app: Flask, engine: str, workshop: Workshop, winter: Books) -> Sample:
    """The community as its staff entered these two months."""

    def build() -> Sample:
        transact(lambda: bring(winter, None))
        [one] = reading(communities)
        made = Sample(one.id)
        made.officer, made.member = staff(made, "zhaolan", "officer"), staff(made, "qianyu", "committee")  # type: ignore[arg-type]
        return made

    return workshop.settled(app, engine, "winter sample", build)


def planted(books: Books) -> tuple[Books, dict[str, EarnedLine]]:
    """Paper that says five things otherwise than the program, and the lines by what is planted."""
    days = [
        one for one in books.earned if one.day > FIRST + timedelta(days=7) and one.day < LAST and one.rule
    ]
    once: dict[tuple[date, str], list[EarnedLine]] = {}
    for one in days:
        once.setdefault((one.day, one.household), []).append(one)
    alone = [some[0] for some in once.values() if len(some) == 1]
    several = iter(alone[::4])
    by_kind = {kind: next(several) for kind in ("program", "amount", "day", "household")}
    quiet = next(one.number for one in books.households if all(each.household != one.number for each in days))
    changed = {
        by_kind["amount"].key: replace(by_kind["amount"], tenths=by_kind["amount"].tenths + 7),
        by_kind["day"].key: replace(by_kind["day"], day=by_kind["day"].day + timedelta(days=1)),
        by_kind["household"].key: replace(by_kind["household"], household=quiet),
    }
    left = [changed.get(one.key, one) for one in books.earned if one.key != by_kind["program"].key]
    extra = replace(alone[-1], key="extra", day=LAST, household=quiet, matter="清雪", rule="", tenths=110)
    return replace(books, earned=(*left, extra)), {**by_kind, "paper": extra}


def test_five_planted_differences_are_found_and_signed_and_then_comes_the_switch(
    app: Flask, sample: Sample, winter: Books
) -> None:
    officer, member = sample.officer, sample.member
    assert officer
    assert member
    period = transact(lambda: imports.side_by_side.begin(FIRST, SWITCH, actor=officer))
    paper, lines = planted(winter)
    compare(sample, paper)
    info = reading(lambda: imports.side_by_side.get(period, actor=officer))
    found = reading(lambda: imports.side_by_side.find(info, imports.side_by_side.SideFilter(), actor=officer))
    by_kind = {one.kind: one for one in found.differences}
    assert (len(found.differences), by_kind.keys()) == (5, lines.keys())
    planted_at = {kind: one.household for kind, one in lines.items() if kind != "household"}
    assert {kind: by_kind[kind].household for kind in planted_at} == planted_at
    assert by_kind["household"].other == lines["household"].household
    assert (by_kind["amount"].paper_tenths or 0) - (by_kind["amount"].program_tenths or 0) == 7
    assert (by_kind["day"].paper_day, by_kind["day"].program_day) == (
        lines["day"].day + timedelta(days=1), lines["day"].day,
    )  # fmt: skip
    assert by_kind["paper"].words == "清雪"
    figures = info.newest.figures if info.newest else {}
    assert figures["agree"] == figures["paper_lines"] - 4 == figures["program_lines"] - 4
    touched = {number for one in found.differences for number in (one.household, one.other) if number}
    assert figures["agreeing"] == figures["households"] - len(touched)
    assert all(home.agrees for number, home in found.homes.items() if number not in touched)

    for at, one in enumerate(found.differences):
        with pytest.raises(no.DifferencesUndecided):
            transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))
        who, verdict = (officer, "paper") if at % 2 else (member, "program")
        said = {"remark": "两个人对过原件", "seen": 0}
        transact(
            lambda o=one, w=who, v=verdict, s=said: imports.side_by_side.decide(
                o.difference_id, v, actor=w, **s
            )
        )  # type: ignore[misc]
    every = reading(lambda: verdicts.list_all(period, actor=officer))
    assert {one.stands for one in every} == {"paper", "program"}
    transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))
    transact(lambda: imports.side_by_side.confirm(period, seen=1, actor=member))

    after = replace(lines["amount"], key="after", day=SWITCH + timedelta(days=3))
    later = replace(winter, earned=(*winter.earned, after))
    refused = reading(lambda: without_closed_days(balance(later), sample.community_id))
    [fault] = [one for one in refused.faults if one.code == "line_after_switch"]
    assert fault.origin == after.origin
    assert f"（{after.household} {after.name}）" in fault.message_zh
    assert after.key not in {one.key for one in refused.books.earned}
    assert [one for one in refused.faults if one.code == "line_in_parallel"] == [], (
        "what came in before stands"
    )


def compare(sample: Sample, paper: Books) -> None:
    """Paper up to the last day, as the job compares it."""
    which = new_id()
    assert sample.officer
    officer = sample.officer
    brought = Brought(which, which.hex, "二月", 8, 1)
    transact(lambda: intake_rows.add(brought, purpose="compare", until=LAST, actor=officer))
    row = reading(lambda: intake_rows.find(sample.community_id, which))
    assert row
    made = reading(lambda: weeks.compare(row, paper))
    assert made
    transact(lambda: weeks.keep(made, which))
