"""Today's receipts, and one for the printer."""

from __future__ import annotations
