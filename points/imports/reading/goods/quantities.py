"""How many pieces a line means, whatever unit it is written in: 2袋, 一条, 1提（10袋）, 2箱.

What agrees with the points is taken, and listed. Where the goods table counts another unit and nothing says how many are
in one, it is asked, once for each item and unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from points.foundation import wording
from points.imports.asking import LATER
from points.imports.lines import DeliveryLine
from points.imports.reading import amounts, matching
from points.imports.reading.amounts import Pieces
from points.imports.reading.cells import is_nothing, squeezed
from points.imports.reading.doubts.of_lines import QUANTITY_BLANK, UNIT_DIFFERS
from points.imports.reading.faults import canonical, unusable
from points.imports.reading.refusals import LeftForLater, QuantityByPrice, QuantityReadAs
from points.imports.reading.remarks import Remarks
from points.imports.reading.rule_tables.refusals import RowReadAs
from points.imports.reading.tables import TableLine

#: units that any goods may be counted in
_UNIT = re.compile(r"[\u3400-\u9fffA-Za-z0-9.]{0,4}[\u3400-\u9fffA-Za-z]")
_ANY = frozenset({"", "件", "个", "份", "样"})


@dataclass(frozen=True)
class Quantities:
    """Reads the pieces of one book's lines."""

    book: str
    goods: matching.GoodsByName
    remarks: Remarks

    def find(
        self, line: TableLine, item: str, taken: int | None, price: int, field: str = "quantity"
    ) -> int | None:
        """The pieces; None where they cannot be read, which is named, or are asked about.

        `taken` are the points of the line, which may settle what a unit means.
        """
        read = amounts.pieces(line[field], line.format(field))
        if read is None and taken and is_nothing(line[field]):
            return self._by_price(line, item, taken, price)
        if read is None:
            self.remarks.add(line.origin, unusable("数量", line[field]), cell=line.cell(field))
            return None
        known = squeezed(self.goods.items[item].unit)
        unit = read.unit or (self._written(line, known) or line.unit(field) if read.inside is None else "")
        if read.inside is None and (unit in _ANY or not known or unit == known or _is_same(unit, known)):
            return read.count
        by_points = self._by_points(read, taken, price)
        if by_points is None and read.inside and read.count == 1 and read.inside.unit in (known, ""):
            by_points = read.inside.count
        if by_points is not None:
            words = line.shown(field)
            self.remarks.note(line.origin, QuantityReadAs(words=words, quantity=by_points), line.cell(field))
            return by_points
        return self._asked(line, item, read.count, unit, known)

    def _written(self, line: TableLine, known: str) -> str:
        """The unit in its column; what can be none is named, and counts as nothing."""
        unit = squeezed(line["unit"])
        if is_nothing(unit) or _UNIT.fullmatch(unit):
            return "" if is_nothing(unit) else unit
        said = RowReadAs(column="单位", words=line.shown("unit"), taken=f"“{known}”", taken_en=known)
        self.remarks.note(line.origin, said, line.cell("unit"))
        return ""

    def _by_price(self, line: TableLine, item: str, taken: int, price: int) -> int | None:
        """Where no pieces are written: as many as the points pay for, if they pay for whole ones; else it is asked."""
        if taken % price == 0:
            how = QuantityByPrice(tenths=taken, quantity=taken // price)
            self.remarks.note(line.origin, how, line.cell("quantity"))
            return taken // price
        name, written = self.goods.items[item].name, wording.points(taken)
        said = self.remarks.ask(
            QUANTITY_BLANK, self.book, line.place("quantity"), item=name, price=wording.points(price), written=written
        )  # fmt: skip
        if said.choice == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        each = amounts.pieces(said.value) if said.choice == "pieces" else None
        return 1 if said.choice == "one" else each.count if each else None

    def _by_points(self, read: Pieces, taken: int | None, price: int) -> int | None:
        """The one reading of a pack that agrees with the points."""
        if not taken or taken % price:
            return None
        wanted = taken // price
        if read.inside is None:
            return wanted if wanted > read.count else None
        offered = {read.count, read.inside.count, read.count * read.inside.count}
        return wanted if wanted in offered else None

    def _asked(self, line: TableLine, item: str, count: int, unit: str, known: str) -> int | None:
        name = self.goods.items[item].name
        place = line.place(
            "unit" if squeezed(line["unit"]) == unit and "unit" in line.head.places else "quantity"
        )
        said = self.remarks.ask(UNIT_DIFFERS, self.book, place, item, unit, item=name, unit=unit, known=known)
        if said.choice == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        each = amounts.pieces(said.value) if said.choice == "pieces" else None
        return count * each.count if each else None

    def gift(self, line: TableLine, on: int, item: str, quantity: int) -> DeliveryLine:
        """Pieces that were given away without points."""
        day = date.fromordinal(on)
        key = canonical(
            "gift", day.isoformat(), item, quantity, line.origin.file, line.origin.sheet, line.origin.row
        )
        return DeliveryLine(
            key=key,
            number="赠送",
            day=day,
            item=item,
            quantity=quantity,
            supply="",
            source="",
            price_fen=None,
            expires=None,
            handler=line.shown("clerk"),
            origin=line.origin,
            kind="out",
            reason=line.shown("note") or line.shown("name"),
        )


def _is_same(unit: str, known: str) -> bool:
    """斤 and 公斤 are not the same; 包 and 袋, 只 and 个 are."""
    return any(
        {unit, known} <= pair
        for pair in ({"包", "袋"}, {"只", "个"}, {"支", "只"}, {"块", "个"}, {"瓶", "壶"})
    )
