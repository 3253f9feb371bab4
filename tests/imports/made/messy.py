"""A year of two thousand lines in the register, with small habits of many kinds sprinkled in, as in an office of three clerks."""

from __future__ import annotations

from tests.imports.made.communities import community
from tests.imports.made.spoilt import Spoilt, spoil

#: how many kinds of habits there are at least
KINDS = 25
#: habits of single lines, most of which every officer understands; each is there more than once
SMALL = (
    "minus_in_words", "minus_by_colour", "numeral_in_chinese", "full_width_digits", "unit_behind_the_number", "half_in_words",
    "carried_over", "nothing_for_it", "a_sum_in_the_cell", "roughly", "several_days", "with_the_hour", "two_digits_of_the_year",
    "day_not_repeated", "day_by_ditto", "crossed_out", "cancelled_in_a_remark", "remark_of_no_weight", "comment_on_a_cell",
    "household_by_ditto", "household_merged", "household_left_blank", "title_behind_the_name", "two_of_one_household",
    "blanks_within_the_name", "words_between_the_lines", "year_mistyped", "name_of_another_household", "quantity_at_the_counter",
    "points_left_blank", "not_the_price", "brought_back", "quantity_with_its_unit", "found_at_stocktake", "hours_in_words",
    "day_that_never_was",
)  # fmt: skip


def messy_year(seed: int = 77) -> Spoilt:
    """Habits of single lines, three times each, over a year of a community of 240 households."""
    made = community(seed, households=240, months=12, deeds=200)
    spoilt = Spoilt(made)
    for _ in range(3):
        spoilt.done += spoil(made, SMALL).done
    return spoilt
