"""Page keys survive their journey through an address, and a broken one begins at the beginning."""

from datetime import datetime, timedelta

import pytest

from points.foundation import clock, new_id, paging


@pytest.mark.parametrize("microsecond", [0, 1, 999_999])
def test_a_key_of_time_and_id_is_exact(microsecond: int) -> None:
    at, row_id = clock.now().replace(microsecond=microsecond), new_id()
    assert paging.read_key(paging.make_key(at, row_id)) == (at, row_id)


def test_a_key_means_the_same_instant_in_every_zone() -> None:
    at, row_id = clock.now(), new_id()
    assert paging.make_key(at, row_id) == paging.make_key(clock.shanghai(at), row_id)


def test_a_key_by_id_is_exact() -> None:
    row_id = new_id()
    assert paging.read_id_key(paging.make_id_key(row_id)) == row_id


@pytest.mark.parametrize(
    "broken", [None, "", "%%%", "5rWL6K+V", "_", "zz_" + "0" * 32, "1_2", "f" * 40 + "_" + "0" * 32]
)
def test_a_broken_key_begins_at_the_beginning(broken: str | None) -> None:
    assert paging.read_key(broken) is None
    assert paging.read_id_key(broken) is None


def test_a_key_of_before_the_epoch_is_read_too() -> None:
    at = datetime(1969, 12, 31, tzinfo=clock.SHANGHAI) - timedelta(microseconds=1)
    row_id = new_id()
    assert paging.read_key(paging.make_key(at, row_id)) == (at, row_id)


def test_a_key_of_a_time_that_no_clock_shows_begins_at_the_beginning() -> None:
    last, row_id = clock.instant(clock.NEVER), new_id()
    assert paging.read_key(paging.make_key(last, row_id)) == (last, row_id)
    assert paging.read_key(paging.make_key(last + timedelta(hours=23), row_id)) is None
