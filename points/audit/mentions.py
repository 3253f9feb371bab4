"""What a record names: its subject and every id in its facts, noted by the database itself beside each record.

A trail that follows somebody asks here; facts are JSON, and no index leads into them. Written by a trigger, so that no
writer can forget it and no action takes a statement more. What stands in nearly every record of a kind (the rule, the
place) leads to nobody and is not noted.
"""

from __future__ import annotations

#: facts that lead to what half the book names
NOT_FOLLOWED = ("place_id", "rule_id", "shop_id", "transfer_id")
_LEFT_OUT = ", ".join(f"'{one}'" for one in NOT_FOLLOWED)
_COLUMNS = "community_id, named_id, at, record_id"
# `{r}` is a record: a new row in a trigger, a row of the table where old ones are read
_NAMED = {
    "sqlite": (
        "SELECT {r}.community_id, replace(f.atom, '-', '') AS named_id, {r}.at, {r}.id AS record_id"  # noqa: S608
        " FROM {source}json_tree({r}.facts) AS f WHERE {where}f.type = 'text'"
        f" AND NOT (f.path = '$' AND f.key IN ({_LEFT_OUT}))"
        " AND length(f.atom) = 36 AND f.atom GLOB '????????-????-????-????-????????????'"
        " AND replace(f.atom, '-', '') NOT GLOB '*[^0-9a-f]*'"
    ),
    "postgresql": (
        "SELECT {r}.community_id, CAST(f.value #>> '{{}}' AS uuid) AS named_id, {r}.at, {r}.id AS record_id"  # noqa: S608
        " FROM {source}jsonb_each({r}.facts) AS k(key, value),"
        " jsonb_path_query(k.value, 'strict $.**') AS f(value)"
        f" WHERE {{where}}k.key NOT IN ({_LEFT_OUT}) AND jsonb_typeof(f.value) = 'string'"
        " AND f.value #>> '{{}}' ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'"
    ),
}
_SUBJECT = " UNION SELECT {r}.community_id, {r}.subject_id, {r}.at, {r}.id{from_} WHERE {where}{r}.subject_id IS NOT NULL"


def noted(dialect: str) -> str:
    """The statement with which the database notes what a new record names."""
    named = (_NAMED[dialect] + _SUBJECT).format(r="NEW", source="", from_="", where="")
    return f"INSERT INTO audit_mention ({_COLUMNS}) {named}"


def named_by_records(dialect: str) -> str:
    """A query for what the records of community `:c` behind `:through` name, by their subjects and facts alone."""
    return (_NAMED[dialect] + _SUBJECT).format(
        r="r",
        source="audit_record AS r, ",
        from_=" FROM audit_record AS r",
        where="r.community_id = :c AND r.id > :through AND ",
    )
