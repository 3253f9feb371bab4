"""What is typed of a delivery: the paper, and as many lines as it has; it decides nothing about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from flask_babel import gettext as _

from points import goods, imports, stockroom
from points.foundation import NEVER, clock

#: what is read
Arriving = goods.arrivals.Arriving
ArrivedLine = stockroom.deliveries.ArrivedLine
Paper = stockroom.deliveries.Paper
#: rows a form begins with, adds at a time, and has at most
ROWS, MORE, MOST_ROWS = 6, 6, 60
#: goods offered for choosing while one types
OFFERED = 3000
FIELDS = ("item", "pieces", "batch", "day", "yuan", "again")
PAPER = (
    "shop",
    "source",
    "source_kind",
    "number",
    "came_on",
    "sum",
    "sum_again",
    "wish",
    "wish_until",
    "photo_id",
)
SOURCE_KINDS = ("donor", "partner", "purchase")
_MOST_PIECES, _MOST_FEN = 1_000_000, 1_000_000_000
_TIMES = re.compile(r"^(\d{1,6})\s*[x*×乘]\s*(\d{1,6})$")


@dataclass
class Typed:
    """What was understood, what is wrong by field, and which row of the form each line stands in."""

    paper: Paper | None = None
    lines: list[ArrivedLine] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def rows_of(form: Mapping[str, str]) -> int:
    """How many rows the form has."""
    last = max((row for row in range(1, MOST_ROWS + 1) if _any(form, row)), default=0)
    asked = form.get("rows", "")
    return min(MOST_ROWS, max(last, int(asked) if asked.isdigit() and len(asked) < 4 else ROWS))


def read(
    form: Mapping[str, str],
    known: Mapping[str, list[Arriving]],
    *,
    shop_id: UUID | None,
    photo_id: UUID | None,
) -> Typed:
    """The paper and the lines; `known` are the goods that each typed word may mean."""
    found = Typed()
    for row in range(1, rows_of(form) + 1):
        if _any(form, row):
            _read_line(form, row, known, found)
    _read_paper(form, found, shop_id, photo_id)
    return found


def words(form: Mapping[str, str]) -> list[str]:
    """The goods that are typed."""
    return [one for row in range(1, rows_of(form) + 1) if (one := form.get(f"item-{row}", "").strip()[:80])]


def pieces(text: str) -> int | None:
    """A number of pieces, or packages times pieces (3×12); None where it is neither."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace(",", "")
    if times := _TIMES.match(plain):
        return int(times[1]) * int(times[2])
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 8 else None


def count_of(text: str) -> int | None:
    """The same, as many as may come at once; None where it is none or too many."""
    count = pieces(text)
    return count if count is not None and 0 < count <= _MOST_PIECES else None


def no_count() -> str:
    """What is said of a number of pieces that is none."""
    return _("写整数；整箱的写成 3×12。")


def one_good(meant: Sequence[Arriving]) -> tuple[Arriving | None, str]:
    """The goods that were meant, or what is said where there are none or several."""
    if not meant:
        return None, _("没认出是什么货，写编号、条码或名称。")
    if len(meant) > 1:
        return None, _("可能是%(names)s，写全一点。", names=_("、").join(one.name for one in meant[:4]))
    return meant[0], ""


def of_expected(found: Sequence[stockroom.expected.ExpectedInfo], ticked: Sequence[str]) -> dict[str, str]:
    """A form that begins with what was expected: from whom, which goods, how many."""
    here = [one for one in found if str(one.expected_id) in ticked]
    form = {"source": here[0].source, "source_kind": here[0].source_kind} if here else {}
    for row, one in enumerate(here[:MOST_ROWS], 1):
        form |= {f"item-{row}": f"{one.code} {one.name}", f"pieces-{row}": str(one.left)}
    return form


def fen(text: str) -> int | None:
    """Yuan as people type them, in fen; None where they are none."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "").removeprefix("¥").removesuffix("元")
    try:
        found = Decimal(plain.strip()) * 100
    except InvalidOperation:
        return None
    if not found.is_finite() or found != found.to_integral_value() or not 0 <= found <= _MOST_FEN:
        return None
    return int(found)


def last_day(text: str) -> date | None:
    """A last day as it is typed; without one goods never expire, and None is no day at all."""
    return imports.typed_times.day(text, today=clock.today(), sense="future") if text.strip() else NEVER


def _any(form: Mapping[str, str], row: int) -> bool:
    return any(form.get(f"{name}-{row}", "").strip() for name in FIELDS)


def _read_line(form: Mapping[str, str], row: int, known: Mapping[str, list[Arriving]], found: Typed) -> None:
    said = {name: form.get(f"{name}-{row}", "").strip() for name in FIELDS}
    errors: dict[str, str] = {}
    meant = known.get(said["item"][:80], [])
    if not said["item"]:
        errors["item"] = "required"
    elif wrong := one_good(meant)[1]:
        errors["item"] = wrong
    count = count_of(said["pieces"])
    if not said["pieces"]:
        errors["pieces"] = "required"
    elif count is None:
        errors["pieces"] = no_count()
    unit = fen(said["yuan"]) if said["yuan"] else None
    if said["yuan"] and unit is None:
        errors["yuan"] = "not_a_number"
    if len(said["batch"]) > 40:
        errors["batch"] = "too_long"
    item = meant[0] if len(meant) == 1 else None
    last = _last_day(said["day"], item, errors)
    found.errors |= {f"{name}-{row}": code for name, code in errors.items()}
    if not errors and item and count and last:
        again = pieces(said["again"]) if said["again"] else None
        unit = unit if unit is not None else item.reference_fen or None
        found.lines.append(ArrivedLine(item, count, said["batch"], last, unit, again))
        found.rows.append(row)


def _last_day(text: str, item: Arriving | None, errors: dict[str, str]) -> date | None:
    if not text:
        if item is None or not item.shelf_days:
            return NEVER
        errors["day"] = _("这样货会过期，写哪天到期。")
        return None
    day = last_day(text)
    if day is None:
        errors["day"] = "not_a_date"
    elif day < clock.today():
        errors["day"] = _("到的时候已经过期，不能收。")
        return None
    return day


def _read_paper(form: Mapping[str, str], found: Typed, shop_id: UUID | None, photo_id: UUID | None) -> None:
    said = {name: form.get(name, "").strip() for name in PAPER}
    errors, today = found.errors, clock.today()
    came_on = (
        imports.typed_times.day(said["came_on"], today=today, sense="past") if said["came_on"] else today
    )
    if came_on is None:
        errors["came_on"] = "not_a_date"
    elif came_on > today:
        errors["came_on"] = _("到货的日子还没有到。")
    wish_until = None
    if said["wish_until"]:
        wish_until = imports.typed_times.day(said["wish_until"], today=today, sense="future")
        if wish_until is None:
            errors["wish_until"] = "not_a_date"
    if not said["source"]:
        errors["source"] = "required"
    for name, most in (("source", 80), ("number", 40), ("wish", 60)):
        if len(said[name]) > most:
            errors[name] = "too_long"
    if said["source_kind"] not in SOURCE_KINDS:
        errors["source_kind"] = "not_a_choice"
    sums = {name: fen(said[name]) if said[name] else None for name in ("sum", "sum_again")}
    errors |= {name: "not_a_number" for name, one in sums.items() if said[name] and one is None}
    if shop_id is None:
        errors["shop"] = "not_a_choice"
    if errors or shop_id is None or came_on is None:
        return
    found.paper = Paper(
        shop_id,
        said["source"],
        said["source_kind"],
        said["number"],
        came_on,
        sums["sum"],
        sums["sum_again"],
        photo_id,
        said["wish"],
        wish_until,
        form.get("another") == "1",
    )


def known_goods(community_id: UUID, form: Mapping[str, str]) -> Mapping[str, Sequence[Arriving]]:
    """What each typed word may mean."""
    return goods.arrivals.find(community_id, words(form))
