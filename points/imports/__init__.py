"""Old and monthly workbooks: read, balanced against what the paper says, compared with the books, written in one piece."""

from points.imports import blank, importing, kept, typed_times, undoing

__all__ = ["blank", "importing", "kept", "typed_times", "undoing"]
