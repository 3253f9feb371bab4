"""Imports a folder of old books in four stages, each of which takes a value and gives the next one a value.

    read     the folder        -> Books           what the workbooks say, and the lines with a fault
    balance  Books             -> BalancedBooks   the same, counted through day by day
    compare  BalancedBooks     -> ComparedBooks   beside what came in before
    write    ComparedBooks     -> WrittenBooks    what is new, now in the books of the community

Where to read on:

    lines.py                 the values that reading gives
    reading/folder.py        stage one: the files of the folder, and what each holds
    moving.py                a sample moved in time, before it is counted
    parallel/keeping_out.py  days that the program keeps itself, left out before anything is compared
    balancing.py             stage two: balances, stock, and which delivery each redemption takes from
    comparing.py             stage three: which community is meant, and what came in before
    writing/books.py         stage four: people, rules, goods, activities, points, services, redemptions
    report.py                what is told to people

Reading and balancing know no database, comparing only reads it, writing is one transaction: all or nothing.
A file that cannot be read stops the import with a refusal; a line that cannot be taken is left out and named.
The report is made once, at the end, of what the stages gave; it has one form, whether anything was written or not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from points.foundation import Actor, reading, transact
from points.imports.asking import Answer
from points.imports.balancing import BalancedBooks, balance
from points.imports.comparing import compare, find_community, likely_community
from points.imports.moving import end_by
from points.imports.parallel.keeping_out import without_closed_days
from points.imports.reading.folder import read_books
from points.imports.report import ImportReport, report_on
from points.imports.told import ColumnMapping
from points.imports.writing.books import record, write
from points.imports.writing.going_out import TwoPeople

__all__ = ["Answer", "ColumnMapping", "ImportReport", "TwoPeople", "apply", "dry_run", "without_database"]


def dry_run(
    folder: Path,
    *,
    actor: Actor | None = None,
    number: int | None = None,
    answers: Sequence[Answer] = (),
    mappings: Sequence[ColumnMapping] = (),
) -> ImportReport:
    """The report of a folder, compared with the books of the community that is meant; nothing is written."""
    balanced = _balanced(folder, answers, mappings)

    def work() -> ImportReport:
        community_id = actor.community_id if actor else likely_community(balanced.books, number)
        open_days = without_closed_days(balanced, community_id)
        return report_on(compare(open_days, community_id, answers))

    return reading(work)


def apply(
    folder: Path,
    *,
    actor: Actor | None = None,
    number: int | None = None,
    ends_by: date | None = None,
    answers: Sequence[Answer] = (),
    mappings: Sequence[ColumnMapping] = (),
    label: str = "",
    two: TwoPeople | None = None,
    written: Callable[[UUID | None, ImportReport], None] | None = None,
) -> ImportReport:
    """Write what is new of a folder, in a transaction of its own; its report says what could not be taken.

    While a question is open on which points or stock depend nothing is written; the report has the question.
    Without an actor the community is the one of this number, the one the books name, or the only one there
    is; where there is none at all it is founded. A sample is moved in time, to end by a day. The import is called
    by its `label`, else by its folder. What came in before is corrected or taken back only where `two` people agree to it.
    `written` is called in the transaction that wrote it, with its id, or with None where nothing was new.
    """
    balanced = _balanced(folder, answers, mappings, ends_by, label)

    def work() -> ImportReport:
        community_id = actor.community_id if actor else find_community(balanced.books, number)
        compared = compare(without_closed_days(balanced, community_id), community_id, answers)
        waiting = report_on(compared)
        if waiting.is_open:
            return waiting
        wrote = write(compared, actor=actor, two=two)
        report = report_on(compared, wrote.refused)
        import_id = record(wrote, report)
        if written is not None:
            written(import_id, report)
        return report

    return transact(work)


def without_database(
    folder: Path, answers: Sequence[Answer] = (), mappings: Sequence[ColumnMapping] = ()
) -> ImportReport:
    """The report of a folder compared with nothing, as where the database is not there yet."""
    return report_on(compare(_balanced(folder, answers, mappings), None))


def _balanced(
    folder: Path,
    answers: Sequence[Answer],
    mappings: Sequence[ColumnMapping],
    ends_by: date | None = None,
    label: str = "",
) -> BalancedBooks:
    books = read_books(folder, answers, mappings)
    if label:
        books = replace(books, folder=label)
    return balance(books if ends_by is None else end_by(books, ends_by))
