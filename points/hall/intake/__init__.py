"""A community's old books: read, count, and take them into the house."""

from points.hall.intake.books import Books, Fault, Origin
from points.hall.intake.reading import read_books
from points.hall.intake.settling import Posting, Report, Take, settle

__all__ = ["Books", "Fault", "Origin", "Posting", "Report", "Take", "read_books", "settle"]
