"""Code 128-C, pairs of digits as bars, for scanners that read no QR code; it knows no code's meaning."""

from __future__ import annotations

from points.foundation.codes.check_digit import is_digits
from points.foundation.codes.drawing import png, svg, widen

#: widths of bar, gap, bar, gap, bar, gap for the values 0 to 105, six digits each
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
_START_C = 105
_STOP = "2331112"
QUIET = 10


def bars(digits: str) -> list[bool]:
    """One row of modules, without quiet zone."""
    if not is_digits(digits) or len(digits) % 2:
        raise ValueError("Code 128-C takes an even number of digits")
    values = [_START_C, *(int(digits[at : at + 2]) for at in range(0, len(digits), 2))]
    check = (_START_C + sum(place * value for place, value in enumerate(values[1:], start=1))) % 103
    row: list[bool] = []
    for widths in (*(_WIDTHS[6 * value : 6 * value + 6] for value in (*values, check)), _STOP):
        for place, width in enumerate(widths):
            row += [place % 2 == 0] * int(width)
    return row


def code128_svg(digits: str, *, cell: int = 2, height: int = 96) -> str:
    """A picture for a page: white ground, ten modules quiet at both sides."""
    return svg(widen([bars(digits)], QUIET, 0), cell=cell, cell_height=height)


def code128_png(digits: str, *, dots: int = 2, height: int = 96) -> bytes:
    """Printer dots as a one-bit PNG."""
    row = [cell for cell in widen([bars(digits)], QUIET, 0)[0] for _ in range(dots)]
    return png([row] * height)
