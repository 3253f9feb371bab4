"""The numbers of a passbook scheme, 0001 to 0240, are adopted: each finds its household, and proves nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from points import ledger, people
from points.foundation import Actor, communities, reading, system_actor, transact
from points.imports.lines import Books, HouseholdLine, PersonLine
from points.imports.reading.folder import read_books
from points.imports.report import ImportReport
from tests.support.old_books import bring, earned, of_household
from tests.support.workbooks import SmallBooks

DAY = date(2025, 1, 1)
HOMES = 240


def passbooks(homes: int = 6) -> Books:
    """A household for each passbook, with what its last line says."""
    bare = of_household("001", "", "G06", 5)
    row = bare.households[0].origin
    found = [
        HouseholdLine(
            f"h{one}", f"{one:03}", "", "1栋", f"{one}", f"p{one}", replace(row, row=one), f"{one:04}"
        )
        for one in range(1, homes + 1)
    ]
    who = [
        PersonLine(f"p{one}", f"{one:03}", f"石磊{one}", "户主", "", "", None, "", "", row)
        for one in range(1, homes + 1)
    ]
    lines = [earned(f"存折{one}", DAY, f"{one:03}", one * 10, kind="opening") for one in range(1, homes + 1)]
    return replace(bare, households=tuple(found), people=tuple(who), earned=tuple(lines), deliveries=())


def take(books: Books) -> ImportReport:
    def work() -> ImportReport:
        known = communities()
        return bring(books, known[0].id if known else None)

    return transact(work)


def the_actor() -> Actor:
    return system_actor(reading(communities)[0].id)


def found_at_counter(number: str) -> list[str]:
    community_id = the_actor().community_id
    found = reading(lambda: people.households.by_old_number(community_id, number))
    return [str(one.household_number) for one in found]


def balance_of(number: str) -> int:
    community_id = the_actor().community_id

    def work() -> int:
        account: UUID | None = people.history.known_households(community_id)[number].account_id
        assert account
        return ledger.balances.get(community_id, account).available

    return reading(work)


def test_check_30_each_old_number_opens_its_household_and_its_last_line_is_the_first_balance(
    app: Flask,
) -> None:
    books = passbooks(HOMES)
    report = take(books)
    assert report.faults == ()
    for one in range(1, HOMES + 1):
        assert found_at_counter(f"{one:04}") == [f"{one:03}"]
    assert (balance_of("007"), balance_of("240")) == (70, 2400)
    actor = the_actor()
    at_desk = reading(lambda: people.search.by_words(actor, "0123").people)
    assert [one.household_number for one in at_desk] == ["123"]
    assert found_at_counter("0241") == []
    assert take(books).faults == ()
    assert found_at_counter("0240") == ["240"]


def test_a_number_of_two_households_finds_neither_and_is_named(app: Flask) -> None:
    books = passbooks()
    twice = tuple(replace(one, card="0001") if one.number == "002" else one for one in books.households)
    report = take(replace(books, households=twice))
    assert [(one.code, one.level) for one in report.faults] == [("old_card_twice", "noted")] * 2
    assert found_at_counter("0001") == []
    assert found_at_counter("0003") == ["003"]


def test_a_number_that_another_household_has_already_is_named(app: Flask) -> None:
    take(passbooks())
    homes = tuple(replace(one, card="0001") for one in passbooks().households if one.number == "006")
    report = take(replace(passbooks(), households=homes, people=(), earned=()))
    assert [(one.code, one.level) for one in report.faults] == [("old_card_twice", "noted")]
    assert found_at_counter("0001") == ["001"]


def test_a_printed_card_replaces_the_old_number_for_good(app: Flask) -> None:
    take(passbooks())
    actor = the_actor()
    [person] = reading(lambda: people.households.by_old_number(actor.community_id, "0005"))
    transact(lambda: people.cards.issue(person.person_id, kind="household", actor=actor))
    assert found_at_counter("0005") == []
    take(passbooks())
    assert found_at_counter("0005") == []
    home = person.household_id
    assert home
    [old] = reading(lambda: people.households.old_numbers(actor.community_id, home))
    assert old.ended_at is not None


@pytest.mark.parametrize("heading", ["卡号", "原卡号", "旧卡号", "积分存折号"])
def test_a_roster_has_the_old_number_of_each_household(heading: str, tmp_path: Path) -> None:
    books = SmallBooks()
    for number, row in enumerate(books.roster):
        row.append(f"{number:04}" if number and row[3] == "户主" else heading if not number else None)
    read = read_books(books.save(tmp_path))
    heads = [f"{number:04}" for number, row in enumerate(books.roster) if row[3] == "户主"]
    assert [one.card for one in read.households] == heads
    assert read.unread == ()
