"""Who may do what, what an act gives and what a thing costs, by what their records say: roles, cards, ways to a purse,
rules, prices, shops.

What a record does not say of a row (a hash, a day, an end) is not seen here.
"""

from __future__ import annotations

from points.oversight.checks.form import Invariant
from points.oversight.checks.recorded import RULE, of_deed, same_person, says

# whoever confirms works in another community at times, and their record stands with theirs
_OF_ANY = "r.community_id IN (SELECT id FROM foundation_community) AND r.deed || '' = 'role.confirmed' AND r.outcome = 'done'"
_ROLE = f"r.subject_id = g.account_id AND {says('role', 'g.role')} AND {says('place_id', 'g.place_id')}"
ROLES_AS_RECORDED = Invariant(
    "roles_as_recorded",
    RULE,
    "每个岗位都有人给、有人同意",
    "Every role that counts was laid, or confirmed by the one it names, as this role at this place",
    "roles",
    "SELECT count(*) FROM people_role_grant WHERE community_id = :c AND confirmed_at IS NOT NULL",
    f"""
    SELECT g.account_id AS account, g.role FROM people_role_grant g
    WHERE g.community_id = :c AND g.confirmed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("role.granted")} AND {_ROLE})
      AND NOT EXISTS (
        SELECT 1 FROM audit_record r WHERE {_OF_ANY} AND r.actor_id IS NOT DISTINCT FROM g.confirmed_by AND {_ROLE})
    """,  # noqa: S608 - our own words, as in all of this module
)

CARDS_AS_RECORDED = Invariant(
    "cards_as_recorded",
    RULE,
    "每张卡都是办出来的，报失的没有再用",
    "Every card was issued, as this one to this person, and none that was lost or replaced is good again",
    "cards",
    "SELECT count(*) FROM people_card WHERE community_id = :c",
    f"""
    SELECT k.id AS card, k.status FROM people_card k
    WHERE k.community_id = :c AND (
      NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("card.issued")} AND r.subject_id = k.id
        AND {says("person_id", "k.person_id")} AND {says("kind", "k.kind")})
      OR (k.status = 'active' AND EXISTS (
        SELECT 1 FROM audit_record r WHERE {of_deed("card.revoked", "card.replaced")} AND r.subject_id = k.id)))
    """,  # noqa: S608
)

# what stood before there were ways was confirmed as such, all at once: nothing else has a lower number
WAYS_AS_RECORDED = Invariant(
    "ways_as_recorded",
    RULE,
    "能付分的卡和账号都有人确认过",
    "Every way that pays was confirmed by the one it names, or came with what the installation laid",
    "ways",
    "SELECT count(*) FROM people_way WHERE community_id = :c AND confirmed_at IS NOT NULL",
    f"""
    SELECT y.id AS way, y.confirmed_how AS how FROM people_way y
    WHERE y.community_id = :c AND CASE y.confirmed_how
      WHEN 'import' THEN y.made_by IS NOT NULL
      WHEN 'before' THEN EXISTS (
        SELECT 1 FROM people_way z WHERE z.community_id = :c AND z.id < y.id
          AND z.confirmed_how IS DISTINCT FROM 'before')
      ELSE y.confirmed_how IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM audit_record r WHERE {of_deed("way.confirmed")}
          AND r.subject_id = coalesce(y.card_id, y.account_id)
          AND r.actor_id IS NOT DISTINCT FROM y.confirmed_by AND {says("person_id", "y.person_id")}) END
    """,  # noqa: S608
)

RULES_AS_RECORDED = Invariant(
    "rules_as_recorded",
    RULE,
    "每条规则给多少分，和定的时候一致",
    "Every version of a rule gives as much, from the day on, as its record says, or ends it",
    "rules",
    "SELECT count(*) FROM volunteering_rule WHERE community_id = :c",
    f"""
    SELECT u.code AS rule, u.version, u.tenths FROM volunteering_rule u
    WHERE u.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("rule.added", "rule.ended")} AND r.subject_id = u.id
        AND (r.deed = 'rule.ended') = (u.ended IS TRUE)
        AND {says("code", "u.code")} AND {says("version", "u.version")} AND {says("tenths", "u.tenths")}
        AND {says("effective_on", "u.effective_on")})
    """,  # noqa: S608
)

# what books brought, and what the installation laid, was agreed to in its own way
RULES_BY_TWO = Invariant(
    "rules_by_two",
    "nobody_approves_own",
    "手工写的规则，一个人提、另一个人同意",
    "Every version of a rule that a person put in force was proposed by another",
    "rules",
    "SELECT count(*) FROM people_proposal WHERE community_id = :c AND status = 'decided' AND name LIKE 'rule:%'",
    f"""
    SELECT u.code AS rule, u.version, r.actor_id AS agreed FROM volunteering_rule u
    JOIN audit_record r ON {of_deed("rule.added", "rule.ended")} AND r.subject_id = u.id AND r.actor_kind = 'person'
    WHERE u.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM people_proposal p
      JOIN people_account f ON f.id = p.proposed_by JOIN people_account d ON d.id = p.closed_by
      WHERE p.community_id = :c AND p.name = 'rule:' || u.code AND p.version = u.version AND p.status = 'decided'
        AND p.closed_by = r.actor_id AND f.person_id <> d.person_id)
    """,  # noqa: S608
)

AGREED_BY_TWO = Invariant(
    "agreed_by_two",
    "nobody_approves_own",
    "冲正、定价、退回到期的积分，都是一个人提、另一个人同意",
    "Undoings, prices and lapses that were given back were asked for by one person and agreed to by another",
    "redemptions",
    "SELECT count(*) FROM shop_undo WHERE community_id = :c",
    f"""
    SELECT 'undo' AS what, u.id AS row_id FROM shop_undo u
    WHERE u.community_id = :c AND u.status = 'confirmed' AND {same_person("u.asked_by", "u.decided_by")}
    UNION ALL
    SELECT 'price', p.id FROM goods_price_proposal p
    WHERE p.community_id = :c AND p.status IN ('decided', 'stopped') AND {same_person("p.proposed_by", "p.closed_by")}
    UNION ALL
    SELECT 'lapses', l.id FROM operation_lapses_ask l
    WHERE l.community_id = :c AND l.status IN ('confirmed', 'done') AND {same_person("l.asked_by", "l.decided_by")}
    """,  # noqa: S608
)

# by the record it was first written with: its decision, a list of goods, or what found it there; old books say each of theirs
PRICES_AS_RECORDED = Invariant(
    "prices_as_recorded",
    RULE,
    "每个价格都有人提、有人定，或者是开店时带进来的",
    "Every price was decided as this one, came with a list of goods, or stood there before there were decisions",
    "prices",
    "SELECT count(*) FROM goods_price WHERE community_id = :c",
    f"""
    SELECT i.code AS item, p.tenths FROM goods_price p
    JOIN goods_item i ON i.community_id = p.community_id AND i.id = p.item_id
    LEFT JOIN goods_batch b ON b.community_id = p.community_id AND b.id = p.batch_id
    WHERE p.community_id = :c AND NOT EXISTS (
      SELECT 1 FROM audit_row_history h
      JOIN audit_record r ON r.community_id = h.community_id AND r.id = h.record_id AND r.outcome = 'done'
      WHERE h.community_id = :c AND h.kind = 'goods_price' AND h.row_id = p.id AND h.seq = 1
        AND (r.deed IN ('goods.imported', 'history.begun')
          OR (r.deed = 'price.decided' AND r.subject_id = p.item_id AND {says("price_id", "p.id")}
            AND {says("tenths", "p.tenths")} AND coalesce(r.facts ->> 'batch', '') = coalesce(b.number, ''))))
      AND NOT EXISTS (SELECT 1 FROM audit_record r WHERE {of_deed("goods.imported")} AND r.subject_id = p.item_id
        AND r.facts ->> 'tenths' IS NOT NULL AND {says("tenths", "p.tenths")} AND p.batch_id IS NULL)
    """,  # noqa: S608
)

# who laid the installation, or took old books in, asks nobody
SHOPS_BY_TWO = Invariant(
    "shops_by_two",
    "nobody_approves_own",
    "每家店都是一个人申请、另一个人同意开的",
    "Every shop was opened by the one its record names, and by nobody who asked for it",
    "shops",
    "SELECT count(*) FROM shop_shop WHERE community_id = :c AND status IN ('open', 'closed')",
    f"""
    SELECT s.number AS shop, s.decided_by AS opened_by FROM shop_shop s
    JOIN people_account f ON f.id = s.asked_by JOIN people_account d ON d.id = s.decided_by
    WHERE s.community_id = :c AND s.status IN ('open', 'closed') AND f.person_id = d.person_id
    UNION ALL
    SELECT s.number, s.decided_by FROM shop_shop s
    WHERE s.community_id = :c AND s.status IN ('open', 'closed') AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("shop.opened")} AND r.subject_id = s.id
        AND (s.asked_by IS NULL OR r.actor_id IS NOT DISTINCT FROM s.decided_by))
    UNION ALL
    SELECT s.number, s.asked_by FROM shop_shop s
    WHERE s.community_id = :c AND s.status IN ('open', 'closed') AND s.asked_by IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM audit_record r WHERE {of_deed("shop.asked")} AND r.subject_id = s.id AND r.actor_id = s.asked_by)
    """,  # noqa: S608
)

PROOFS = (
    ROLES_AS_RECORDED,
    CARDS_AS_RECORDED,
    WAYS_AS_RECORDED,
    RULES_AS_RECORDED,
    RULES_BY_TWO,
    AGREED_BY_TWO,
    PRICES_AS_RECORDED,
    SHOPS_BY_TWO,
)
