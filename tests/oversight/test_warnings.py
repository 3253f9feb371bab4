"""What wants an eye."""

from __future__ import annotations

from datetime import timedelta

from points import oversight
from points.foundation import clock, reading
from tests.support.books import Books


def test_the_watch_list_names_what_wants_an_eye(books: Books) -> None:
    clock.set_now(clock.now() + timedelta(days=20))
    codes = {one.code: one.facts for one in reading(lambda: oversight.warnings.open_now(books.community_id))}
    assert codes["points_outgrow_goods"]["share"] == 0
    assert codes["expired_on_shelf"] == {"batches": 1}
    assert codes["expiring_soon"]["days"] in (30, 60)
    assert codes["recoverable"] == {"tenths": 20, "people": 1}
