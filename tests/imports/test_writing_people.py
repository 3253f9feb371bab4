"""Who is who in old books: namesakes of one household, those who died or moved away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from flask import Flask

from points import people, volunteering
from points.foundation import communities, reading, system_actor, transact
from points.imports.lines import ActivityLine, AttendanceLine, Books, PersonLine, RuleLine, SheetRow
from points.imports.report import ImportReport
from points.people.registry.history import KnownPerson
from points.people.registry.refusals import PersonGone
from tests.support.old_books import bring, earned, of_household

DAY = date(2025, 3, 5)
OLD, YOUNG = date(1951, 2, 1), date(1988, 7, 1)


def person(key: str, name: str, birth: date | None = None, status: str = "") -> PersonLine:
    row = SheetRow("居民花名册.xlsx", "花名册", 4)
    return PersonLine(key, "005", name, "", "女", "", birth, "", "", row, status)


def books_of(*lines: PersonLine, **more: object) -> Books:
    """Books of household 005 and these people, the first of whom is its head."""
    bare = replace(of_household("005", "", "G06", 5), people=lines, earned=(), deliveries=())
    home = replace(bare.households[0], head=lines[0].key)
    return replace(bare, **{"households": (home,), **more})  # type: ignore[arg-type]


def take(books: Books) -> ImportReport:
    def work() -> ImportReport:
        known = communities()
        return bring(books, known[0].id if known else None)

    return transact(work)


def the_community() -> UUID:
    return reading(lambda: communities()[0].id)


def members() -> list[KnownPerson]:
    found = reading(lambda: people.history.known_households(the_community())["005"].people)
    return sorted(found, key=lambda one: one.birth or date.max)


def hours(person_id: UUID) -> int:
    return reading(lambda: volunteering.hours.of_person(the_community(), person_id))


def test_two_of_one_name_are_two_and_each_has_their_own_hours(app: Flask) -> None:
    rule = RuleLine(
        "rule", "R01", "清洁", "", "", "小时", 20, "", "", "", "person", True, None, SheetRow("r", "", 2)
    )
    list_ = SheetRow("志愿活动签到表.xlsx", "01", 2)
    there = AttendanceLine("there", "005", "王芳", "", None, None, 120, "young", list_)
    activity = ActivityLine("activity", "清洁", "01", DAY, None, "", "R01", (there,), list_)
    line = earned("清洁2小时", DAY, "005", 40, person="young", rule="R01")
    books = books_of(
        person("old", "王芳", OLD),
        person("young", "王芳", YOUNG),
        rules=(rule,),
        activities=(activity,),
        earned=(line,),
        links={"there": line.key},
    )
    take(books)
    elder, younger = members()
    assert (hours(elder.person_id), hours(younger.person_id)) == (0, 120)
    assert take(books).vanished == ()
    another = replace(line, key="又2小时", matter="又2小时", day=DAY.replace(day=6))
    take(replace(books, earned=(line, another)))
    assert [one.person_id for one in members()] == [elder.person_id, younger.person_id]
    served = reading(lambda: people.persons.get(the_community(), younger.person_id))
    assert served.name == "王芳"


def test_a_birth_that_was_put_right_makes_no_second_person(app: Flask) -> None:
    take(books_of(person("a", "王芳", OLD)))
    [before] = members()
    take(books_of(person("b", "王芳", OLD.replace(month=3))))
    assert members() == [before]


def test_a_namesake_who_came_later_is_a_second_person(app: Flask) -> None:
    take(books_of(person("young", "王芳", YOUNG)))
    [before] = members()
    take(books_of(person("old", "王芳", OLD), person("young", "王芳", YOUNG)))
    assert [one.birth for one in members()] == [OLD, YOUNG]
    assert members()[1] == before


def test_who_died_or_moved_is_registered_so_and_gets_nothing_new(app: Flask) -> None:
    take(
        books_of(
            person("a", "王芳", OLD, "deceased"),
            person("b", "李明", YOUNG),
            person("c", "李红", None, "moved"),
            earned=(earned("结转", DAY, "005", 60, kind="opening"),),
        )
    )
    dead, here, moved = members()
    assert (dead.status, here.status, moved.status) == ("dead", "active", "left")
    home = reading(lambda: people.history.known_households(the_community())["005"])
    assert home.head_id == here.person_id
    actor = system_actor(the_community())
    for gone in (dead, moved):
        for make in (
            lambda who: people.cards.issue(who, kind="household", actor=actor),
            lambda who: people.activation.issue(who, actor=actor),
        ):
            with pytest.raises(PersonGone):
                transact(lambda make=make, gone=gone: make(gone.person_id))
    at_counter = people.search.at_counter
    assert reading(lambda: at_counter(the_community(), name="王芳", door="005")) == []
    assert transact(lambda: people.cards.issue(here.person_id, kind="household", actor=actor))


def test_a_roster_that_says_so_later_is_heard(app: Flask) -> None:
    take(books_of(person("a", "王芳", OLD), person("b", "李明", YOUNG)))
    said = books_of(person("a", "王芳", OLD), person("b", "李明", YOUNG, "moved"))
    take(said)
    assert [one.status for one in members()] == ["active", "left"]
    take(said)
    assert [one.status for one in members()] == ["active", "left"]
