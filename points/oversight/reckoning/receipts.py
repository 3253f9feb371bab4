"""Reads receipts again: whether each has the digest and the mark that its row and its lines give.

Both need the values themselves, not a query. What an earlier check read is passed over as audit records are, and is all
read again with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import shop
from points.foundation import db
from points.foundation.database import UtcTime
from points.oversight.findings import SHOWN, Finding

TITLE = ("凭条没有被改过", "No receipt was altered")
BATCH = 1000
#: an hour in an id: a sale that took its id before a check and was committed after it is read by the next
_LATE = 3_600_000 << 80
_COLUMNS = (*shop.receipt_marks.MARKED, "digest", "mark")
_ASKED = sa.text(
    f"SELECT {', '.join(f'd.{name}' for name in _COLUMNS)}, i.code, l.quantity, l.tenths AS line_tenths"  # noqa: S608
    " FROM (SELECT * FROM shop_redemption WHERE community_id = :c AND id > :after"
    f" ORDER BY shop_redemption.id LIMIT {BATCH}) AS d"
    " LEFT JOIN shop_redemption_line l ON l.community_id = :c AND l.redemption_id = d.id"
    " LEFT JOIN goods_item i ON i.community_id = :c AND i.id = l.item_id ORDER BY d.id"
).bindparams(sa.bindparam("c", type_=sa.Uuid), sa.bindparam("after", type_=sa.Uuid))
_TYPES = {name: sa.Uuid() for name in _COLUMNS if name.endswith("id") and name != "scan_id"}
_READ = _ASKED.columns(
    **_TYPES, at=UtcTime(), redeemed_on=sa.Date(), digest=sa.LargeBinary(), mark=sa.LargeBinary()
)
_MARKED = sa.text(
    "SELECT 1 FROM shop_redemption WHERE community_id = :c AND id <= :after AND mark IS NOT NULL LIMIT 1"
).bindparams(sa.bindparam("c", type_=sa.Uuid), sa.bindparam("after", type_=sa.Uuid))


def unaltered(community_id: UUID, *, through: UUID) -> Finding:
    """Every receipt behind this id as it was printed; one without a mark is older than every one that has one."""
    own, after = shop.receipt_marks.key(), UUID(int=max(0, through.int - _LATE))
    facts = {"c": community_id, "after": after}
    marked = db.session.connection().execute(_MARKED, facts).first() is not None
    read, altered = 0, list[str]()
    for row, items in _receipts(community_id, after):
        read += 1
        if bytes(row["digest"]) != shop.receipt_marks.digest(row, items):
            altered.append(f"receipt={row['receipt']}, digest")
        elif row["mark"] is None and marked:
            altered.append(f"receipt={row['receipt']}, no mark")
        elif row["mark"] is not None:
            marked = True
            if bytes(row["mark"]) != shop.receipt_marks.mark(row, items, own):
                altered.append(f"receipt={row['receipt']}, mark")
    return Finding(
        "receipts_unaltered", "as_recorded", *TITLE, "redemptions", read, len(altered), tuple(altered[:SHOWN])
    )


def _receipts(community_id: UUID, after: UUID) -> Iterator[tuple[dict[str, Any], list[tuple[str, int, int]]]]:
    """Each row with its lines, in the order of ids."""
    while True:
        rows = db.session.connection().execute(_READ, {"c": community_id, "after": after}).mappings().all()
        for found, some in groupby(rows, key=lambda row: row["id"]):
            lines = list(some)
            after = found
            yield (
                dict(lines[0]),
                [(one["code"], one["quantity"], one["line_tenths"]) for one in lines if one["code"]],
            )
        if not rows:
            return
