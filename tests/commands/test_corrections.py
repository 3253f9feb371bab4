"""Awards that somebody asks to take back, on the command line."""

from __future__ import annotations

from flask import Flask

from points import volunteering
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
