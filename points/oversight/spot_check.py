"""What a watcher may mean by a number or a name: a family, a person, a receipt, a batch, to go on from. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation.prepared import prepared
from points.oversight.lookup import names_as_typed, spellings
from points.oversight.sql import asked

#: more of one name are not listed, and a page says so
MOST = 30


def hits(community_id: UUID, text: str) -> Sequence[Any]:
    """What fits, as kind (household, person, receipt, batch), key of its page, and what people call it; MOST and one more.

    A card and a voucher lead to whose they are.
    """
    if not text.strip():
        return []
    return _hits().all(c=community_id, words=spellings(text), names=names_as_typed(text), most=MOST + 1)


@prepared
def _hits() -> sa.Executable:
    return asked(
        """
        SELECT * FROM (
        SELECT 'household' AS kind, h.number AS key_word, h.number AS words, NULL AS household
          FROM people_household h WHERE h.community_id = :c AND h.number IN :words
        UNION
        SELECT 'person', p.public_id, i.name, h.number FROM people_identity i
          JOIN people_person p ON p.community_id = :c AND p.id = i.person_id
          LEFT JOIN people_household h ON h.community_id = :c AND h.id = p.household_id
          WHERE i.community_id = :c AND i.name IN :names
        UNION
        SELECT 'person', p.public_id, i.name, h.number FROM people_person p
          LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id = p.id
          LEFT JOIN people_household h ON h.community_id = :c AND h.id = p.household_id
          WHERE p.community_id = :c AND p.public_id IN :words
        UNION
        SELECT 'person', p.public_id, i.name, h.number FROM people_card k
          JOIN people_person p ON p.community_id = :c AND p.id = k.person_id
          LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id = p.id
          LEFT JOIN people_household h ON h.community_id = :c AND h.id = p.household_id
          WHERE k.community_id = :c AND k.number IN :words
        UNION
        SELECT 'receipt', d.receipt, d.receipt, NULL FROM shop_voucher v
          JOIN shop_redemption d ON d.community_id = :c AND d.voucher_id = v.id
          WHERE v.community_id = :c AND v.spoken IN :words
        UNION
        SELECT 'person', p.public_id, i.name, h.number FROM shop_voucher v
          JOIN people_person p ON p.community_id = :c AND p.id = v.person_id
          LEFT JOIN people_identity i ON i.community_id = :c AND i.person_id = p.id
          LEFT JOIN people_household h ON h.community_id = :c AND h.id = p.household_id
          WHERE v.community_id = :c AND v.spoken IN :words AND v.status <> 'redeemed'
        UNION
        SELECT 'receipt', d.receipt, d.receipt, NULL FROM shop_redemption d
          WHERE d.community_id = :c AND d.receipt IN :words
        UNION
        SELECT 'batch', b.number, b.number, NULL FROM goods_batch b WHERE b.community_id = :c AND b.number IN :words
        ) AS found ORDER BY kind, key_word LIMIT :most
        """,
        c=sa.Uuid(),
        words=[sa.Text()],
        names=[sa.Text()],
        most=sa.Integer(),
    )
