"""Taking old books in on the command line: where it cannot, it says so and takes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from points.commands.refusals import DatabaseNotReady, MappingUnfit, MappingUnreadable, ReportUnwritable
from points.foundation import communities, reading
from points.imports import blank
from tests.imports.test_mapped import EXPORT, export
from tests.support.databases import Workshop
from tests.support.workbooks import SmallBooks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Small books of a community."""
    return SmallBooks().save(tmp_path)


@pytest.mark.only_on("sqlite")
def test_nothing_is_taken_into_a_database_that_is_not_the_newest(
    engine: str, workshop: Workshop, folder: Path
) -> None:
    house = workshop.house(workshop.empty(engine))
    done = house.test_cli_runner().invoke(args=["import-books", str(folder), "--apply"])
    assert (done.exit_code, DatabaseNotReady.zh in done.output) == (2, True)


def test_a_report_that_cannot_be_written_is_said(app: Flask, folder: Path) -> None:
    nowhere = folder / next(folder.iterdir()).name / "report.json"
    done = app.test_cli_runner().invoke(args=["import-books", str(folder), "--report", str(nowhere)])
    assert done.exit_code == 2
    assert ReportUnwritable(file=str(nowhere)).message("zh") in done.output
    assert reading(communities) == []
    written = folder / "report.json"
    assert (
        app.test_cli_runner().invoke(args=["import-books", str(folder), "--report", str(written)]).exit_code
        == 0
    )
    assert json.loads(written.read_text(encoding="utf-8"))["faults"] == []


@pytest.mark.only_on("sqlite")
def test_blank_books_are_made_once(app: Flask, tmp_path: Path) -> None:
    call = ["blank-books", str(tmp_path / "new"), "--language", "en"]
    done = app.test_cli_runner().invoke(args=call)
    assert (done.exit_code, done.output.splitlines()) == (0, [one.file("en") for one in blank.BOOKS])
    again = app.test_cli_runner().invoke(args=call)
    assert (again.exit_code, blank.BOOKS[0].file("en") in again.output) == (1, True)


def test_an_export_is_taken_by_a_file_that_says_what_its_columns_are(app: Flask, tmp_path: Path) -> None:
    """And what no table has the headings of, or what cannot be read, is said."""
    books, told, other = tmp_path / "books", tmp_path / "told.json", tmp_path / "other.json"
    books.mkdir()
    said = {"name": "某平台", "source": "某平台", "date": "2025-12-01", "book": "register"}
    told.write_text(json.dumps({**said, "columns": EXPORT}), encoding="utf-8")
    columns = {"甲": "日期", "乙": "姓名", "丙": "事项", "丁": "积分"}
    other.write_text(json.dumps([{**said, "name": "别的", "columns": columns}]), encoding="utf-8")
    call = ["import-books", str(export(books)), "--report", str(tmp_path / "report.json")]
    done = app.test_cli_runner().invoke(args=[*call, "--mapping", str(told), "--mapping", str(other)])
    assert done.exit_code == 0, done.output
    assert MappingUnfit(name="别的", file="—", gone="—").message("zh") in done.output
    assert "“某平台”没有用上" not in done.output
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (report["mappings"], report["earned_lines"]) == (["某平台"], 5)
    other.write_text("{}", encoding="utf-8")
    done = app.test_cli_runner().invoke(args=[*call, "--mapping", str(other)])
    assert (done.exit_code, MappingUnreadable(file=str(other)).message("zh") in done.output) == (2, True)
