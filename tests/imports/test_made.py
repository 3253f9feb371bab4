"""Made-up books against a count of their own: well-formed, spoilt by one habit, by several, and a messy year.

Short in every run; with SOAK=1 thirty communities, every habit and three hundred books. Each is made of a seed, which
stands in the name of its test or in what it says when it fails.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from points.imports import importing
from points.imports.refusals import BookRefused
from tests.imports.answered import MEANT, answers_meaning
from tests.imports.made.communities import community
from tests.imports.made.community import Made
from tests.imports.made.counting import count
from tests.imports.made.habits import HABITS
from tests.imports.made.messy import KINDS, messy_year
from tests.imports.made.spoilt import Judged, Spoilt, choose, judge, spoil
from tests.imports.made.told import open_questions, questions_as_text, told

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
    first, second = community(5).book, community(5).book
    cells = [
        [_cells(book.save(tmp_path / str(number)) / file) for file in book.files]
        for number, book in enumerate((first, second))
    ]
    assert cells[0] == cells[1]
    assert first.tables == second.tables
    assert _cells(tmp_path / "0" / "居民花名册.xlsx") != _cells(
        community(6).book.save(tmp_path / "6") / "居民花名册.xlsx"
    )


def _cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


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
