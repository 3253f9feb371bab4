"""What records name, read from the records themselves: what the notes beside them are held against."""

from __future__ import annotations

from points.audit.models import NAMED_BY_A_RECORD


def named_by_records(dialect: str) -> str:
    """A query for what the records of community `:c` behind `:through` name, by their subjects and facts alone."""
    return NAMED_BY_A_RECORD[dialect].format(
        r="r",
        source="audit_record AS r, ",
        from_=" FROM audit_record AS r",
        where="r.community_id = :c AND r.id > :through AND ",
    )
