"""From what people type and scan to the rows it means, and from a person to all that is hers: it names nothing.

Numbers are read as the counter reads them: any width, any case, with gaps or without.
"""

from __future__ import annotations

import unicodedata
from uuid import UUID

import sqlalchemy as sa

from points.foundation import codes
from points.foundation.prepared import prepared
from points.oversight.sql import asked

#: tables, and the columns of them that people read and type
_TYPED = (
    ("people_person", "public_id"), ("people_account", "username"), ("people_household", "number"),
    ("people_card", "number"), ("people_device", "name"), ("volunteering_activity", "public_id"),
    ("volunteering_service", "public_id"), ("volunteering_rule", "code"), ("shop_voucher", "public_id"),
    ("shop_voucher", "spoken"), ("shop_redemption", "receipt"), ("shop_shop", "name"), ("goods_item", "code"),
    ("goods_batch", "number"),
)  # fmt: skip
#: a household is found by 7 as by 007
_HOUSEHOLD_DIGITS = 3


def spellings(text: str) -> list[str]:
    """How what was typed or scanned may stand in the books: as it is, cleaned, in either case, without its gaps."""
    plain = unicodedata.normalize("NFKC", text).strip()
    scanned = codes.read_scan(text).text
    if codes.classify(text) == codes.CodeKind.RECEIPT:
        scanned = _receipt(text) or scanned
    squeezed = codes.squeeze(text)
    found = {plain, squeezed, scanned, codes.ungapped(text)}
    if squeezed.isascii() and squeezed.isdigit():
        found.add(squeezed.zfill(_HOUSEHOLD_DIGITS))
    return sorted({one for word in found for one in (word, word.lower(), word.upper()) if one})


def names_as_typed(text: str) -> list[str]:
    """A name with and without the blanks in it."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return sorted({plain, plain.replace(" ", "")})


def meant_by(community_id: UUID, text: str) -> set[UUID]:
    """Every row that somebody could mean by this text, and all that belongs to a person or household among them.

    A person is followed to her accounts, household, purse and cards; a batch to the sales it went into.
    """
    try:
        typed: UUID | None = UUID(text.strip())
    except ValueError:
        typed = None
    words, names = spellings(text), names_as_typed(text)
    found = set(_meant().values(c=community_id, words=words, names=names, id=typed or community_id))
    # what stands for "no id was typed" leads nowhere
    return {one for one in found if one is not None and one != community_id} | ({typed} if typed else set())


def accounts_read_as(community_id: UUID, text: str) -> set[UUID]:
    """Every account with this user name, or of a person with this name or public id; of staff, part of a name does."""
    part = "".join(f"!{one}" if one in "!%_" else one for one in text.strip())
    values = {"words": spellings(text), "names": names_as_typed(text), "part": f"%{part}%"}
    return set(_accounts().values(c=community_id, **values))


def _receipt(text: str) -> str:
    try:
        return codes.read_receipt(text)[0]
    except codes.CodeError:
        return ""


@prepared
def _meant() -> sa.Executable:
    typed = " UNION ".join(
        f"SELECT id FROM {table} WHERE community_id = :c AND {column} IN :words"  # noqa: S608 - our own names
        for table, column in _TYPED
    )
    return asked(
        f"""
        WITH typed AS ({typed}
          UNION SELECT person_id FROM people_identity WHERE community_id = :c AND name IN :names
          UNION SELECT id FROM people_person WHERE community_id = :c AND id = :id
          UNION SELECT id FROM people_household WHERE community_id = :c AND id = :id),
        persons AS (
          SELECT id FROM typed
          UNION SELECT p.id FROM typed t JOIN people_person p ON p.community_id = :c AND p.household_id = t.id),
        homes AS (
          SELECT id FROM typed
          UNION SELECT p.household_id FROM persons m JOIN people_person p ON p.community_id = :c AND p.id = m.id),
        purses AS (
          SELECT u.id, u.account_id FROM homes h JOIN people_purse u ON u.community_id = :c AND u.household_id = h.id
          UNION
          SELECT u.id, u.account_id FROM persons m JOIN people_purse u ON u.community_id = :c AND u.person_id = m.id)
        SELECT id FROM persons
        UNION SELECT id FROM homes
        UNION SELECT id FROM purses
        UNION SELECT account_id FROM purses
        UNION SELECT a.id FROM persons m JOIN people_account a ON a.community_id = :c AND a.person_id = m.id
        UNION SELECT k.id FROM purses u JOIN people_card k ON k.community_id = :c AND k.purse_id = u.id
          WHERE k.kind = 'household' OR k.person_id IN (SELECT id FROM persons)
        UNION SELECT s.id FROM persons m JOIN volunteering_service s ON s.community_id = :c AND s.person_id = m.id
          WHERE s.status = 'reversed'
        UNION SELECT l.id FROM purses u JOIN ledger_lot l ON l.community_id = :c AND l.account_id = u.account_id
        UNION SELECT v.subject_id FROM typed t JOIN goods_stock_move v ON v.community_id = :c AND v.batch_id = t.id
        """,  # noqa: S608 - our own names
        c=sa.Uuid(),
        words=[sa.Text()],
        names=[sa.Text()],
        id=sa.Uuid(),
    ).columns(id=sa.Uuid)


@prepared
def _accounts() -> sa.Executable:
    return asked(
        """
        SELECT a.id FROM people_account a WHERE a.community_id = :c AND a.username IN :words
        UNION SELECT a.id FROM people_identity i
          JOIN people_account a ON a.community_id = :c AND a.person_id = i.person_id
          WHERE i.community_id = :c AND i.name IN :names
        UNION SELECT a.id FROM people_person p
          JOIN people_account a ON a.community_id = :c AND a.person_id = p.id
          WHERE p.community_id = :c AND p.public_id IN :words
        UNION SELECT a.id FROM people_role_grant g
          JOIN people_account a ON a.community_id = :c AND a.id = g.account_id
          JOIN people_identity i ON i.community_id = :c AND i.person_id = a.person_id
          WHERE g.community_id = :c AND i.name LIKE :part ESCAPE '!'
        """,
        c=sa.Uuid(),
        words=[sa.Text()],
        names=[sa.Text()],
        part=sa.Text(),
    ).columns(id=sa.Uuid)
