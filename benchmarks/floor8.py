"""The floor: one redemption as eight statements in bare psycopg, written out by hand.

It runs against the tables of seeded books, so that keys, CHECKs and triggers cost what they cost the product. It is
never recorded from the product: what the product does more than this is the product's own price. A voucher is spent
whole; two kinds of goods leave the shelf by one statement; lots, lines and outbox are left out.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import psycopg

Facts = dict[str, Any]
#: so many of each client are not timed: they prepare the statements
WARM = 2

#: 1 a request key is taken
CLAIM = """
INSERT INTO ledger_txn (community_id, id, request_key, digest, deed, actor_id, answer, at)
VALUES (%(community)s, %(txn)s, %(key)s, %(digest)s, 'voucher.redeemed', %(clerk)s, %(answer)s::jsonb, now())
ON CONFLICT (community_id, request_key) DO NOTHING
"""
#: 2 the purse pays, if it can
BALANCE = """
UPDATE ledger_balance SET posted = posted - %(tenths)s, held = held - %(tenths)s, version = version + 1
WHERE community_id = %(community)s AND account_id = %(account)s AND posted >= %(tenths)s AND held >= %(tenths)s
RETURNING posted, held, version
"""
#: 3 the points go to the shop
TRANSFER = """
INSERT INTO ledger_transfer (community_id, id, txn_id, phase, source_id, target_id, tenths, point_kind, resolves, at)
VALUES (%(community)s, %(transfer)s, %(txn)s, 'post', %(account)s, %(shop_account)s, %(tenths)s, 'earned', %(hold)s, now())
"""
#: 4 the purse's line
ENTRY = """
INSERT INTO ledger_entry (community_id, account_id, version, transfer_id, person_id, tenths, held, balance_after,
                          held_after, what, origin, subject_id, happened_on, at)
VALUES (%(community)s, %(account)s, %(version)s, %(transfer)s, %(person)s, -%(tenths)s, -%(tenths)s, %(posted)s,
        %(held)s, 'voucher_used', 'counter', %(redemption)s, current_date, now())
"""
#: 5 the voucher ends, once
VOUCHER = """
UPDATE shop_voucher SET status = 'redeemed', ended_at = now()
WHERE community_id = %(community)s AND id = %(voucher)s AND status = 'open'
"""
#: 6 the goods leave the shelf, locked in one order, and it is written down
STOCK = """
WITH shelf AS (
  SELECT id, CASE WHEN id = %(rice)s THEN 1 ELSE 2 END AS pieces FROM goods_batch
  WHERE community_id = %(community)s AND id IN (%(rice)s, %(vinegar)s) AND on_hand >= 2 ORDER BY id FOR UPDATE
), taken AS (
  UPDATE goods_batch b SET on_hand = b.on_hand - shelf.pieces FROM shelf
  WHERE b.community_id = %(community)s AND b.id = shelf.id
  RETURNING b.id, b.item_id, shelf.pieces
)
INSERT INTO goods_stock_move (community_id, id, batch_id, item_id, kind, quantity, subject_id, actor_id, moved_on, at)
SELECT %(community)s, gen_random_uuid(), id, item_id, 'redemption', -pieces, %(redemption)s, %(clerk)s, current_date, now()
FROM taken
"""
#: 7 the redemption with its receipt
REDEMPTION = """
INSERT INTO shop_redemption (community_id, id, shop_id, account_id, person_id, voucher_id, txn_id, transfer_id, scan_id,
                             receipt, tenths, balance_after, proof, clerk_id, origin, digest, redeemed_on, at)
VALUES (%(community)s, %(redemption)s, %(shop)s, %(account)s, %(person)s, %(voucher)s, %(txn)s, %(transfer)s, %(key)s,
        %(key)s, %(tenths)s, %(posted)s, 'voucher', %(clerk)s, 'counter', %(digest)s, current_date, now())
"""
#: 8 the record of the action
RECORD = """
INSERT INTO audit_record (community_id, id, at, actor_kind, actor_id, deed, subject_kind, subject_id, outcome, origin,
                          facts, commitments, leaf_hash)
VALUES (%(community)s, gen_random_uuid(), now(), 'person', %(clerk)s, 'voucher.redeemed', 'redemption', %(redemption)s,
        'done', 'entered', %(facts)s::jsonb, '{}'::jsonb, %(digest)s)
"""

_CARDS = """
SELECT v.public_id, v.community_id AS community, v.id AS voucher, v.account_id AS account, v.person_id AS person,
       v.hold_id AS hold, v.tenths, t.target_id AS shop_account,
       (SELECT id FROM shop_shop s WHERE s.community_id = v.community_id LIMIT 1) AS shop,
       (SELECT id FROM people_account WHERE username = 'bench-clerk') AS clerk,
       (SELECT b.id FROM goods_batch b WHERE b.community_id = v.community_id AND b.number = 'RKG02') AS rice,
       (SELECT b.id FROM goods_batch b WHERE b.community_id = v.community_id AND b.number = 'RKG06') AS vinegar
FROM shop_voucher v JOIN ledger_transfer t ON t.community_id = v.community_id AND t.id = v.hold_id
WHERE v.public_id = ANY(%s)
"""


def find_cards(dsn: str, public_ids: Sequence[str]) -> list[Facts]:
    """What a redemption of each of these vouchers needs to know."""
    with psycopg.connect(dsn, row_factory=psycopg.rows.dict_row) as connection:
        found = connection.execute(_CARDS, [list(public_ids)]).fetchall()
    assert len(found) == len(public_ids)
    return found


def redeem(connection: psycopg.Connection, card: Facts) -> None:
    """One redemption in one transaction."""
    facts = {**card, "txn": uuid4(), "transfer": uuid4(), "redemption": uuid4()}
    facts["key"] = f"floor:{card['public_id']}"
    facts["digest"] = hashlib.sha256(facts["key"].encode()).digest()
    facts["answer"] = json.dumps({"redemption": str(facts["redemption"])})
    facts["facts"] = json.dumps(_said(facts))

    def run(statement: str) -> psycopg.Cursor:
        return connection.execute(statement, facts, prepare=True)

    if run(CLAIM).rowcount != 1:
        raise RuntimeError("a request key was taken before")
    standing = run(BALANCE).fetchone()
    if standing is None:
        raise RuntimeError("a purse could not pay")
    facts["posted"], facts["held"], facts["version"] = standing
    run(TRANSFER)
    run(ENTRY)
    if run(VOUCHER).rowcount != 1 or run(STOCK).rowcount != 2:
        raise RuntimeError("a voucher had ended, or goods were short")
    run(REDEMPTION)
    run(RECORD)
    connection.commit()


def rate(dsn: str, public_ids: Sequence[str], clients: int) -> float:
    """Redemptions per second with so many clients, a process and a connection each."""
    cards = find_cards(dsn, public_ids)
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(clients + 1)
    processes = [
        context.Process(target=_client, args=(dsn, cards[number::clients], ready))
        for number in range(clients)
    ]
    for one in processes:
        one.start()
    ready.wait()
    start = time.perf_counter()
    for one in processes:
        one.join()
    seconds = time.perf_counter() - start
    if any(one.exitcode for one in processes):
        raise RuntimeError("a client of the floor failed")
    return (len(cards) - WARM * clients) / seconds


def _client(dsn: str, mine: Sequence[Facts], ready: Any) -> None:
    with psycopg.connect(dsn) as connection:
        for card in mine[:WARM]:
            redeem(connection, card)
        ready.wait()
        for card in mine[WARM:]:
            redeem(connection, card)


def _said(facts: Facts) -> Facts:
    """What a record says of a redemption: references and numbers."""
    names = ("key", "tenths", "account", "voucher")
    return {name: str(facts[name]) if isinstance(facts[name], UUID) else facts[name] for name in names}
