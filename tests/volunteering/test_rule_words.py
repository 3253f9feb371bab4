"""What communities write in their rule tables, and what it means: caps, values, units. Pure."""

from __future__ import annotations

from datetime import date

import pytest

from points.volunteering.rulebook.caps import Limit, always_read_so, period_of, read_cap
from points.volunteering.rulebook.values import UNCOUNTED, read_value

#: the caps of published rule tables: words, unit and tenths of the rule, what is counted
PUBLISHED = (
    ("每人每月最多4次", "次", 50, Limit("tenths", 200, "month", "person")),
    ("每人每月最多4次", "小时", 20, Limit("times", 4, "month", "person")),
    ("每户每月2次", "次", 30, Limit("tenths", 60, "month", "household")),
    ("4小时／日", "小时", 20, Limit("tenths", 80, "day")),
    ("4小时/天", "小时", 20, Limit("tenths", 80, "day")),
    ("月最高10分", "次", 20, Limit("tenths", 100, "month")),
    ("每月封顶20分", "小时", 20, Limit("tenths", 200, "month")),
    ("10分/月/户", "次", 20, Limit("tenths", 100, "month", "household")),
    ("20分/半年", "次", 20, Limit("tenths", 200, "half")),
    ("最高10分/年度", "次", 20, Limit("tenths", 100, "year")),
    ("终身一次", "次", 300, Limit("tenths", 300, "life")),
    ("一年一次", "次", 50, Limit("tenths", 50, "year")),
    ("每年限2次", "半天", 100, Limit("times", 2, "year")),
    ("每季度不超过3次", "次", 20, Limit("tenths", 60, "quarter")),
)
OTHERS = (
    ("3小时/日", "小时", 24, Limit("tenths", 72, "day")),
    ("2.5小时 / 天", "小时", 20, Limit("tenths", 50, "day")),
    ("90分钟/日", "小时", 20, Limit("tenths", 30, "day")),
    ("2次/周", "次", 30, Limit("tenths", 60, "week")),
    ("10分/年", "次", 20, Limit("tenths", 100, "year")),
    ("最高10分/次", "次", 20, Limit("tenths", 100, "each")),
    ("单次最高10分", "小时", 20, Limit("tenths", 100, "each")),
    ("每次2小时", "小时", 20, Limit("tenths", 40, "each")),
    ("1次/事", "次", 200, Limit("tenths", 200, "each")),
    ("1次/月", "户·月", 50, Limit("tenths", 50, "month")),
    ("4次/月", "户·周", 5, Limit("tenths", 20, "month")),
    ("2次/月", "半天", 100, Limit("times", 2, "month")),
    ("5人/年", "人", 20, Limit("tenths", 100, "year")),
    ("３天／月", "天", 100, Limit("tenths", 300, "month")),
    ("每周两次", "次", 20, Limit("tenths", 40, "week")),
    ("十二次每年", "次", 10, Limit("tenths", 120, "year")),
    ("一户一年一次", "次", 20, Limit("tenths", 20, "year", "household")),
    ("2次/（户·月）", "次", 20, Limit("tenths", 40, "month", "household")),
    ("4次/月（每人）", "次", 20, Limit("tenths", 80, "month", "person")),
    ("每位居民每天不超过2个小时", "小时", 20, Limit("tenths", 40, "day", "person")),
    ("年内限1次", "次", 20, Limit("tenths", 20, "year")),
    ("20积分封顶/月", "次", 20, Limit("tenths", 200, "month")),
)


@pytest.mark.parametrize(("words", "unit", "tenths", "limit"), (*PUBLISHED, *OTHERS))
def test_check_21_a_published_cap_counts_what_it_names(
    words: str, unit: str, tenths: int, limit: Limit
) -> None:
    reading = read_cap(words, unit=unit, tenths=tenths)
    assert (reading.counted, reading.limit) == (True, limit)


@pytest.mark.parametrize("words", ["", "/", "——", "无", "不限", "不限次数", "不设上限", "不封顶", "随活动"])
def test_a_cap_may_say_that_there_is_none(words: str) -> None:
    reading = read_cap(words, unit="次", tenths=20)
    assert (reading.counted, reading.cap, reading.limit) == (True, None, None)


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("每名老人每周1次", "次"),
        ("每处最多30分", "次"),
        ("视情况", "次"),
        ("一事一议", "次"),
        ("10分", "次"),
        ("最多4次", "次"),
        ("每户2次", "次"),
        ("每2年1次", "次"),
        ("每户每人每月1次", "次"),
        ("每月10-20分", "次"),
        ("每人每月最多4次，每次2小时", "小时"),
        ("每组每年评一户", "次"),
        ("4小时/日", "次"),
        ("3天/月", "小时"),
        ("1次/事", "小时"),
        ("2瓶子/月", "次"),
        ("2次月", "次"),
        ("1.5次/月", "小时"),
        ("九" * 30 + "分/月", "次"),
    ],
)
def test_a_cap_that_cannot_be_counted_is_never_no_cap(words: str, unit: str) -> None:
    reading = read_cap(words, unit=unit, tenths=20)
    assert (reading.counted, reading.limit) == (False, None)


def test_a_cap_of_somebody_who_is_helped_is_understood_though_no_record_names_them() -> None:
    cap = read_cap("每名老人每周1次", unit="次", tenths=20).cap
    assert cap is not None
    assert (cap.quantity, cap.unit, cap.window, cap.about, cap.of_object) == ("1", "次", "week", "老人", True)


def test_the_windows_of_time() -> None:
    windows = ("day", "week", "month", "quarter", "half", "year", "life")
    assert [period_of(date(2026, 1, 1), one) for one in windows] == [
        *("2026-01-01", "2026-W01", "2026-01", "2026-Q1", "2026-H1", "2026", "life"),
    ]
    assert [period_of(date(2025, month, 30), "half") for month in (6, 7, 12)] == [
        *("2025-H1", "2025-H2", "2025-H2"),
    ]


def test_of_old_versions_only_forms_that_were_always_read_so_are_held_against_their_awards() -> None:
    assert all(
        always_read_so(words) for words in ("4小时/日", "每月最多2次", "最高10分/次", "1次/事", "10分/年")
    )
    changed = ("每户每月2次", "4小时／日", "月最高10分", "20分/半年", "10分/月/户", "终身一次", "10积分/月")
    assert not any(always_read_so(words) for words in changed)


#: kind by kind: the cells of value and unit, and what they give
VALUES = (
    ("plain", "5", "次", 50, "次"),
    ("plain", "２．４分", "小时", 24, "小时"),
    ("plain", "五分", "次", 50, "次"),
    ("plain", "1,000", "次", 10_000, "次"),
    ("plain", "0.30000000000000004", "次", 3, "次"),
    ("unit_in_the_cell", "5分/次", "", 50, "次"),
    ("unit_in_the_cell", "5分/次", "次", 50, "次"),
    ("unit_in_the_cell", "每户每月1分", "", 10, "户·月"),
    ("unit_in_the_cell", "每户每月1分", "户月", 10, "户月"),
    ("unit_in_the_cell", "每半天10分", "", 100, "半天"),
    ("unit_in_the_cell", "两分／个小时", "分", 20, "小时"),
    ("unit_in_the_cell", "5分/人/次", "", 50, "次"),
    ("range", "每件按难易程度50–3000", "件", 0, "件"),
    ("range", "公益项目10–600", "", 0, ""),
    ("range", "每次最高10分", "次", 0, "次"),
    ("case_by_case", "国家级表彰一事一议", "次", 0, "次"),
    ("award_ladder", "省500 市300 县200 镇100", "次", 0, "次"),
    ("date_ladder", "2017年末前入住10分，2018年末前5分，否则0", "户", 0, "户"),
    ("decay", "20小时内每小时1分，21–80每2小时1分", "小时", 0, "小时"),
    ("minus", "扣3分", "次", 0, "次"),
    ("minus", "参与赌博 −20", "次", 0, "次"),
    ("minus", "扣完为止", "次", 0, "次"),
    ("zeroing", "乱扔垃圾一次积分归零", "次", 0, "次"),
    ("quota", "每组每年评“最美人家”一户", "户", 0, "户"),
    ("decider", "由帮扶责任人评定；每月8日前", "月", 0, "月"),
    ("score_sheet", "四净4分+两规范2分/月", "户·月", 0, "户·月"),
    ("score_sheet", "25分，每处−5", "户", 0, "户"),
    ("once", "考上大学30、应征入伍30、三等功50", "人", 0, "人"),
    ("once", "考上大学30", "人", 0, "人"),
    ("by_status", "贫困户4分，一般农户20分", "户", 0, "户"),
    ("part_of_a_unit", "每2小时1分", "", 0, ""),
    ("two_units", "5分/次", "小时", 0, "小时"),
    ("finer", "0.25", "次", 0, "次"),
    ("empty", "", "次", 0, "次"),
    ("unknown", "约5", "次", 0, "次"),
    ("unknown", "10%", "次", 0, "次"),
    ("unknown", "9" * 19, "次", 0, "次"),
)


@pytest.mark.parametrize(("kind", "words", "unit", "tenths", "per"), VALUES)
def test_a_value_is_counted_or_kept_in_its_words(
    kind: str, words: str, unit: str, tenths: int, per: str
) -> None:
    value = read_value(words, unit)
    assert (value.kind, value.tenths, value.unit) == (kind, tenths, per)
    counted = kind in ("plain", "unit_in_the_cell")
    assert value.not_counted == ("" if counted else words or "空")


def test_every_kind_that_cannot_be_counted_is_among_these() -> None:
    assert {kind for kind, _ in UNCOUNTED} <= {kind for kind, *_ in VALUES}
