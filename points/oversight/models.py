"""What the watchers wrote down themselves: each check of the books. No decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped

from points.foundation.database import Owned, db, one_of


class Check(Owned, db.Model):  # type: ignore[misc, name-defined]
    """One run of all invariants over one community: what was counted, what was broken."""

    __tablename__ = "oversight_check"
    __table_args__ = (one_of("outcome", ("balanced", "broken")),)

    at: Mapped[datetime]
    outcome: Mapped[str]
    findings: Mapped[dict[str, Any]]
