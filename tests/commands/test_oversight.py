"""The check of the books on the command line."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from points.foundation import db
from tests.support.books import Books


def test_check_books_says_every_rule_and_names_what_is_broken(app: Flask, books: Books) -> None:
    runner = FlaskCliRunner(app)
    sound = runner.invoke(args=["check-books"])
    assert sound.exit_code == 0
    assert "The books hold" in sound.output
    assert "sqlite 3" in sound.output or "postgresql" in sound.output
    assert "balance_is_entries" in sound.output
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE goods_batch SET on_hand = on_hand + 1 WHERE number = 'RK4'"))
    broken = runner.invoke(args=["check-books"])
    assert broken.exit_code == 1
    assert "Broken 没有通过: stock_is_moves" in broken.output
    assert "batch=RK4, on_hand=" in broken.output
