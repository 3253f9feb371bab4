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
    " AND deed NOT IN ('books.checked', 'backup.made', 'books.restored')"
).columns(at=UtcTime)
_OPEN = sa.text(
    "SELECT public_id, tenths FROM shop_voucher WHERE community_id = :c AND status = 'open' ORDER BY issued_at, id"
)


@dataclass(frozen=True)
class RecoveryGap:
    """The last action the books know, and the vouchers (public id, tenths) that were open at that moment.

    Each of them may have been redeemed since; the counter's printed receipts say whether it was.
    """

    last_deed: datetime | None
    open_vouchers: Sequence[tuple[str, int]]


def find_gap(community_id: UUID) -> RecoveryGap:
    """To be asked before anything is written to restored books."""
    bound, facts = sa.bindparam("c", type_=sa.Uuid), {"c": community_id}
    last = db.session.execute(_LAST.bindparams(bound), facts).scalar()
    rows = db.session.execute(_OPEN.bindparams(bound), facts)
    return RecoveryGap(last, [(row.public_id, int(row.tenths)) for row in rows])
