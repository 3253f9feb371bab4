"""The book of points: transfers, entries, balances, holds."""

from __future__ import annotations

from points.oversight.checks.form import Invariant

_TRANSFERS = "SELECT count(*) FROM ledger_transfer WHERE community_id = :c"
_PURSES = "SELECT count(*) FROM ledger_account WHERE community_id = :c AND kind = 'purse'"
_ENTRIES = "SELECT count(*) FROM ledger_entry WHERE community_id = :c"

TRANSFER_SOUND = Invariant(
    "transfer_sound",
    "sum_zero",
    "每笔划转一来一往，数目大于零",
    "Every transfer has one source, one target and a positive amount",
    "transfers",
    _TRANSFERS,
    """
    SELECT t.id AS transfer, t.tenths FROM ledger_transfer t
    LEFT JOIN ledger_account s ON s.community_id = t.community_id AND s.id = t.source_id
    LEFT JOIN ledger_account g ON g.community_id = t.community_id AND g.id = t.target_id
    WHERE t.community_id = :c AND (t.tenths <= 0 OR t.source_id = t.target_id OR s.id IS NULL OR g.id IS NULL)
    """,
)

SUM_ZERO = Invariant(
    "sum_zero",
    "sum_zero",
    "全部账户相加等于零",
    "All purses and the community's own accounts add up to zero",
    "accounts",
    "SELECT count(*) FROM ledger_account WHERE community_id = :c",
    """
    WITH own AS (SELECT id FROM ledger_account WHERE community_id = :c AND kind <> 'purse')
    SELECT gap FROM (
      SELECT (SELECT coalesce(sum(posted), 0) FROM ledger_balance WHERE community_id = :c)
           + (SELECT coalesce(sum(CASE WHEN target_id IN (SELECT id FROM own) THEN tenths ELSE 0 END
                                - CASE WHEN source_id IN (SELECT id FROM own) THEN tenths ELSE 0 END), 0)
              FROM ledger_transfer WHERE community_id = :c AND phase IN ('single', 'post')) AS gap
    ) AS whole WHERE gap <> 0
    """,
)

BALANCE_IS_ENTRIES = Invariant(
    "balance_is_entries",
    "balance_is_entries",
    "每户余额等于明细之和",
    "Every stored balance is the sum of its entries, and its version their number",
    "purses",
    _PURSES,
    """
    SELECT account_id AS purse, sum(posted) AS posted_off, sum(held) AS held_off, sum(version) AS version_off
    FROM (
      SELECT account_id, posted, held, version FROM ledger_balance WHERE community_id = :c
      UNION ALL
      SELECT account_id, -sum(tenths), -sum(held), -count(*) FROM ledger_entry WHERE community_id = :c
      GROUP BY account_id
    ) AS both_sides
    GROUP BY account_id HAVING sum(posted) <> 0 OR sum(held) <> 0 OR sum(version) <> 0
    """,
)

ENTRIES_ARE_TRANSFERS = Invariant(
    "entries_are_transfers",
    "balance_is_entries",
    "每笔划转在积分账户里正好一行",
    "Every transfer of a purse is exactly one entry of it, with the same amounts",
    "records",
    _ENTRIES,
    """
    WITH purses AS (SELECT id FROM ledger_account WHERE community_id = :c AND kind = 'purse'),
    legs AS (
      SELECT t.source_id AS account_id, t.id AS transfer_id,
             CASE WHEN t.phase IN ('single', 'post') THEN -t.tenths ELSE 0 END AS tenths,
             CASE t.phase WHEN 'pending' THEN t.tenths WHEN 'single' THEN 0 ELSE -h.tenths END AS held
      FROM ledger_transfer t
      LEFT JOIN ledger_transfer h ON h.community_id = t.community_id AND h.id = t.resolves
      WHERE t.community_id = :c AND t.source_id IN (SELECT id FROM purses)
      UNION ALL
      SELECT t.target_id, t.id, t.tenths, 0 FROM ledger_transfer t
      WHERE t.community_id = :c AND t.phase IN ('single', 'post') AND t.target_id IN (SELECT id FROM purses)),
    written AS (
      SELECT (SELECT count(*) FROM legs) AS legs, (
        SELECT count(*) FROM legs l WHERE EXISTS (
          SELECT 1 FROM ledger_entry e WHERE e.community_id = :c AND e.transfer_id = l.transfer_id
            AND e.account_id = l.account_id AND e.tenths = l.tenths AND e.held = l.held)) AS lines)
    SELECT account_id AS purse, transfer_id AS transfer, sum(tenths) AS tenths_off, sum(held) AS held_off,
           sum(times) AS entries_missing
    FROM (
      SELECT account_id, transfer_id, 1 AS times, tenths, held FROM legs
      UNION ALL
      SELECT account_id, transfer_id, -1, -tenths, -held FROM ledger_entry WHERE community_id = :c
    ) AS both_sides
    WHERE EXISTS (
      SELECT 1 FROM written WHERE legs <> lines
        OR legs <> (SELECT count(*) FROM ledger_entry WHERE community_id = :c))
    GROUP BY account_id, transfer_id
    HAVING sum(times) <> 0 OR sum(tenths) <> 0 OR sum(held) <> 0
    """,
)

PURSE_HAS_BALANCE = Invariant(
    "purse_has_balance",
    "balance_is_entries",
    "积分账户都有余额，社区账户都没有",
    "Every purse has one balance row, and none of the community's own accounts has one",
    "accounts",
    "SELECT count(*) FROM ledger_account WHERE community_id = :c",
    """
    SELECT a.id AS account, a.kind FROM ledger_account a
    LEFT JOIN ledger_balance b ON b.community_id = a.community_id AND b.account_id = a.id
    WHERE a.community_id = :c AND (a.kind = 'purse') <> (b.account_id IS NOT NULL)
    """,
)

VERSIONS_GAPLESS = Invariant(
    "versions_gapless",
    "balance_is_entries",
    "明细一行接一行，没有缺号",
    "The lines of every purse are numbered 1, 2, 3 without a gap",
    "records",
    _ENTRIES,
    """
    SELECT account_id AS purse, min(version) AS first_line, max(version) AS last_line, count(*) AS lines
    FROM ledger_entry WHERE community_id = :c
    GROUP BY account_id HAVING min(version) <> 1 OR max(version) <> count(*)
    """,
)

BALANCE_CHAIN = Invariant(
    "balance_chain",
    "balance_is_entries",
    "每一行的余额接着上一行",
    "Every line's balance follows from the line before it",
    "records",
    _ENTRIES,
    """
    SELECT account_id AS purse, version AS line FROM (
      SELECT account_id, version,
             balance_after - tenths - lag(balance_after, 1, 0) OVER lines AS off,
             held_after - held - lag(held_after, 1, 0) OVER lines AS held_off
      FROM ledger_entry WHERE community_id = :c
      WINDOW lines AS (PARTITION BY account_id ORDER BY version)
    ) AS chained WHERE off <> 0 OR held_off <> 0
    """,
)

NONE_BELOW_ZERO = Invariant(
    "none_below_zero",
    "none_below_zero",
    "没有一户低于零",
    "No purse is, or ever was, below zero",
    "purses",
    _PURSES,
    """
    SELECT account_id AS purse, posted, held FROM ledger_balance
    WHERE community_id = :c AND (held < 0 OR posted - held < 0)
    UNION ALL
    SELECT account_id, balance_after, held_after FROM ledger_entry
    WHERE community_id = :c AND (held_after < 0 OR balance_after - held_after < 0)
    """,
)

HELD_IS_OPEN_HOLDS = Invariant(
    "held_is_open_holds",
    "held_has_reason",
    "每户冻结的分等于没结清的冻结",
    "What a purse has set aside is the sum of its holds that are not settled",
    "purses",
    _PURSES,
    """
    SELECT account_id AS purse, sum(held) AS held_off FROM (
      SELECT account_id, held FROM ledger_balance WHERE community_id = :c
      UNION ALL
      SELECT t.source_id, -t.tenths FROM ledger_transfer t
      WHERE t.community_id = :c AND t.phase = 'pending' AND NOT EXISTS (
        SELECT 1 FROM ledger_transfer s WHERE s.community_id = t.community_id AND s.resolves = t.id)
    ) AS both_sides
    GROUP BY account_id HAVING sum(held) <> 0
    """,
)

SETTLED_ONCE = Invariant(
    "settled_once",
    "held_has_reason",
    "每笔冻结只结一次",
    "No hold is settled twice",
    "transfers",
    "SELECT count(*) FROM ledger_transfer WHERE community_id = :c AND phase = 'pending'",
    """
    SELECT resolves AS hold, count(*) AS times FROM ledger_transfer
    WHERE community_id = :c AND resolves IS NOT NULL GROUP BY resolves HAVING count(*) > 1
    """,
)

HOLD_SETTLED_WHOLE = Invariant(
    "hold_settled_whole",
    "held_has_reason",
    "结清的冻结不多扣，退回是整笔",
    "A hold is captured up to its amount, or released whole",
    "transfers",
    "SELECT count(*) FROM ledger_transfer WHERE community_id = :c AND phase = 'pending'",
    """
    SELECT s.id AS transfer, s.resolves AS hold FROM ledger_transfer s
    LEFT JOIN ledger_transfer h ON h.community_id = s.community_id AND h.id = s.resolves AND h.phase = 'pending'
    WHERE s.community_id = :c AND s.resolves IS NOT NULL AND (
      h.id IS NULL OR h.source_id <> s.source_id OR h.target_id <> s.target_id OR s.tenths > h.tenths
      OR (s.phase = 'void' AND s.tenths <> h.tenths) OR s.phase NOT IN ('post', 'void'))
    """,
)

PROOFS = (
    TRANSFER_SOUND,
    SUM_ZERO,
    BALANCE_IS_ENTRIES,
    ENTRIES_ARE_TRANSFERS,
    PURSE_HAS_BALANCE,
    VERSIONS_GAPLESS,
    BALANCE_CHAIN,
    NONE_BELOW_ZERO,
    HELD_IS_OPEN_HOLDS,
    SETTLED_ONCE,
    HOLD_SETTLED_WHOLE,
)
