"""Paper and program line by line: what is the same, what differs and how, and that a difference is known again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from points.imports.parallel.lines import SideLine
from points.imports.parallel.pairing import compare

DAY = date(2025, 3, 5)
SWEPT = SideLine("001", DAY, "earned", "R01", "社区环境清洁", 40)
VINEGAR = SideLine("002", DAY, "handout", "G06", "袋装醋", -10)


def entered(one: SideLine, **changes: object) -> SideLine:
    """The same as staff entered it."""
    return replace(one, subject_id=uuid4(), **changes)  # type: ignore[arg-type]


def kinds(paper: list[SideLine], program: list[SideLine]) -> list[str]:
    """What differs."""
    return [one.kind for one in compare(paper, program).differences]


def test_the_same_household_day_and_points_are_the_same_thing_whatever_its_words() -> None:
    said = entered(SWEPT, about="", words="打扫院坝")
    found = compare([SWEPT, VINEGAR], [said, entered(VINEGAR)])
    assert (found.agree, list(found.differences)) == (2, [])
    assert found.homes == {"001": [40, 0, 40, 0, 0, 0], "002": [0, 10, 0, 10, 0, 0]}
    assert kinds([replace(SWEPT, about="")], [entered(SWEPT)]) == []
    assert kinds([VINEGAR], [entered(VINEGAR, about="", words="袋 装醋")]) == []


def test_other_goods_of_the_same_price_are_no_pair() -> None:
    assert sorted(kinds([VINEGAR], [entered(VINEGAR, about="G07", words="食盐")])) == ["paper", "program"]


def test_of_what_is_left_the_nearest_is_another_amount_day_or_household() -> None:
    assert kinds([SWEPT], [entered(SWEPT, tenths=20)]) == ["amount"]
    assert kinds([SWEPT], [entered(SWEPT, day=date(2025, 3, 6))]) == ["day"]
    assert sorted(kinds([SWEPT], [entered(SWEPT, day=date(2025, 3, 12))])) == ["paper", "program"]
    assert kinds([SWEPT], [entered(SWEPT, household="003")]) == ["household"]
    assert sorted(kinds([SWEPT], [entered(SWEPT, tenths=-40)])) == ["paper", "program"]
    near, far = entered(SWEPT, day=date(2025, 3, 6)), entered(SWEPT, day=date(2025, 3, 8))
    [pair, alone] = sorted(compare([SWEPT], [far, near]).differences, key=lambda one: one.kind)
    assert (pair.program, alone.program) == (near, far)


def test_each_side_has_as_many_as_it_has() -> None:
    assert kinds([SWEPT, SWEPT], [entered(SWEPT)]) == ["paper"]
    assert kinds([SWEPT], [entered(SWEPT), entered(SWEPT)]) == ["program"]


def test_both_households_of_a_difference_have_it() -> None:
    found = compare([SWEPT], [entered(SWEPT, household="003")])
    assert found.homes == {"001": [40, 0, 0, 0, 1, 0], "003": [0, 0, 40, 0, 1, 0]}
    assert found.differences[0].households == ("001", "003")


def test_a_difference_has_the_key_it_had_and_two_alike_have_two() -> None:
    twice = [SWEPT, replace(SWEPT)]
    [first, second] = compare(twice, []).differences
    assert first.key != second.key
    again = compare([VINEGAR, *twice], [entered(VINEGAR)]).differences
    assert {one.key for one in again} == {first.key, second.key}
    one = entered(SWEPT, tenths=20)
    [was] = compare([SWEPT], [one]).differences
    assert compare([SWEPT], [one]).differences[0].key == was.key
    assert compare([SWEPT], [replace(one, subject_id=uuid4())]).differences[0].key != was.key, (
        "put right anew"
    )


def test_what_waits_in_the_program_is_no_difference() -> None:
    found = compare([SWEPT, VINEGAR], [entered(VINEGAR)], [replace(SWEPT, tenths=20)])
    assert (found.agree, found.waiting, list(found.differences)) == (1, 1, [])
    assert found.homes["001"] == [40, 0, 0, 0, 0, 40]
    other = compare([SWEPT], [entered(SWEPT, day=date(2025, 3, 6))], [SWEPT])
    assert [one.kind for one in other.differences] == ["program"], (
        "it is nearer to what waits than to another day"
    )
    assert compare([SWEPT], [], [replace(SWEPT, day=date(2025, 3, 6))]).waiting == 0
    assert compare([SWEPT], [entered(SWEPT)], [SWEPT]).waiting == 0
