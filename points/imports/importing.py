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
    difference/purses.py     what households have in the ledger, and would have
    report.py                what is told to people

Reading and balancing know no database, comparing only reads it, writing is one transaction: all or nothing.
A file that cannot be read stops the import with a refusal; a line that cannot be taken is left out and named.
The report is made once, at the end, of what the stages gave; it has one form, whether anything was written or not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from points.foundation import Actor, reading, transact
from points.imports import correcting
from points.imports.asking import Answer
from points.imports.balancing import BalancedBooks, balance
from points.imports.comparing import ComparedBooks, came_before, compare, find_community, likely_community
from points.imports.difference.purses import in_ledger, would_have
from points.imports.lines import Books
from points.imports.moving import end_by
from points.imports.parallel.keeping_out import without_closed_days
from points.imports.reading.folder import Before, read_books
from points.imports.reading.goods.pricing import NOTHING_BEFORE, CameBefore
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
    balanced = _balanced(folder, answers, mappings, partial(_before, number, actor))

    def work() -> ImportReport:
        community_id = actor.community_id if actor else likely_community(balanced.books, number)
        open_days = without_closed_days(balanced, community_id)
        return _as_it_would_be(compare(open_days, community_id, answers))

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
    alone: bool = False,
    written: Callable[[UUID | None, ImportReport], None] | None = None,
) -> ImportReport:
    """Write what is new of a folder, in a transaction of its own; its report says what could not be taken.

    While a question is open on which points or stock depend nothing is written; the report has the question.
    Without an actor the community is the one of this number, the one the books name, or the only one there
    is; where there is none at all it is founded. A sample is moved in time, to end by a day. The import is called
    by its `label`, else by its folder. What came in before is corrected or taken back only where `two` people agree to it;
    who writes `alone` writes the rest, and the report says how much `waits`.
    `written` is called in the transaction that wrote it, with its id, or with None where nothing was new.
    """
    balanced = _balanced(
        folder, answers, mappings, partial(_before, number, actor), ends_by=ends_by, label=label
    )

    def work() -> ImportReport:
        community_id = actor.community_id if actor else find_community(balanced.books, number)
        compared = compare(without_closed_days(balanced, community_id), community_id, answers)
        waiting = _as_it_would_be(compared)
        if waiting.is_open:
            return waiting
        if alone and compared.decided.moves:
            compared = compare(balanced, community_id, correcting.alone(answers, compared.decided))
        wrote = write(compared, actor=actor, two=two)
        now = in_ledger(wrote.actor.community_id, balanced.balances)
        told = report_on(compared, wrote.refused)
        report = replace(
            told, before=waiting.before, balances=now, questions=waiting.questions, waits=waiting.waits if alone else 0
        )  # fmt: skip
        import_id = record(wrote, report)
        if written is not None:
            written(import_id, report)
        return report

    return transact(work)


def without_database(
    folder: Path, answers: Sequence[Answer] = (), mappings: Sequence[ColumnMapping] = ()
) -> ImportReport:
    """The report of a folder compared with nothing, as where the database is not there yet."""
    return _as_it_would_be(compare(_balanced(folder, answers, mappings, lambda _: NOTHING_BEFORE), None))


def looked_at_again(report: ImportReport) -> ImportReport:
    """The same report, where more was written since: what each household has now."""

    def work() -> ImportReport:
        return replace(report, balances=in_ledger(report.community_id, report.balances))

    return reading(work)


def _as_it_would_be(compared: ComparedBooks) -> ImportReport:
    """The report of books that are not written, or not yet."""
    before = in_ledger(compared.community_id, compared.balanced.balances)
    after = would_have(compared, before)
    return replace(report_on(compared), before=before, balances=after, waits=compared.decided.changes)


def _before(number: int | None, actor: Actor | None, name: str) -> CameBefore:
    """What came in before, into the community that will be meant."""

    def work() -> CameBefore:
        named = Books(folder="", community=name, year=0)
        return came_before(actor.community_id if actor else likely_community(named, number))

    return reading(work)


def _balanced(
    folder: Path,
    answers: Sequence[Answer],
    mappings: Sequence[ColumnMapping],
    before: Before,
    *,
    ends_by: date | None = None,
    label: str = "",
) -> BalancedBooks:
    books = read_books(folder, answers, mappings, before=before)
    if label:
        books = replace(books, folder=label)
    return balance(books if ends_by is None else end_by(books, ends_by))
