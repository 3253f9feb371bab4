"""Where points come from: services, their awards, and who approved them."""

from __future__ import annotations

from points.oversight.checks.form import Invariant

_CREDITED = (
    "SELECT count(*) FROM volunteering_service WHERE community_id = :c AND status IN ('credited', 'reversed')"
)
_APPROVALS = """
    SELECT count(*) FROM volunteering_service WHERE community_id = :c AND origin <> 'imported'
    AND status IN ('verified', 'deliberated', 'in_publicity', 'objected', 'credited', 'reversed')
"""

ONE_AWARD = Invariant(
    "one_award",
    "one_award",
    "每次服务只发一次分",
    "A service is credited exactly where it has one award",
    "services",
    _CREDITED,
    """
    SELECT s.id AS service, s.status, count(a.id) AS awards FROM volunteering_service s
    LEFT JOIN volunteering_award a ON a.community_id = s.community_id AND a.service_id = s.id
    WHERE s.community_id = :c GROUP BY s.id, s.status
    HAVING count(a.id) <> CASE WHEN s.status IN ('credited', 'reversed') THEN 1 ELSE 0 END
    """,
)

AWARD_MOVED = Invariant(
    "award_moved",
    "one_award",
    "发的分和划转对得上",
    "Every award of points is one transfer of as much, to the purse it names",
    "services",
    _CREDITED,
    """
    SELECT w.id AS award, w.tenths FROM volunteering_award w
    LEFT JOIN ledger_transfer t ON t.community_id = w.community_id AND t.id = w.transfer_id
    LEFT JOIN ledger_account a ON a.community_id = t.community_id AND a.id = t.source_id AND a.kind = 'issued'
    WHERE w.community_id = :c AND w.tenths > 0
      AND (t.id IS NULL OR a.id IS NULL OR t.tenths <> w.tenths OR t.target_id <> w.account_id)
    """,
)

AWARD_IS_SERVICE = Invariant(
    "award_is_service",
    "one_award",
    "发分的人和规则跟服务记录一致",
    "An award names the person, the rule and the rule version of its service",
    "services",
    _CREDITED,
    """
    SELECT w.id AS award, w.service_id AS service FROM volunteering_award w
    LEFT JOIN volunteering_service s ON s.community_id = w.community_id AND s.id = w.service_id
    LEFT JOIN volunteering_rule r ON r.community_id = w.community_id AND r.id = w.rule_id
    WHERE w.community_id = :c
      AND (s.id IS NULL OR r.id IS NULL OR s.person_id <> w.person_id OR r.version <> w.rule_version)
    """,
)

REVERSED_IS_TAKEN_BACK = Invariant(
    "reversed_is_taken_back",
    "one_award",
    "冲正的服务把分收回了",
    "The points of a reversed service were taken back, and those of a credited one were not",
    "services",
    "SELECT count(*) FROM volunteering_service WHERE community_id = :c AND status = 'reversed'",
    """
    SELECT s.id AS service, s.status FROM volunteering_service s
    JOIN volunteering_award w ON w.community_id = s.community_id AND w.service_id = s.id AND w.tenths > 0
    LEFT JOIN ledger_transfer t ON t.community_id = w.community_id AND t.reverses = w.transfer_id
    WHERE s.community_id = :c AND (s.status = 'reversed') <> (t.id IS NOT NULL)
    """,
)

POINTS_ARE_AWARDED = Invariant(
    "points_are_awarded",
    "one_award",
    "发出的每一分都有一次服务",
    "Every award line of a purse leads to its award",
    "records",
    "SELECT count(*) FROM ledger_entry WHERE community_id = :c AND what = 'award'",
    """
    SELECT e.account_id AS purse, e.version AS line FROM ledger_entry e
    LEFT JOIN volunteering_award w
      ON w.community_id = e.community_id AND w.id = e.subject_id AND w.transfer_id = e.transfer_id
    WHERE e.community_id = :c AND e.what = 'award' AND w.id IS NULL
    """,
)

# Who said yes to whose service; imported history names nobody and is exempt.
NOBODY_APPROVES_OWN = Invariant(
    "nobody_approves_own",
    "nobody_approves_own",
    "没有人审自己、亲属或自己录的",
    "Nobody approved their own service, a relative's, or what they entered",
    "approvals",
    _APPROVALS,
    """
    WITH y AS (
      SELECT id AS service_id, person_id, entered_by, decided_by AS by_id FROM volunteering_service
      WHERE community_id = :c AND origin <> 'imported' AND decided_by IS NOT NULL
        AND status IN ('verified', 'deliberated', 'in_publicity', 'objected', 'credited')
      UNION
      SELECT id, person_id, entered_by, first_by FROM volunteering_service
      WHERE community_id = :c AND origin <> 'imported' AND first_by IS NOT NULL AND status <> 'rejected'
      UNION
      SELECT s.id, s.person_id, s.entered_by, w.approved_by FROM volunteering_award w
      JOIN volunteering_service s ON s.community_id = w.community_id AND s.id = w.service_id
      WHERE w.community_id = :c AND w.origin <> 'imported' AND w.approved_by IS NOT NULL
    )
    SELECT y.service_id AS service, y.by_id AS approved_by FROM y
    JOIN people_account a ON a.community_id = :c AND a.id = y.by_id
    JOIN people_person p ON p.community_id = :c AND p.id = a.person_id
    JOIN people_person o ON o.community_id = :c AND o.id = y.person_id
    LEFT JOIN people_account e ON e.community_id = :c AND e.id = y.entered_by
    WHERE y.by_id = y.entered_by OR e.person_id = p.id OR p.id = o.id OR p.household_id = o.household_id
      OR EXISTS (SELECT 1 FROM people_relation r WHERE r.community_id = :c AND (
           (r.person_id = p.id AND r.other_id = o.id) OR (r.person_id = o.id AND r.other_id = p.id)))
    """,
)

PROOFS = (
    ONE_AWARD,
    AWARD_MOVED,
    AWARD_IS_SERVICE,
    REVERSED_IS_TAKEN_BACK,
    POINTS_ARE_AWARDED,
    NOBODY_APPROVES_OWN,
)
