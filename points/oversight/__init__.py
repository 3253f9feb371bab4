"""Reads every book and proves them; it writes only its own checks."""

from points.oversight.accounts import Books, books, engine_line
from points.oversight.findings import Finding, Report
from points.oversight.forgotten import Forgotten, forgotten
from points.oversight.invariants import INVARIANTS, check_books, examine, examine_file, last_check
from points.oversight.watch import watch_list

__all__ = [
    "INVARIANTS",
    "Books",
    "Finding",
    "Forgotten",
    "Report",
    "books",
    "check_books",
    "engine_line",
    "examine",
    "examine_file",
    "forgotten",
    "last_check",
    "watch_list",
]
