"""EAN-13 as it is drawn: what the standard says of one, and what a reader reads of a picture."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image

from points.foundation import codes
from points.foundation.codes.ean13 import ean13_bars

QUIET = 11


def test_bars_are_those_of_the_standard() -> None:
    # the example of every textbook: 4 003994 155486
    row = "".join("1" if one else "0" for one in ean13_bars("4003994155486"))
    assert row == (
        "10100011010100111011110100010110010111001110101010"
        "110011010011101001110101110010010001010000101"
    )  # fmt: skip
    assert len(row) == 95


def test_a_check_digit_makes_it_whole_and_what_is_none_is_not_drawn() -> None:
    assert codes.with_ean_digit("400399415548") == "4003994155486"
    last = "".join(codes.with_ean_digit(f"{number:012}")[-1] for number in range(20))
    assert last == "07418529639630741852"
    for wrong in ("40039941554", "4003994155x8"):
        with pytest.raises(ValueError, match="twelve"):
            codes.with_ean_digit(wrong)
    with pytest.raises(ValueError, match="EAN"):
        ean13_bars("4003994155487")


def test_a_picture_is_as_wide_as_its_modules_with_white_at_both_sides() -> None:
    picture = codes.ean13_svg("2100000000012", cell=3, height=60)
    assert f'width="{3 * (95 + 2 * QUIET)}"' in picture
    assert 'height="60"' in picture
    usual = codes.ean13_svg("2100000000012")
    assert (f'width="{3 * (95 + 22)}"' in usual, 'height="150"' in usual) == (True, True)


@pytest.mark.parametrize("digits", ["4003994155486", "2100000000012", "6900000011003"])
def test_a_reader_reads_it(digits: str) -> None:
    row = [False] * QUIET + ean13_bars(digits) + [False] * QUIET
    image = Image.new("L", (len(row) * 3, 80), 255)
    for place, dark in enumerate(row):
        if dark:
            image.paste(0, (place * 3, 0, place * 3 + 3, 80))
    assert [one.text for one in zxingcpp.read_barcodes(image)] == [digits]
