"""Taking old books in on the command line: where it cannot, it says so and takes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from points.commands.refusals import DatabaseNotReady, ReportUnwritable
from points.foundation import communities, reading
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
