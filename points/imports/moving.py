"""Old books moved to another time: every day of them by the same whole weeks, so that a Saturday stays one. Pure.

A sample is read as if its year had just ended. What was written in words, and when somebody was born, stays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from points.imports.lines import Books

WEEK = timedelta(weeks=1)


def end_by(books: Books, last: date) -> Books:
    """The same books, moved so that they end in the week up to this day."""
    days = [
        *(one.day for one in books.activities),
        *(one.day for one in books.earned),
        *(one.day for one in books.deliveries),
        *(one.day for one in books.redemptions),
    ]
    if not days:
        return books
    by = (last - max(days)) // WEEK * WEEK
    return replace(
        books,
        activities=tuple(replace(one, day=one.day + by) for one in books.activities),
        earned=tuple(replace(one, day=one.day + by) for one in books.earned),
        deliveries=tuple(
            replace(one, day=one.day + by, expires=one.expires + by if one.expires else None)
            for one in books.deliveries
        ),
        redemptions=tuple(replace(one, day=one.day + by) for one in books.redemptions),
    )
