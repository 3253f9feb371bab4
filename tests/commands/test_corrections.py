"""Awards that somebody asks to take back, and new ways to pay, where nobody else is left: on the command line."""

from __future__ import annotations

from flask import Flask

from points import people, volunteering
from points.foundation import reading, transact
from tests.commands.test_people import run
from tests.support.books import Books
from tests.web.desk.test_corrections import REASON, award_id


def test_what_is_asked_is_listed_and_taken_back_once(app: Flask, books: Books) -> None:
    which, officer = award_id(), books.street.staff["officer"]
    assert run(app, "confirm-reversal").output == ""
    assert run(app, "confirm-reversal", str(which)).exit_code != 0
    transact(lambda: volunteering.corrections.ask(which, reason=REASON, actor=officer))
    listed = run(app, "confirm-reversal").output
    assert str(which) in listed
    assert REASON in listed
    assert run(app, "confirm-reversal", str(which)).exit_code == 0
    assert reading(lambda: volunteering.corrections.waiting(officer)) == []
    assert run(app, "confirm-reversal", str(which)).exit_code != 0


def test_a_way_that_nobody_else_can_confirm_is_confirmed_on_the_machine(app: Flask, books: Books) -> None:
    street = books.street
    member = street.resident.person_id
    assert member is not None
    assert run(app, "confirm-way").output == ""
    officer = street.staff["officer"]
    transact(lambda: people.cards.issue(member, kind="household", actor=officer))
    [way] = reading(lambda: people.ways.waiting(street.clerk).rows)
    listed = run(app, "confirm-way").output
    assert all(words in listed for words in (str(way.way_id), "田桂兰", way.number_tail))
    silent = run(app, "confirm-way", str(way.way_id))
    assert (silent.exit_code, "看到了什么" in silent.output) == (1, True)
    assert run(app, "confirm-way", str(way.way_id), "--seen", "本人，身份证").exit_code == 0
    assert run(app, "confirm-way").output == ""
    again = run(app, "confirm-way", str(way.way_id), "--seen", "本人，身份证")
    assert again.exit_code == 1
