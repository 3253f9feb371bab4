"""Books that somebody brought on the desk, and days side by side: who asked, who agreed, what was compared and decided."""

from __future__ import annotations

from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import RULE, all_of, of_deed, same_person, says

# an undoing says what it took back in the record of its import
INTAKES_BY_TWO = Invariant(
    "intakes_by_two",
    "nobody_approves_own",
    "网页上交来的旧账，一个人提、另一个人同意才记进来",
    "Books that were brought on the desk were asked for by one, confirmed by another, and came in as their records say",
    "imports",
    "SELECT count(*) FROM imports_intake WHERE community_id = :c AND state IN ('proposed', 'confirmed', 'writing', 'written')",
    f"""
    SELECT i.id AS intake, i.state FROM imports_intake i
    WHERE i.community_id = :c AND i.state IN ('proposed', 'confirmed', 'writing', 'written') AND (
      NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("intake.proposed")} AND r.subject_id = i.id
        AND r.actor_id IS NOT DISTINCT FROM i.proposed_by)
      OR (i.state <> 'proposed' AND NOT EXISTS (
        SELECT 1 FROM audit_record r WHERE {of_deed("intake.confirmed")} AND r.subject_id = i.id
          AND r.actor_id IS NOT DISTINCT FROM i.confirmed_by AND {says("proposed_by", "i.proposed_by")}))
      OR (i.state <> 'proposed' AND {same_person("i.proposed_by", "i.confirmed_by")})
      OR (i.state = 'written' AND i.purpose <> 'undo' AND NOT EXISTS (
        SELECT 1 FROM audit_record r WHERE {of_deed("intake.written")} AND r.subject_id = i.id
          AND {says("import_id", "i.import_id")} AND {says("confirmed_by", "i.confirmed_by")}))
      OR (i.state = 'written' AND i.import_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM foundation_import b WHERE b.community_id = :c AND b.id = i.import_id)))
    UNION ALL
    SELECT r.subject_id, r.deed FROM audit_record r
    WHERE {all_of("intake.written")} AND NOT EXISTS (
      SELECT 1 FROM imports_intake i WHERE i.community_id = :c AND i.id = r.subject_id AND i.state = 'written')
    """,  # noqa: S608 - our own words, as in all of this module
)

_MOVED_LATER = (
    "EXISTS (SELECT 1 FROM audit_record n WHERE n.community_id = :c AND n.deed || '' = 'parallel.moved'"
    " AND n.outcome = 'done' AND n.subject_id = p.id AND n.id > r.id)"
)
_PROPOSED = f"""EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("parallel.switch_proposed")} AND r.subject_id = p.id
        AND r.actor_id IS NOT DISTINCT FROM p.proposed_by AND {says("week", "p.proposed_week")})"""  # noqa: S608
_OVER = f"""EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("parallel.switched", "parallel.stopped")}
        AND r.subject_id = p.id AND r.deed = 'parallel.' || p.state AND r.actor_id IS NOT DISTINCT FROM p.ended_by
        AND {says("digest", "p.digest")} AND {says("proposed_by", "p.proposed_by")})"""  # noqa: S608
PARALLEL_AS_RECORDED = Invariant(
    "parallel_as_recorded",
    RULE,
    "账本和系统并行的日子，从哪天起、哪天切换、谁定的，和操作记录一致",
    "Days side by side begin, end and are switched as their records say, by two people who are not the same",
    "periods",
    "SELECT count(*) FROM imports_parallel_period WHERE community_id = :c",
    f"""
    SELECT p.id AS period, p.state FROM imports_parallel_period p
    WHERE p.community_id = :c AND (
      NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("parallel.begun")} AND r.subject_id = p.id
        AND {says("first_day", "p.first_day")})
      OR NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("parallel.begun", "parallel.moved")}
        AND r.subject_id = p.id AND {says("switch_on", "p.switch_on")} AND NOT {_MOVED_LATER})
      OR (p.state IN ('proposed', 'switched') AND NOT {_PROPOSED})
      OR (p.state IN ('switched', 'stopped') AND NOT {_OVER})
      OR (p.state = 'switched' AND {same_person("p.proposed_by", "p.ended_by")}))
    UNION ALL
    SELECT r.subject_id, r.deed FROM audit_record r
    WHERE {all_of("parallel.switched", "parallel.stopped")} AND NOT EXISTS (
      SELECT 1 FROM imports_parallel_period p WHERE p.community_id = :c AND p.id = r.subject_id
        AND p.state = substr(r.deed, 10))
    """,  # noqa: S608
)

# of an older comparison it is not kept which differences it found
WEEKS_AS_RECORDED = Invariant(
    "weeks_as_recorded",
    RULE,
    "并行时每次比对的结果、每处差异是谁定的，和操作记录一致",
    "What a comparison found, and who decided whose mistake it was, is what the records say, and none is missing",
    "checks",
    "SELECT count(*) FROM imports_parallel_week WHERE community_id = :c",
    f"""
    SELECT w.period_id AS period, w.number FROM imports_parallel_week w
    WHERE w.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("parallel.compared")} AND r.subject_id = w.period_id
        AND {says("week", "w.number")} AND {says("until", "w.until")} AND {says("differ", "w.figures ->> 'differ'")})
    UNION ALL
    SELECT r.subject_id, 0 FROM audit_record r
    WHERE {all_of("parallel.compared")} AND NOT EXISTS (
      SELECT 1 FROM imports_parallel_week w WHERE w.community_id = :c AND w.period_id = r.subject_id
        AND {says("week", "w.number")})
    UNION ALL
    SELECT p.id, p.weeks FROM imports_parallel_period p
    WHERE p.community_id = :c AND p.weeks <> (
      SELECT count(*) FROM imports_parallel_week w WHERE w.community_id = :c AND w.period_id = p.id)
    UNION ALL
    SELECT w.period_id, w.number FROM imports_parallel_week w
    JOIN imports_parallel_period p ON p.community_id = :c AND p.id = w.period_id AND p.weeks = w.number
    WHERE w.community_id = :c AND CAST(w.figures ->> 'differ' AS INTEGER) <> (
      SELECT count(*) FROM imports_parallel_difference f
      WHERE f.community_id = :c AND f.period_id = p.id AND f.last_week = p.weeks)
    UNION ALL
    SELECT f.period_id, v.nth FROM imports_parallel_verdict v
    JOIN imports_parallel_difference f ON f.community_id = :c AND f.id = v.difference_id
    WHERE v.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("parallel.decided", "parallel.undecided")}
        AND r.subject_id = f.period_id AND r.actor_id = v.by AND {says("difference", "v.difference_id")}
        AND r.deed = CASE v.verdict WHEN '' THEN 'parallel.undecided' ELSE 'parallel.decided' END
        AND {says("verdict", "v.verdict")})
    UNION ALL
    SELECT r.subject_id, count(*) FROM audit_record r
    WHERE {all_of("parallel.decided", "parallel.undecided")}
    GROUP BY r.subject_id HAVING count(*) <> (
      SELECT count(*) FROM imports_parallel_verdict v
      JOIN imports_parallel_difference f ON f.community_id = :c AND f.id = v.difference_id
      WHERE v.community_id = :c AND f.period_id = r.subject_id)
    """,  # noqa: S608
)

PROOFS = (INTAKES_BY_TWO, PARALLEL_AS_RECORDED, WEEKS_AS_RECORDED)
