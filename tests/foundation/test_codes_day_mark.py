"""The mark of a day: the same all day, another on another day, and nothing that somebody could reckon."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from points.foundation import codes

HERE, DAY = UUID(int=7), date(2026, 11, 27)


def mark(
    day: date = DAY, *, community: UUID = HERE, shop: str = "锦溪店", key: str = "one", language: str = "zh"
):  # type: ignore[no-untyped-def]
    """The mark of this day."""
    return codes.day_mark(community, shop, day, key=key, language=language)


def test_a_day_has_one_mark_in_both_languages() -> None:
    assert mark() == mark()
    assert mark().number == mark(language="en").number
    assert mark().word != mark(language="en").word


def test_another_day_shop_community_or_key_has_others() -> None:
    days = [DAY + timedelta(days=one) for one in range(60)]
    for more in ({"shop": "别处"}, {"community": UUID(int=8)}, {"key": "two"}):
        assert [mark(one) for one in days] != [mark(one, **more) for one in days]
    marks = {mark(one) for one in days}
    assert len(marks) > 40
    assert {one.number for one in marks} == set(range(len(codes.MARK_COLOURS)))
