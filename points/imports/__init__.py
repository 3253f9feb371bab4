"""A community's old books: read, count, and take them into the house."""

from points.imports.balancing import Posting, Report, Take, settle
from points.imports.importing import Plan, import_books, plan_import, take_in
from points.imports.lines import Books, Fault, Origin
from points.imports.reading.faults import sentence
from points.imports.reading.folder import read_books

__all__ = [
    "Books",
    "Fault",
    "Origin",
    "Plan",
    "Posting",
    "Report",
    "Take",
    "import_books",
    "plan_import",
    "read_books",
    "sentence",
    "settle",
    "take_in",
]
