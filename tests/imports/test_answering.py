"""What books leave open, at the command line: nothing is written while points wait for an answer, and answers fit or are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from points.commands.imports import import_books_command
from points.commands.refusals import AnswersUnreadable, AnswerUnfit, QuestionsOpen
from points.foundation import db, reading
from tests.support.workbooks import REGISTER, ROSTER, SmallBooks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Small books with one line that says that it does not count."""
    books = SmallBooks()
    books.register[0].append("备注")
    books.register.append(["2025-03-26", "003", "石磊", None, "R07", "助老代办跑腿", 3, "冉婷", "作废"])
    return books.save(tmp_path)


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(import_books_command, [str(one) for one in words])


def kept() -> list[Any]:
    """The reports kept with the imports that were written."""
    return reading(lambda: list(db.session.scalars(sa.text("SELECT report FROM foundation_import"))))


def answer(path: Path, report: dict[str, Any], choice: str, **more: Any) -> Path:
    entries = [
        {"question": one["id"], "digest": one["digest"], "choice": choice, **more}
        for one in report["questions"]
    ]
    path.write_text(json.dumps({"answers": entries}), encoding="utf-8")
    return path


def test_an_open_question_stops_the_import_and_the_report_asks_it(app: Flask, folder: Path) -> None:
    target = folder / "report.json"
    for mode in ([], ["--apply"]):
        done = run(app, folder, *mode, "--report", target, "--language", "en")
        assert done.exit_code == 3, done.output
        assert QuestionsOpen.en.format(count=1) in done.stderr
    report = json.loads(target.read_text(encoding="utf-8"))
    question = report["questions"][0]
    assert question["places"] == [{"file": REGISTER, "sheet": "3月", "cell": "I9"}]
    assert [one["key"] for one in question["choices"]] == ["cancelled", "counts", "leave_out"]
    assert question["message"] == 'These lines say "作废". Do they not count?'
    assert kept() == []


@pytest.mark.parametrize(
    ("choice", "points", "skipped"),
    [("counts", 60, []), ("cancelled", 30, ["line_cancelled"]), ("leave_out", 30, ["left_for_later"])],
)
def test_an_answer_lets_it_through_and_later_is_asked_again(
    app: Flask, folder: Path, choice: str, points: int, skipped: list[str]
) -> None:
    target = folder / "report.json"
    run(app, folder, "--report", target)
    answers = answer(folder / "answers.json", json.loads(target.read_text(encoding="utf-8")), choice)
    done = run(app, folder, "--apply", "--answers", answers, "--report", target)
    assert done.exit_code == 0, done.output
    report = json.loads(target.read_text(encoding="utf-8"))
    assert report["balances"]["003"] == points
    assert [one["code"] for one in report["skipped"]] == skipped
    assert run(app, folder).exit_code == 3  # the same books without the answers ask again


def test_what_is_kept_of_an_import_names_nobody(app: Flask, folder: Path) -> None:
    books = SmallBooks()
    books.register.append(["2025-03-27", "003", "石磊（代）", None, "R07", "陪诊", 3, "冉婷"])
    books.register.append(["2025-03-27", "888", "查无此人", None, "R07", "陪诊", 3, "冉婷"])
    books.save(folder)
    done = run(app, folder, "--apply")
    assert done.exit_code == 0, done.output
    report = kept()[0]
    words = report if isinstance(report, str) else json.dumps(report, ensure_ascii=False)
    assert [one["said"] for one in json.loads(words)["faults"]] == ["NameReadAs", "HouseholdUnknown"]
    assert "石磊" not in words
    assert "查无此人" not in words
    assert "message" not in words


def test_an_answer_that_fits_nothing_is_named(app: Flask, folder: Path) -> None:
    target = folder / "report.json"
    run(app, folder, "--report", target)
    report = json.loads(target.read_text(encoding="utf-8"))
    answers = answer(folder / "answers.json", report, "cancelled")
    books = SmallBooks()
    books.register[0].append("备注")
    books.register.append(["2025-03-28", "003", "石磊", None, "R07", "陪诊", 3, "冉婷", "作废"])
    books.save(folder)
    done = run(app, folder, "--answers", answers, "--report", target, "--language", "en")
    assert done.exit_code == 3
    assert AnswerUnfit.en.format(question=report["questions"][0]["id"]) in done.stderr
    assert json.loads(target.read_text(encoding="utf-8"))["answers_unfit"] == [report["questions"][0]["id"]]


@pytest.mark.parametrize("words", ["", "[1]", '{"answers": [{"question": "x"}]}', '"x"', "{}"])
def test_answers_that_cannot_be_read_are_a_wrong_call(app: Flask, folder: Path, words: str) -> None:
    path = folder / "answers.json"
    path.write_text(words, encoding="utf-8")
    done = run(app, folder, "--answers", path, "--language", "en")
    assert (done.exit_code, "Traceback" in done.output) == (2, False)
    assert AnswersUnreadable.en.split('"')[0] in done.stderr
    assert "cannot be read; nothing was imported." in done.stderr


def test_a_refused_file_stands_in_the_report_too(app: Flask, folder: Path) -> None:
    (folder / ROSTER).write_bytes(b"PK\x03\x04 broken")
    target = folder / "report.json"
    done = run(app, folder, "--report", target)
    assert done.exit_code == 1
    fault = json.loads(target.read_text(encoding="utf-8"))["faults"][0]
    assert (fault["file"], fault["level"], fault["code"]) == (ROSTER, "refused", "book_broken")
