"""Which sheet a line came from: what came in before is known by its content, and lists go on where they ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from points import audit
from points.audit.provenance import ImportedLine, SheetLine
from points.foundation import Actor, clock, new_id, paging, reading, system_actor, transact
from tests.support.world import new_community

NOON = datetime(2025, 11, 26, 4, 0, tzinfo=UTC)


def line(key: str, row: int, kind: str = "earned", **more: object) -> ImportedLine:
    """A line of the register, or of what is said."""
    facts = {"file": "登记表.xlsx", "sheet": "一月", "subject_id": new_id(), **more}
    return ImportedLine(key=key, kind=kind, row=row, **facts)  # type: ignore[arg-type]


def write(community_id: UUID, *lines: ImportedLine, **report: object) -> UUID:
    """One import."""
    actor = system_actor(community_id)
    return transact(lambda: audit.provenance.write_batch("jinxi", lines, report=report, actor=actor))


def test_an_import_is_kept_with_its_report_and_the_newest_is_first(community_id: UUID) -> None:
    clock.set_now(NOON)
    first = write(community_id, line("a", 1), line("b", 2), people=2)
    clock.set_now(NOON + timedelta(days=1))
    second = write(community_id)
    found = reading(lambda: audit.provenance.batches(community_id))
    assert [one.import_id for one in found] == [second, first]
    assert (found[1].folder, found[1].lines, found[1].report) == ("jinxi", 2, {"people": 2})
    assert (found[1].at, found[1].actor_id, found[0].lines) == (NOON, None, 0)
    assert [one.import_id for one in reading(lambda: audit.provenance.batches(community_id, limit=1))] == [
        second
    ]


def test_a_list_has_the_twenty_newest_of_its_own_community(community_id: UUID) -> None:
    made = [write(community_id) for _ in range(21)]
    write(new_community("莲花社区"))
    assert [one.import_id for one in reading(lambda: audit.provenance.batches(community_id))] == made[:0:-1]


def test_a_batch_may_bring_its_own_id(community_id: UUID) -> None:
    own, actor = new_id(), system_actor(community_id)
    made = transact(lambda: audit.provenance.write_batch("jinxi", [], report={}, actor=actor, import_id=own))
    assert made == own


def test_every_line_that_came_in_is_known_by_its_content(community_id: UUID) -> None:
    taken, noted = line("a", 1), line("b", 2, level="noted", subject_id=None)
    write(community_id, taken)
    write(community_id, noted)
    assert reading(lambda: audit.provenance.known_lines(community_id)) == {"a": taken, "b": noted}


def test_the_same_content_may_come_into_another_community(community_id: UUID) -> None:
    other = new_community("莲花社区")
    mine, theirs = line("a", 1), line("a", 7)
    write(community_id, mine)
    write(other, theirs)
    assert reading(lambda: audit.provenance.known_lines(community_id)) == {"a": mine}
    assert reading(lambda: audit.provenance.known_lines(other)) == {"a": theirs}


def test_a_failed_import_leaves_nothing_behind(community_id: UUID) -> None:
    actor = system_actor(community_id)

    def work() -> None:
        audit.provenance.write_batch("jinxi", [line("a", 1)], report={}, actor=actor)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transact(work)
    assert reading(lambda: audit.provenance.batches(community_id)) == []
    assert reading(lambda: audit.provenance.known_lines(community_id)) == {}


def test_a_thing_names_its_line_in_the_register_before_that_on_a_sign_in_sheet(community_id: UUID) -> None:
    both, sheet_only, entered = new_id(), new_id(), new_id()
    write(
        new_community("莲花社区"), line("y", 1, "earned", subject_id=both), line("z", 1, subject_id=entered)
    )
    write(
        community_id,
        line("d", 1),
        line("e", 2, subject_id=None),
        line("a", 3, "attendance", file="签到表.xlsx", subject_id=both),
        line("b", 9, "earned", subject_id=both),
        line("c", 4, "attendance", file="签到表.xlsx", subject_id=sheet_only),
    )
    asked = [both, sheet_only, entered]
    assert reading(lambda: audit.provenance.sheet_lines(community_id, asked)) == {
        both: SheetLine("登记表.xlsx", "一月", 9),
        sheet_only: SheetLine("签到表.xlsx", "一月", 4),
    }


def test_more_things_than_one_query_takes_are_found_all(community_id: UUID) -> None:
    lines = [line(f"k{number}", number) for number in range(1, 1203)]
    write(community_id, *lines)
    subjects = [one.subject_id for one in lines if one.subject_id]
    found = reading(lambda: audit.provenance.sheet_lines(community_id, subjects))
    assert {key: one.row for key, one in found.items()} == {one.subject_id: one.row for one in lines}


def test_lines_of_an_import_are_read_page_by_page_in_the_order_of_the_sheets(community_id: UUID) -> None:
    wanted = [
        line("z", 2, file="甲.xlsx"),
        line("y", 10, file="甲.xlsx"),
        line("x", 1, file="甲.xlsx", sheet="二月"),
        line("w2", 1, file="乙.xlsx"),
        line("w1", 1, file="乙.xlsx", kind="handout"),
    ]
    import_id = write(community_id, *wanted, line("v", 1, "person"))
    write(community_id, line("u", 1))
    kinds = audit.provenance.SheetFilter(("earned", "handout"))
    seen: list[ImportedLine] = []
    after: str | None = ""
    while after is not None:
        asked = paging.PageAsked(after=after, limit=2)
        page = reading(
            lambda asked=asked: audit.provenance.lines_of_batch(community_id, import_id, kinds, asked)
        )
        assert (page.first, page.total) == (len(seen) + 1, len(wanted))
        assert len(page.rows) == min(2, len(wanted) - len(seen))
        seen += page.rows
        after = page.after
    assert len(seen) == len({one.key for one in seen})
    assert set(seen) == set(wanted)
    assert [(one.sheet, one.row, one.key) for one in seen if one.file == "甲.xlsx"] == sorted(
        (one.sheet, one.row, one.key) for one in wanted if one.file == "甲.xlsx"
    )
    assert [one.key for one in seen if one.file == "乙.xlsx"] == ["w1", "w2"]


@pytest.mark.parametrize("subjects", [None, {"b"}, {"a", "b"}, set()])
def test_lines_are_narrowed_to_what_became_one_of_these(
    community_id: UUID, subjects: set[str] | None
) -> None:
    lines = {key: line(key, number) for number, key in enumerate("abc")}
    import_id = write(community_id, *lines.values())
    became = None if subjects is None else [one for key in subjects if (one := lines[key].subject_id)]
    wanted = audit.provenance.SheetFilter(["earned"], became)
    found = reading(
        lambda: audit.provenance.lines_of_batch(community_id, import_id, wanted, paging.FIRST_PAGE)
    )
    assert {one.key for one in found.rows} == (set(lines) if subjects is None else subjects)


def test_who_went_first_through_the_faults_of_an_import_stays(community_id: UUID) -> None:
    other, import_id = write(community_id), write(community_id)
    first, second = (Actor(community_id, new_id()) for _ in range(2))
    elsewhere = system_actor(new_community("莲花社区"))
    clock.set_now(NOON)
    for actor in (elsewhere, first, second):
        transact(lambda actor=actor: audit.provenance.check(import_id, actor=actor))
        clock.set_now(NOON + timedelta(days=1))
        if actor == elsewhere:
            assert {one.checked_at for one in reading(lambda: audit.provenance.batches(community_id))} == {
                None
            }
    found = {one.import_id: one for one in reading(lambda: audit.provenance.batches(community_id))}
    checked = found[import_id]
    assert (checked.checked_by, checked.checked_at) == (first.account_id, NOON + timedelta(days=1))
    assert (found[other].checked_by, found[other].checked_at) == (None, None)
    [said] = reading(lambda: audit.trail.read(community_id, audit.trail.TrailFilter(action="import.checked")))
    assert (said.subject_id, said.actor_id) == (import_id, first.account_id)


@pytest.mark.parametrize("key", ["of-nobody", "of another import"])
def test_a_key_that_nobody_gave_out_begins_at_the_first_page(community_id: UUID, key: str) -> None:
    import_id = write(community_id, line("a", 1), line("b", 2))
    write(community_id, line("of another import", 1))
    found = reading(
        lambda: audit.provenance.lines_of_batch(
            community_id,
            import_id,
            audit.provenance.SheetFilter(["earned"]),
            paging.PageAsked(after=key),
        )
    )
    assert [one.key for one in found.rows] == ["a", "b"]
