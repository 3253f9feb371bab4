"""Sizes of the QR codes, and what a camera reads from a 58 mm print at 203 dpi and from the page."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from points.foundation import codes
from points.foundation.codes import VoucherPayload
from points.foundation.codes.qr import Level, qr_grid

PAPER = 384
DOTS_PER_MM = 8

VOUCHER = codes.encode_voucher(
    VoucherPayload(
        key_number=255,
        community=2**32 - 1,
        voucher_id=2**63 - 1,
        shop=2**32 - 1,
        tenths=2**24 - 1,
        last_day=date(2199, 6, 6),
    ),
    lambda message: b"\xff" * 64,
)
CARD = codes.new_card()
LINK = codes.card_link("https://points.jinxi.example", CARD)
IDENTITY = codes.identity_code("0123456789", community=1, secret=b"s", at=datetime(2026, 1, 1, tzinfo=UTC))

SIZES: list[tuple[str, str, Level, int]] = [
    ("voucher on a screen, 6-M", VOUCHER, "M", 41),
    ("voucher in print, 8-Q", VOUCHER, "Q", 49),
    ("card, 2-Q", CARD, "Q", 25),
    ("card link, 4-Q", LINK, "Q", 33),
    ("identity code, 1-Q", IDENTITY, "Q", 21),
]


@pytest.mark.parametrize(
    "text, level, modules", [size[1:] for size in SIZES], ids=[size[0] for size in SIZES]
)
def test_a_code_has_the_size_it_was_designed_for(text: str, level: Level, modules: int) -> None:
    grid = qr_grid(text, level=level)
    assert len(grid) == modules
    assert all(len(row) == modules for row in grid)


def on_paper(png: bytes) -> Image.Image:
    """A receipt as the printer sees it: 384 dots wide, one bit, with text above and below the code."""
    code = Image.open(io.BytesIO(png))
    assert code.mode == "1"
    paper = Image.new("1", (PAPER, code.height + 160), 1)
    paper.paste(code, ((PAPER - code.width) // 2, 80))
    ImageDraw.Draw(paper).text((40, 20), "27.0  2026-11-26  9:42", fill=0)
    ImageDraw.Draw(paper).text((40, code.height + 110), "1234 5678", fill=0)
    return paper


def read(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


@pytest.mark.parametrize("dots", [3, 4, 5])
@pytest.mark.parametrize("text", [VOUCHER, CARD, LINK, IDENTITY], ids=["voucher", "card", "link", "identity"])
def test_a_print_on_narrow_paper_is_read(text: str, dots: int) -> None:
    assert read(on_paper(codes.render_print(text, dots=dots))) == [text]


@pytest.mark.parametrize("text", [VOUCHER, CARD], ids=["voucher", "card"])
def test_a_print_with_a_white_scratch_and_a_fold_is_read(text: str) -> None:
    paper = on_paper(codes.render_print(text))
    draw = ImageDraw.Draw(paper)
    draw.line((PAPER // 2 + 9, 0, PAPER // 2 + 9, paper.height), fill=1, width=2)
    draw.line((0, paper.height // 2 + 7, PAPER, paper.height // 2 + 7), fill=1, width=2)
    assert read(paper) == [text]


def test_a_printed_voucher_takes_28_millimetres_with_its_quiet_zone() -> None:
    dots = codes.qr_dots(VOUCHER)
    assert len(dots) == (49 + 8) * 4 == 228
    assert round(len(dots) / DOTS_PER_MM, 1) == 28.5
    quiet = [*dots[: 4 * 4], *dots[-4 * 4 :], *(row[:16] + row[-16:] for row in dots)]
    assert not any(any(row) for row in quiet)


def test_every_module_is_whole_dots() -> None:
    dots = codes.qr_dots(CARD, dots=5)
    for top in range(0, len(dots), 5):
        assert all(row == dots[top] for row in dots[top : top + 5])
        assert all(len(set(dots[top][left : left + 5])) == 1 for left in range(0, len(dots), 5))


def test_a_code_wider_than_the_paper_is_not_printed() -> None:
    with pytest.raises(ValueError):
        codes.render_print(VOUCHER, dots=7)
    assert len(codes.qr_dots("1" * 489, dots=5)) == 365
    # one dot too wide
    with pytest.raises(ValueError, match="wider than the paper"):
        codes.qr_dots("1" * 490, dots=5)


@pytest.mark.parametrize(("digits", "modules"), [(13, 25), (14, 21)])
def test_fourteen_digits_in_a_row_are_packed_closer_than_letters(digits: int, modules: int) -> None:
    text = ("x" * 6 + "1" * digits).ljust(20, "x")
    assert len(qr_grid(text, level="M")) == modules


def raster(svg: str) -> Image.Image:
    """The picture as a browser paints it: one white ground, then the runs of the path."""
    head = re.search(r'width="(\d+)" height="(\d+)" viewBox="0 0 (\d+) (\d+)"', svg)
    assert head is not None
    wide, high, across, down = (int(one) for one in head.groups())
    assert (wide % across, high % down) == (0, 0)
    picture = Image.new("L", (across, down), 255)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        picture.paste(0, (int(x), int(y), int(x) + int(run), int(y) + 1))
    return picture.resize((wide, high), Image.Resampling.NEAREST)


@pytest.mark.parametrize("text", [VOUCHER, CARD, LINK, IDENTITY], ids=["voucher", "card", "link", "identity"])
def test_the_picture_of_a_page_is_read(text: str) -> None:
    assert read(raster(codes.qr_svg(text))) == [text]


def test_the_voucher_on_a_page_is_294_pixels_on_a_white_ground() -> None:
    svg = codes.qr_svg(VOUCHER)
    assert raster(svg).size == (294, 294)
    assert '<rect width="49" height="49" fill="#ffffff"/>' in svg
    assert svg.index("<rect") < svg.index("<path")


def test_no_picture_needs_what_a_strict_policy_forbids() -> None:
    for svg in (codes.qr_svg(VOUCHER), codes.code128_svg(IDENTITY)):
        assert "style" not in svg
        assert "script" not in svg
        assert "href" not in svg


def test_the_pictures_are_small() -> None:
    assert len(codes.qr_svg(VOUCHER)) < 9_000
    assert len(codes.render_print(VOUCHER)) < 2_000


def test_the_identity_code_is_read_as_bars_too() -> None:
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(codes.code128_png(IDENTITY))).convert("L"))
    assert [one.text for one in found] == [IDENTITY]
    assert found[0].format == zxingcpp.BarcodeFormat.Code128
    assert read(raster(codes.code128_svg(IDENTITY))) == [IDENTITY]


def test_bars_have_ten_modules_of_quiet_at_both_sides() -> None:
    assert Image.open(io.BytesIO(codes.code128_png("12"))).size == (2 * (10 + 46 + 10), 96)
    assert raster(codes.code128_svg("12", height=1)).size == (2 * (10 + 46 + 10), 1)
    assert 'height="96"' in codes.code128_svg("12")


def test_every_pair_of_digits_has_its_bars() -> None:
    for start in range(0, 100, 10):
        digits = "".join(f"{pair:02d}" for pair in range(start, start + 10))
        assert read(Image.open(io.BytesIO(codes.code128_png(digits)))) == [digits]


@pytest.mark.parametrize("digits", ["123", "1a", "１２"])
def test_bars_are_made_of_pairs_of_digits_only(digits: str) -> None:
    with pytest.raises(ValueError, match="even number of digits"):
        codes.code128_svg(digits)
