"""Where points come from: services, their awards, and who approved them."""

from __future__ import annotations

from points.oversight.checks.form import Invariant

_CREDITED = (
    "SELECT count(*) FROM volunteering_service WHERE community_id = :c AND status IN ('credited', 'reversed')"
)
_APPROVALS = """
    SELECT count(*) FROM volunteering_service WHERE community_id = :c AND origin <> 'imported'
    AND status IN ('verified', 'deliberated', 'approved', 'in_publicity', 'objected', 'credited', 'reversed')
"""

ONE_AWARD = Invariant(
    "one_award",
    "one_award",
    "每次服务只发一次分",
    "A service is credited exactly where it has one award",
    "services",
    _CREDITED,
    """
    SELECT s.id AS service, min(s.status) AS status, count(a.id) AS awards FROM volunteering_service s
    LEFT JOIN volunteering_award a ON a.community_id = s.community_id AND a.service_id = s.id
    WHERE s.community_id = :c GROUP BY s.id
    HAVING count(a.id) <> CASE WHEN min(s.status) IN ('credited', 'reversed') THEN 1 ELSE 0 END
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
    WHERE w.community_id = :c AND w.tenths > 0
      AND (t.id IS NULL OR t.tenths <> w.tenths OR t.target_id <> w.account_id OR t.source_id NOT IN (
        SELECT id FROM ledger_account WHERE community_id = :c AND kind = 'issued'))
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
    WITH taken AS (SELECT reverses FROM ledger_transfer WHERE community_id = :c AND reverses IS NOT NULL)
    SELECT s.id AS service, s.status FROM volunteering_service s
    JOIN volunteering_award w ON w.community_id = s.community_id AND w.service_id = s.id AND w.tenths > 0
    WHERE s.community_id = :c AND s.status = 'reversed' AND w.transfer_id NOT IN (SELECT reverses FROM taken)
    UNION ALL
    SELECT s.id, s.status FROM volunteering_award w
    JOIN volunteering_service s ON s.community_id = w.community_id AND s.id = w.service_id
    WHERE w.community_id = :c AND w.tenths > 0 AND w.transfer_id IN (SELECT reverses FROM taken)
      AND s.status <> 'reversed'
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
    WITH near AS (
      SELECT a.id AS by_id, o.id AS person_id FROM people_account a
      JOIN people_person p ON p.community_id = :c AND p.id = a.person_id
      JOIN people_person o ON o.community_id = :c AND o.household_id = p.household_id
      WHERE a.community_id = :c
      UNION SELECT id, person_id FROM people_account WHERE community_id = :c
      UNION SELECT a.id, r.other_id FROM people_relation r
      JOIN people_account a ON a.community_id = :c AND a.person_id = r.person_id WHERE r.community_id = :c
      UNION SELECT a.id, r.person_id FROM people_relation r
      JOIN people_account a ON a.community_id = :c AND a.person_id = r.other_id WHERE r.community_id = :c),
    same AS (
      SELECT a.id AS by_id, e.id AS entered_by FROM people_account a
      JOIN people_account e ON e.community_id = :c AND e.person_id = a.person_id WHERE a.community_id = :c)
    SELECT id AS service, decided_by AS approved_by FROM volunteering_service
    WHERE community_id = :c AND origin <> 'imported'
      AND status IN ('verified', 'deliberated', 'approved', 'in_publicity', 'objected', 'credited')
      AND ((decided_by, person_id) IN (SELECT by_id, person_id FROM near)
        OR (decided_by, entered_by) IN (SELECT by_id, entered_by FROM same))
    UNION
    SELECT id, first_by FROM volunteering_service
    WHERE community_id = :c AND origin <> 'imported' AND first_by IS NOT NULL AND status <> 'rejected'
      AND ((first_by, person_id) IN (SELECT by_id, person_id FROM near)
        OR (first_by, entered_by) IN (SELECT by_id, entered_by FROM same))
    UNION
    SELECT s.id, w.approved_by FROM volunteering_award w
    JOIN volunteering_service s ON s.community_id = w.community_id AND s.id = w.service_id
    WHERE w.community_id = :c AND w.origin <> 'imported'
      AND ((w.approved_by, s.person_id) IN (SELECT by_id, person_id FROM near)
        OR (w.approved_by, s.entered_by) IN (SELECT by_id, entered_by FROM same))
    """,
)

# Old books say what they gave. A cap over a day, a month or a year is added up beside this (`reckoning/caps`). Where a community
# ever decided that hours count less and less, an award by the hour gave at most this.
AWARD_FOLLOWS_RULE = Invariant(
    "award_follows_rule",
    "one_award",
    "发的分等于规则乘时长或次数",
    "An award gives what its version of the rule gives for these minutes or pieces, less only for a reason it names",
    "services",
    _CREDITED,
    """
    WITH figured AS (
      SELECT w.id, w.tenths, w.reason, s.origin, u.cap, u.unit,
        w.minutes - CASE WHEN u.counts_hours THEN s.minutes ELSE 0 END AS minutes_off,
        CASE WHEN u.unit = '小时' THEN u.tenths * s.minutes / 60
          WHEN s.minutes < u.least_minutes THEN 0
          ELSE u.tenths * s.quantity_tenths / 10 END AS full_tenths
      FROM volunteering_award w
      JOIN volunteering_service s ON s.community_id = :c AND s.id = w.service_id
      JOIN volunteering_rule u ON u.community_id = :c AND u.id = w.rule_id
      WHERE w.community_id = :c AND w.origin <> 'imported')
    SELECT id AS award, tenths, full_tenths AS by_rule FROM figured
    WHERE NOT (minutes_off = 0 AND tenths <= full_tenths AND CASE
        WHEN reason = 'cap' THEN cap <> ''
        WHEN reason = 'back_filled' THEN origin = 'back_filled'
        WHEN unit = '小时' AND EXISTS (
          SELECT 1 FROM foundation_setting WHERE community_id = :c AND name = 'decay') THEN TRUE
        ELSE tenths = full_tenths END)
    """,
)

PROOFS = (
    ONE_AWARD,
    AWARD_MOVED,
    AWARD_IS_SERVICE,
    REVERSED_IS_TAKEN_BACK,
    POINTS_ARE_AWARDED,
    NOBODY_APPROVES_OWN,
    AWARD_FOLLOWS_RULE,
)
