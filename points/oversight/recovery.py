"""Where a community's books end, and what was open then: all that a restored database knows of its gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db
from points.foundation.database import UtcTime

# what a machine writes about the books themselves says nothing of where they end
_LAST = sa.text(
    "SELECT max(at) AS at FROM audit_record WHERE community_id = :c"
    " AND deed NOT IN ('books.checked', 'backup.made', 'books.restored', 'books.adopted', 'sealing_key.renewed')"
).columns(at=UtcTime)
_OPEN = sa.text(
    "SELECT public_id, tenths FROM shop_voucher WHERE community_id = :c AND status = 'open' ORDER BY issued_at, id"
)
_RECEIPTS = sa.text(
    "SELECT s.name, (SELECT r.receipt FROM shop_redemption r WHERE r.community_id = s.community_id AND r.shop_id = s.id"
    " ORDER BY r.at DESC, r.id DESC LIMIT 1) AS receipt FROM shop_shop s WHERE s.community_id = :c ORDER BY s.name"
)


@dataclass(frozen=True)
class RecoveryGap:
    """The last action the books know, and the vouchers (public id, tenths) that were open at that moment.

    Each of them may have been redeemed since; the counter's printed receipts say whether it was.
    """

    last_deed: datetime | None
    open_vouchers: Sequence[tuple[str, int]]
    #: name of each shop, and the number of the last receipt the books know
    shops: Sequence[tuple[str, str]] = ()


def find_gap(community_id: UUID) -> RecoveryGap:
    """To be asked before anything is written to restored books."""
    bound, facts = sa.bindparam("c", type_=sa.Uuid), {"c": community_id}
    last = db.session.execute(_LAST.bindparams(bound), facts).scalar()
    rows = db.session.execute(_OPEN.bindparams(bound), facts)
    vouchers = [(row.public_id, int(row.tenths)) for row in rows]
    shops = db.session.execute(_RECEIPTS.bindparams(bound), facts)
    return RecoveryGap(last, vouchers, [(row.name, row.receipt or "") for row in shops])
