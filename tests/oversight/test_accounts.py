"""Where the points are."""

from __future__ import annotations

from points import oversight
from points.foundation import reading
from tests.support.books import Books


def test_the_books_add_up_and_say_where_every_point_is(books: Books) -> None:
    found = reading(lambda: oversight.accounts.balance_sheet(books.community_id))
    lines = {one.kind: (one.out, one.into, one.balance) for one in found.accounts}
    assert found.totals.balance == 0
    assert found.totals.out == found.totals.into
    assert lines["held"] == (0, 120, 120)
    assert lines["lapsed"] == (0, 100, 100)
    # the undone sale of 250, the award of 100 that was taken back, 20 of it from the account of corrections
    assert lines["correction"] == (270, 100, -170)
    assert lines["issued"][1] == lines["redeemed"][0] == 0
    standing = books.street.standing()
    assert lines["available"][2] == standing[0]
