"""What columns of others' tables are: kept by a community, used when the headings come again, changed, ended."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from points import audit, imports
from points.foundation import Actor, NotAllowed, NotFound, clock, new_id, reading, transact
from points.imports import intake_files, mapping_rows
from points.imports.refusals.mappings import MappingGone, MappingLacks, MappingUnknown
from points.imports.told import ColumnMapping
from tests.imports.test_mapped import EXPORT, export
from tests.support.brought import files_apart, received, staff
from tests.support.street import Street

__all__ = ["files_apart"]
WITHOUT_POINTS = {**EXPORT, "Delta(pts)": ""}


@pytest.fixture
def officer(app: Flask, street: Street) -> Actor:
    return staff(street, "officer", "officer")


def kept(
    officer: Actor, name: str = "样例平台", book: str = "register", **changed: str
) -> imports.mappings.MappingInfo:
    """One that is kept from now on."""
    fields = {**EXPORT, **changed}
    told = ColumnMapping(name, book, fields)
    which = transact(lambda: imports.mappings.keep(told, source="某平台", actor=officer))
    return next(one for one in listed(officer) if one.mapping_id == which)


def listed(officer: Actor) -> list[imports.mappings.MappingInfo]:
    return reading(lambda: imports.mappings.list_all(actor=officer))


def in_force(officer: Actor) -> list[str]:
    return [one.name for one in reading(lambda: mapping_rows.in_force(officer.community_id))]


def test_what_is_kept_says_whose_of_when_and_by_whom_and_is_in_force(officer: Actor) -> None:
    one = kept(officer)
    assert (one.name, one.source, one.book, one.by, one.sample) == (
        "样例平台",
        "某平台",
        "register",
        officer.account_id,
        False,
    )
    assert one.day == clock.shanghai(one.at).date()
    (told,) = reading(lambda: mapping_rows.in_force(officer.community_id))
    assert told == ColumnMapping("样例平台", "register", EXPORT)
    record = reading(lambda: audit.trail.read(officer.community_id))[0]
    assert record.action == "mapping.kept"
    assert record.facts == {"book": "register", "columns": 6, "replaced": 0, "sample": False}


def test_another_for_the_same_headings_takes_its_place(officer: Actor) -> None:
    first = kept(officer)
    second = kept(officer, "新的", TraceId="note")
    assert second.signature == first.signature
    assert in_force(officer) == ["新的"]
    old = next(one for one in listed(officer) if one.mapping_id == first.mapping_id)
    assert (old.ended_why, old.fields) == ("replaced", first.fields)
    record = reading(lambda: audit.trail.read(officer.community_id))[0]
    assert record.facts["replaced"] == 1


def test_what_is_ended_is_used_no_more_and_cannot_end_twice(officer: Actor) -> None:
    one = kept(officer)
    transact(lambda: imports.mappings.end(one.mapping_id, actor=officer))
    assert in_force(officer) == []
    assert listed(officer)[0].ended_why == "ended"
    record = reading(lambda: audit.trail.read(officer.community_id))[0]
    assert (record.action, record.facts) == ("mapping.ended", {"book": "register"})
    with pytest.raises(MappingGone):
        transact(lambda: imports.mappings.end(one.mapping_id, actor=officer))
    with pytest.raises(NotFound):
        transact(lambda: imports.mappings.end(new_id(), actor=officer))


def test_without_what_is_needed_or_with_what_nobody_knows_nothing_is_kept(officer: Actor) -> None:
    with pytest.raises(MappingLacks) as lacks:
        kept(officer, **{"Delta(pts)": ""})
    assert lacks.value.facts == {"book": "积分登记表", "columns": "积分"}
    with pytest.raises(MappingUnknown):
        kept(officer, book="diary")
    with pytest.raises(MappingUnknown):
        kept(officer, Operator="colour")
    assert in_force(officer) == []


def test_only_who_brings_books_keeps_ends_and_sees_them(street: Street, officer: Actor) -> None:
    one = kept(officer)
    told = ColumnMapping("x", "register", EXPORT)
    clerk = staff(street, "watcher", "supervisor")
    for deed in (
        lambda: imports.mappings.keep(told, source="", actor=clerk),
        lambda: imports.mappings.end(one.mapping_id, actor=clerk),
        lambda: imports.mappings.load_sample(0, actor=clerk),
        lambda: imports.mappings.list_all(actor=clerk),
    ):
        with pytest.raises(NotAllowed):
            transact(deed)


def test_the_samples_say_that_they_are_invented_and_stay_marked(officer: Actor) -> None:
    every = imports.mappings.samples()
    assert [one.told.book for one in every] == ["register", "redemptions"]
    assert all("样例" in one.told.name and "虚构" in one.source for one in every)
    assert {one.day for one in every} == {date(2026, 11, 27)}
    assert in_force(officer) == []
    transact(lambda: imports.mappings.load_sample(1, actor=officer))
    (one,) = listed(officer)
    assert (one.sample, one.book, one.day) == (True, "redemptions", date(2026, 11, 27))
    with pytest.raises(NotFound):
        transact(lambda: imports.mappings.load_sample(2, actor=officer))


def test_those_of_one_community_are_not_anothers(officer: Actor, street: Street) -> None:
    kept(officer)
    assert reading(lambda: mapping_rows.in_force(new_id())) == ()
    (number,) = [one.number for one in reading(_communities) if one.id == officer.community_id]
    assert reading(lambda: imports.mappings.kept_for(number)) != ()
    assert reading(lambda: imports.mappings.kept_for(number + 77)) == ()


def _communities() -> list[object]:
    from points import foundation

    return list(foundation.communities())


def test_an_unknown_export_is_shown_said_to_be_the_register_and_taken_in(
    street: Street, officer: Actor, tmp_path: Path, files_apart: Path
) -> None:
    """Read by what was kept; written by the same, though it ended meanwhile."""
    member = staff(street, "member", "committee")
    which = transact(lambda: imports.intakes.begin(received(export(tmp_path)), actor=officer))
    assert imports.working.work_one()
    failed = reading(lambda: imports.intakes.get(which, actor=officer))
    assert (failed.state, failed.why) == ("failed", "book_missing")
    table = reading(lambda: imports.intakes.understood_of(which, actor=officer))[-1]
    assert (table.book, [one.heading for one in table.columns]) == ("", list(EXPORT))
    one = kept(officer)
    assert one.signature == table.signature
    transact(lambda: imports.intakes.read_again(which, seen=failed.seen, actor=officer))
    assert imports.working.work_one()
    found = reading(lambda: imports.intakes.get(which, actor=officer))
    assert (found.state, found.figures["earned_lines"]) == ("read", 5)
    tables = reading(lambda: imports.intakes.understood_of(which, actor=officer))
    assert [each.mapping for each in tables if each.book == "register"] == ["样例平台"]
    transact(lambda: imports.mappings.end(one.mapping_id, actor=officer))
    transact(lambda: imports.intakes.propose(which, seen=found.seen, actor=officer))
    transact(lambda: imports.intakes.confirm(which, seen=found.seen, actor=member))
    assert imports.working.work_one()
    done = reading(lambda: imports.intakes.get(which, actor=officer))
    assert done.state == "written", done.why
    assert not intake_files.folder_of(which).exists()


def test_a_file_says_columns_as_the_guide_calls_them(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    said = {"name": "x", "source": "y", "date": "2025-01-01", "book": "register"}
    columns = {"D": "日期", "N": "姓名", "M": "matter", "P": "积分", "Z": ""}
    path.write_text(json.dumps({**said, "columns": columns}), encoding="utf-8")
    (one,) = imports.mappings.read_file(path)
    assert one.told.fields == {"D": "day", "N": "name", "M": "matter", "P": "tenths", "Z": ""}
    assert one.day == date(2025, 1, 1)
    path.write_text(json.dumps([{**said, "columns": {**columns, "Z": "颜色"}}]), encoding="utf-8")
    with pytest.raises(MappingUnknown):
        imports.mappings.read_file(path)
