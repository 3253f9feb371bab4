"""The book of deeds: who did what to what, with which facts, in the same transaction as the deed."""

from points.audit.canonical import canonical_bytes, commitment, leaf_hash
from points.audit.records import Deed, attempt, count_refused, record, record_many
from points.audit.trail import TrailFilter, TrailLine, deeds_known, trail

__all__ = [
    "Deed",
    "TrailFilter",
    "TrailLine",
    "attempt",
    "canonical_bytes",
    "commitment",
    "count_refused",
    "deeds_known",
    "leaf_hash",
    "record",
    "record_many",
    "trail",
]
