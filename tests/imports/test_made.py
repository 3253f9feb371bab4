"""Made-up books against a count of their own: well-formed, spoilt by one habit, by several, and a messy year.

Short in every run; with SOAK=1 thirty communities, every habit and three hundred books. Each is made of a seed, which
stands in the name of its test or in what it says when it fails.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from points.imports import importing
from points.imports.lines import FaultyLine, Passed, SheetRow
from points.imports.refusals import BookRefused
from tests.imports.answered import MEANT, answers_meaning
from tests.imports.made.communities import community
from tests.imports.made.community import Made
from tests.imports.made.counting import count
from tests.imports.made.habits import HABITS
from tests.imports.made.messy import KINDS, messy_year
from tests.imports.made.spoilt import Judged, Spoilt, choose, judge, spoil
from tests.imports.made.told import Spot, Told, names, open_questions, questions_as_text, told

SOAK = os.environ.get("SOAK") == "1"
COMMUNITIES = range(1, 31) if SOAK else (3, 4, 7, 25)
BOOKS = range(1000, 1300) if SOAK else range(1000, 1004)
#: which habits a short run looks at
SEED = 20
CHOSEN = sorted(HABITS) if SOAK else sorted(random.Random(SEED).sample(sorted(HABITS), 12))


def small(seed: int) -> Made:
    return community(seed, households=24, months=2)


def spoilt_by(name: str) -> Spoilt:
    """The first small community that this habit fits."""
    for seed in range(1, 40):
        spoilt = spoil(small(seed), [name])
        if spoilt.done:
            return spoilt
    raise AssertionError(f"{name} fits no book")


def judged(spoilt: Spoilt, folder: Path) -> Judged:
    """The import's verdict before anything is answered, and after."""
    spoilt.made.book.save(folder)
    try:
        report = importing.without_database(folder)
    except BookRefused as refusal:
        return Judged(other=[f"refused as a whole: {refusal.message('zh')}"])
    found = judge(spoilt, report)
    asked = [trace.answer for habit, trace in spoilt.done if habit.verdict == "asked"]
    if not asked or not found.kept:
        return found
    if set(asked) - set(MEANT):
        return Judged(other=["no answer is given for:\n" + questions_as_text(open_questions(report))])
    answers = answers_meaning(open_questions(report), [trace for _, trace in spoilt.done if trace.answer])
    return judge(spoilt, importing.without_database(folder, answers=answers), answered=True)


# what is made is right in itself


def test_whatever_goes_into_an_account_has_gone_out_of_another() -> None:
    made = community(11, months=4)
    counted = made.truth()
    assert sum(counted.accounts.values()) == 0
    earned = sum(event.tenths for event in made.events if event.kind == "earn")
    redeemed = sum(event.tenths for event in made.events if event.kind == "redeem")
    assert sum(counted.balances.values()) == earned - redeemed
    assert -counted.accounts["issued"] == earned
    assert counted.accounts["redeemed"] == redeemed
    assert all(left >= 0 for left in (*counted.balances.values(), *counted.stock.values()))


def test_the_balances_that_were_written_down_are_those_of_the_count() -> None:
    made = community(13)
    lines = [event for event in made.events if event.kind == "redeem"]
    assert len(lines) > 10
    for event in lines[:: len(lines) // 10]:
        until = lines[: lines.index(event) + 1]
        earlier = [one for one in made.events if one.kind != "redeem" and one.day <= event.day]
        assert count([*earlier, *until]).balance(event.household) == round(event.row.cells["left"] * 10)


def test_a_seed_gives_the_same_books(tmp_path: Path) -> None:
    first, second, other = (
        _cells(small(seed), tmp_path / name) for seed, name in ((5, "a"), (5, "b"), (6, "c"))
    )
    assert first == second
    assert first != other


def _cells(made: Made, folder: Path) -> dict[str, object]:
    """Everything in a folder, as it opens: by file and sheet, and the tables as they are."""
    found: dict[str, object] = {}
    for path in sorted(made.book.save(folder).iterdir()):
        if path.suffix == ".csv":
            found[path.name] = path.read_bytes()
        else:
            for sheet in openpyxl.load_workbook(path).worksheets:
                found[f"{path.name} {sheet.title}"] = list(sheet.iter_rows(values_only=True))
    return found


def test_there_are_many_habits_and_each_says_why() -> None:
    verdicts = Counter(habit.verdict for habit in HABITS.values())
    assert len(HABITS) >= 45
    assert verdicts["taken"] >= 25
    assert all(len(habit.why.splitlines()) == 1 for habit in HABITS.values())


@pytest.mark.parametrize("name", CHOSEN)
def test_what_a_habit_points_at_is_there(name: str, tmp_path: Path) -> None:
    spoilt = spoilt_by(name)
    spoilt.made.book.save(tmp_path)
    for spot in (*spoilt.spots("asked"), *spoilt.spots("refused")):
        book = openpyxl.load_workbook(tmp_path / spot.file)
        if spot.row:
            assert any(cell.value is not None for cell in book[spot.sheet][spot.row]), spot
        elif spot.sheet:
            assert spot.sheet in book.sheetnames
    assert sum(spoilt.made.truth().accounts.values()) == 0


# the judgement is right in itself


def said_of(made: Made, **more: Any) -> Any:
    """A report as it should be, but for what is given."""
    right = made.truth()
    empty = {"faults": (), "questions": (), "unread": (), "skipped": ()}
    figures = {"balances": right.balances, "stock": right.stock, "service_minutes": made.served()}
    return SimpleNamespace(**{**empty, **figures, **more})


def test_what_is_wrong_without_a_word_is_told_from_what_is_named(tmp_path: Path) -> None:
    spoilt = Spoilt(small(7))
    made = spoilt.made
    made.book.save(tmp_path)
    event = next(one for one in made.events if one.kind == "earn")
    row, less = event.row, {**made.truth().balances}
    less[event.household] -= event.tenths
    place = SheetRow(row.file, row.sheet, row.number)
    named = FaultyLine(place, "made_up", "left_out", "", "")
    passed = Passed(row.file, row.sheet, f"A{row.number}:C{row.number}", "made_up", "", "")
    elsewhere = FaultyLine(SheetRow(row.file, row.sheet, 999), "made_up", "left_out", "", "")
    assert judge(spoilt, said_of(made)).kept
    assert judge(spoilt, said_of(made, balances=less)).silent
    assert judge(spoilt, said_of(made, balances=less, faults=(elsewhere,))).silent
    for one in (
        said_of(made, balances=less, faults=(named,)),
        said_of(made, balances=less, skipped=(passed,)),
    ):
        assert judge(spoilt, one).silent == []
        assert not judge(spoilt, one).kept
    assert judge(spoilt, said_of(made, service_minutes=made.served() + 60)).silent


@pytest.mark.parametrize(
    ("said", "wanted", "is_it"),
    [
        ("G12", Spot("a", "b", "G12"), True),
        ("A9:H14", Spot("a", "b", "G12"), True),
        ("A9:H14", Spot("a", "b", "J12"), False),
        ("G:G", Spot("a", "b", "G12"), True),
        ("12:12", Spot("a", "b", "G12"), True),
        ("12", Spot("a", "b", row=12), True),
        ("G12", Spot("a", "b", row=12), True),
        ("G13", Spot("a", "b", row=12), False),
        ("", Spot("a", "b", row=12), False),
        ("", Spot("a", "b"), True),
        ("G12", Spot("a", "c", "G12"), False),
        ("G12", Spot("a"), True),
    ],
)
def test_a_place_is_named_by_its_cell_its_row_or_a_range(said: str, wanted: Spot, is_it: bool) -> None:
    assert names(Told("question", "", Spot("a", "b", said)), wanted) is is_it


# what the import makes of it


@pytest.mark.parametrize("seed", COMMUNITIES)
def test_well_formed_books_raise_no_question(seed: int, tmp_path: Path) -> None:
    made = community(seed) if SOAK else community(seed, households=40)
    report = importing.without_database(made.book.save(tmp_path))
    assert judge(Spoilt(made), report).kept, judge(Spoilt(made), report)
    assert report.faults == ()
    assert report.unread == ()
    assert report.questions == ()


@pytest.mark.parametrize("name", CHOSEN)
def test_a_habit_gets_the_verdict_of_an_honest_officer(name: str, tmp_path: Path) -> None:
    found = judged(spoilt_by(name), tmp_path)
    assert found.kept, f"{HABITS[name].verdict} is right. {HABITS[name].why}\n{found}"


def test_nothing_in_books_of_several_habits_is_silently_wrong(tmp_path: Path) -> None:
    wrong, kept, seen = [], Counter[str](), Counter[str]()
    for seed in BOOKS:
        dice = random.Random(seed)
        spoilt = spoil(small(seed), choose(dice, dice.randint(1, 3)))
        found = judged(spoilt, tmp_path / str(seed))
        used = [habit.name for habit, _ in spoilt.done]
        seen.update(used)
        kept.update(used if found.kept else ())
        if not found.kept:
            wrong.append((bool(found.silent), f"seed {seed}, {', '.join(used)}:\n{found}"))
    by_habit = "\n".join(
        f"{name}: {kept[name]} of {seen[name]} books" for name in sorted(seen) if kept[name] < seen[name]
    )
    assert not wrong, (
        "\n\n".join(words for _, words in sorted(wrong, reverse=True)) + f"\n\nverdict kept\n{by_habit}"
    )


def test_a_messy_year_asks_at_most_twelve_questions(tmp_path: Path) -> None:
    spoilt = messy_year()
    lines = sum(len(sheet.lines) for sheet in spoilt.made.book.files["积分登记表.xlsx"])
    assert lines >= 2000
    assert len({habit.name for habit, _ in spoilt.done}) >= KINDS
    report = importing.without_database(spoilt.made.book.save(tmp_path))
    found = judge(spoilt, report)
    assert len(open_questions(report)) <= 12, questions_as_text(open_questions(report))
    assert found.silent == [], "\n".join([str(found), *(str(one) for one in told(report))])
