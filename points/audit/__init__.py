"""The book of actions: who did what to what, with which facts, in the same transaction; and which sheet a line came from."""

from points.audit import canonical, marks, mentions, provenance, records, row_history, trail

__all__ = ["canonical", "marks", "mentions", "provenance", "records", "row_history", "trail"]
