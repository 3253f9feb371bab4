"""A community's old books: read, count, and take them into the house."""

from points.hall.intake.books import Books, Fault, Origin
from points.hall.intake.findings import sentence
from points.hall.intake.importing import Plan, import_books, plan_import, take_in
from points.hall.intake.reading import read_books
from points.hall.intake.settling import Posting, Report, Take, settle

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
