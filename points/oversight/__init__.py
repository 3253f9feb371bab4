"""Reads every book and proves them; it writes only its own checks."""

from points.oversight.findings import Finding, Report
from points.oversight.invariants import INVARIANTS, check_books, examine, examine_file, last_check

__all__ = [
    "INVARIANTS",
    "Finding",
    "Report",
    "check_books",
    "examine",
    "examine_file",
    "last_check",
]
