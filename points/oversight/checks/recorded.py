"""What a record says of a row, and the row: awards, vouchers, redemptions, undoings, approvals, objections.

A record is hashed, and its hash is proved; a row is not. So where both speak of the same, whoever changes one has to change
the other, and is seen. What an older record does not say is not compared.
"""

from __future__ import annotations

from points.oversight.checks.form import Invariant

RULE = "as_recorded"


def of_deed(*deeds: str, deed: str = "r.deed || ''") -> str:
    """Whether a record `r` is of one of these, done. Written so that SQLite looks records up by their subject."""
    names = ", ".join(f"'{one}'" for one in deeds)
    return f"r.community_id = :c AND {deed} IN ({names}) AND r.outcome = 'done'"


def all_of(*deeds: str) -> str:
    """The same where every record of them is wanted, which are looked up by what was done."""
    return of_deed(*deeds, deed="r.deed")


def differs(fact: str, column: str) -> str:
    """Whether a record `r` says something else of it than the row does; ids and days are compared by their signs."""
    said, stands = (f"replace(CAST({one} AS TEXT), '-', '')" for one in (f"r.facts ->> '{fact}'", column))
    return f"((r.facts -> '{fact}') IS NOT NULL AND {said} IS DISTINCT FROM {stands})"


def says(fact: str, column: str) -> str:
    """Whether it says the same, or nothing of it."""
    return f"NOT {differs(fact, column)}"


def same_person(one: str, other: str) -> str:
    """Whether two columns of accounts are of one person, under one name or two; who works here may live in another community."""
    known = "people_account a WHERE a.community_id IN (SELECT id FROM foundation_community)"
    person = f"(SELECT a.person_id FROM {known} AND a.id = {{0}})"  # noqa: S608
    return f"{person.format(one)} = {person.format(other)}"


def _all(row: str, facts: tuple[str, ...]) -> str:
    return " AND ".join(says(fact, f"{row}.{fact}") for fact in facts)


#: facts of a record that are columns of the row, by their names
_AWARD = (
    "service_id",
    "person_id",
    "account_id",
    "tenths",
    "minutes",
    "rule_id",
    "rule_version",
    "transfer_id",
)
AWARDS_AS_RECORDED = Invariant(
    "awards_as_recorded",
    RULE,
    "发的分和当时的操作记录一致",
    "An award gives what its record says, to whom it says",
    "services",
    "SELECT count(*) FROM volunteering_award WHERE community_id = :c",
    f"""
    SELECT w.id AS award, w.tenths, r.facts ->> 'tenths' AS recorded FROM volunteering_award w
    JOIN audit_record r ON {of_deed("award.credited")} AND r.subject_id = w.id
    WHERE w.community_id = :c AND NOT ({_all("w", _AWARD)})
    """,  # noqa: S608 - our own words, as in all of this module
)

_VOUCHER = ("tenths", "account_id", "valid_until", "shop_id")
VOUCHERS_AS_RECORDED = Invariant(
    "vouchers_as_recorded",
    RULE,
    "兑换券的分数、日期、店和开券时一致",
    "A voucher is good for what, until when and at which shop it was made out",
    "vouchers",
    "SELECT count(*) FROM shop_voucher WHERE community_id = :c",
    f"""
    SELECT v.public_id AS voucher, v.tenths, r.facts ->> 'tenths' AS recorded FROM shop_voucher v
    JOIN audit_record r ON {of_deed("voucher.issued")} AND r.subject_id = v.id
    WHERE v.community_id = :c AND NOT ({_all("v", _VOUCHER)})
    """,  # noqa: S608
)

_SALE = ("receipt", "tenths", "account_id", "voucher_id", "proof")
REDEMPTIONS_AS_RECORDED = Invariant(
    "redemptions_as_recorded",
    RULE,
    "兑换的分数、谁扣、谁办和操作记录一致",
    "A redemption took as much, from whom, by whom and on which device as its record says",
    "redemptions",
    "SELECT count(*) FROM shop_redemption WHERE community_id = :c",
    f"""
    SELECT d.receipt, d.tenths, r.facts ->> 'tenths' AS recorded FROM shop_redemption d
    JOIN audit_record r ON {of_deed("points.redeemed", "voucher.redeemed")} AND r.subject_id = d.id
    WHERE d.community_id = :c AND NOT ({_all("d", _SALE)}
      AND d.clerk_id IS NOT DISTINCT FROM r.actor_id AND d.device_id IS NOT DISTINCT FROM r.device_id)
    """,  # noqa: S608
)

UNDOINGS_AS_RECORDED = Invariant(
    "undoings_as_recorded",
    RULE,
    "冲正是谁提的、谁同意的，和操作记录一致",
    "An undoing was asked for and agreed to by those whom its records name",
    "redemptions",
    "SELECT count(*) FROM shop_undo WHERE community_id = :c",
    f"""
    SELECT u.id AS undo, u.status FROM shop_undo u
    WHERE u.community_id = :c AND (
      NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("redemption.undo_asked")}
        AND r.subject_id = u.redemption_id AND r.actor_id IS NOT DISTINCT FROM u.asked_by)
      OR (u.status <> 'asked' AND NOT EXISTS (SELECT 1 FROM audit_record r
        WHERE {of_deed("redemption.undone", "redemption.undo_declined", "redemption.undo_withdrawn")}
        AND r.subject_id = u.redemption_id AND r.actor_id IS NOT DISTINCT FROM u.decided_by
        AND r.deed = CASE u.status WHEN 'confirmed' THEN 'redemption.undone' ELSE 'redemption.undo_' || u.status END)))
    UNION ALL
    SELECT r.subject_id, r.deed FROM audit_record r
    WHERE {all_of("redemption.undo_asked")}
    GROUP BY r.subject_id, r.deed HAVING count(*) <> (
      SELECT count(*) FROM shop_undo u WHERE u.community_id = :c AND u.redemption_id = r.subject_id)
    """,  # noqa: S608
)

APPROVALS_AS_RECORDED = Invariant(
    "approvals_as_recorded",
    RULE,
    "审核是谁做的、审的多长时间，和操作记录一致",
    "Whoever a service or its award names as approver approved it, and for so many minutes",
    "approvals",
    "SELECT count(*) FROM volunteering_service WHERE community_id = :c AND origin <> 'imported'"
    " AND status IN ('verified', 'approved', 'in_publicity', 'objected', 'credited', 'reversed')",
    f"""
    SELECT s.id AS service, s.decided_by AS approved_by, s.minutes FROM volunteering_service s
    WHERE s.community_id = :c AND s.origin <> 'imported'
      AND s.status IN ('approved', 'in_publicity', 'objected', 'credited')
      AND NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("service.approved")} AND r.subject_id = s.id
        AND r.actor_id IS NOT DISTINCT FROM s.decided_by AND {says("minutes", "s.minutes")})
    UNION ALL
    SELECT s.id, s.first_by, s.minutes FROM volunteering_service s
    WHERE s.community_id = :c AND s.origin <> 'imported' AND s.first_by IS NOT NULL
      AND s.status IN ('verified', 'approved', 'in_publicity', 'objected', 'credited')
      AND NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("service.verified")} AND r.subject_id = s.id
        AND r.actor_id IS NOT DISTINCT FROM s.first_by)
    UNION ALL
    SELECT w.service_id, w.approved_by, w.minutes FROM volunteering_award w
    WHERE w.community_id = :c AND w.origin <> 'imported'
      AND NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("service.approved")} AND r.subject_id = w.service_id
        AND r.actor_id IS NOT DISTINCT FROM w.approved_by)
    """,  # noqa: S608
)

OBJECTIONS_AS_RECORDED = Invariant(
    "objections_as_recorded",
    RULE,
    "异议是谁提的、怎么定的，和操作记录一致",
    "An objection was raised and decided by those whom its records name, and none is missing",
    "objections",
    "SELECT count(*) FROM volunteering_objection WHERE community_id = :c",
    f"""
    SELECT o.service_id AS service, o.status FROM volunteering_objection o
    WHERE o.community_id = :c AND (
      NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("service.objected")}
        AND r.subject_id = o.service_id AND r.actor_id IS NOT DISTINCT FROM o.raised_by)
      OR (o.status <> 'open' AND NOT EXISTS (
        SELECT 1 FROM audit_record r WHERE {of_deed("objection.upheld", "objection.dismissed")}
        AND r.subject_id = o.service_id AND r.deed = 'objection.' || o.status
        AND r.actor_id IS NOT DISTINCT FROM o.decided_by)))
    UNION ALL
    SELECT s.id, s.status FROM volunteering_service s
    WHERE s.community_id = :c AND (s.status = 'objected') <> EXISTS (
      SELECT 1 FROM volunteering_objection o WHERE o.community_id = :c AND o.service_id = s.id AND o.status = 'open')
    """,  # noqa: S608
)

#: which table holds what a deed made, and which of its columns is the record's subject
MADE = {
    "award.credited": ("volunteering_award", "id"),
    "service.objected": ("volunteering_objection", "service_id"),
    "rule.added": ("volunteering_rule", "id"),
    "rule.ended": ("volunteering_rule", "id"),
    "voucher.issued": ("shop_voucher", "id"),
    "points.redeemed": ("shop_redemption", "id"),
    "points.carried_over": ("ledger_old_line", "id"),
    "points.deducted": ("ledger_old_line", "id"),
    "goods.left": ("goods_old_out", "id"),
    "voucher.redeemed": ("shop_redemption", "id"),
    "redemption.undo_asked": ("shop_undo", "redemption_id"),
    "day.added_up": ("shop_day_close", "id"),
    "shift.opened": ("shop_shift", "id"),
    "card.issued": ("people_card", "id"),
    "purse.opened": ("people_purse", "id"),
    "role.proposed": ("people_role_grant", "account_id"),
    "role.granted": ("people_role_grant", "account_id"),
    "account.opened": ("people_account", "id"),
    "device.enrolled": ("people_device", "id"),
    "books.checked": ("oversight_check", "id"),
    "intake.brought": ("imports_intake", "id"),
    "intake.undo_begun": ("imports_intake", "id"),
    "parallel.begun": ("imports_parallel_period", "id"),
}
_BETWEEN = " AND ".join(
    f"replace(CAST(t.{one} AS TEXT), '-', '') IN"
    " (replace(CAST(r.subject_id AS TEXT), '-', ''), replace(r.facts ->> 'other_id', '-', ''))"
    for one in ("person_id", "other_id")
)
_CASES = "\n".join(
    f"      WHEN '{deed}' THEN EXISTS (SELECT 1 FROM {table} t WHERE t.community_id = :c AND t.{key} = r.subject_id)"  # noqa: S608
    for deed, (table, key) in MADE.items()
)
RECORDS_HAVE_ROWS = Invariant(
    "records_have_rows",
    RULE,
    "记录里办过的事，账上都在",
    "What a record says was made is there",
    "records",
    "SELECT count(*) FROM audit_record WHERE community_id = :c",
    f"""
    SELECT r.deed, r.subject_id AS missing FROM audit_record r
    WHERE r.community_id = :c AND r.outcome = 'done' AND r.deed IN (
      {", ".join(f"'{deed}'" for deed in MADE)}, 'relation.noted')
    AND NOT CASE r.deed
{_CASES}
      ELSE EXISTS (SELECT 1 FROM people_relation t WHERE t.community_id = :c AND {_BETWEEN}) END
    """,  # noqa: S608
)

PROOFS = (
    AWARDS_AS_RECORDED,
    VOUCHERS_AS_RECORDED,
    REDEMPTIONS_AS_RECORDED,
    UNDOINGS_AS_RECORDED,
    APPROVALS_AS_RECORDED,
    OBJECTIONS_AS_RECORDED,
    RECORDS_HAVE_ROWS,
)
