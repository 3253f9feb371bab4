"""Runs of imports on the desk: who brought which books, how far they are, who wanted them taken in and who said yes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0042"
down_revision = "0041"

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_STATES = (
    "state IN ('uploaded', 'reading', 'read', 'proposed', 'confirmed', 'writing', 'written', 'given_up', 'failed')"
)
_OPEN = "state IN ('uploaded', 'reading', 'read', 'proposed', 'confirmed', 'writing')"
_CHECKS = {
    "state": _STATES,
    "purpose": "purpose IN ('take', 'compare', 'undo')",
    "undoes": "(purpose = 'undo') = (undoes IS NOT NULL)",
    "step": "step IN ('', 'opening', 'balancing', 'comparing', 'keeping', 'writing')",
    "proposed": "(proposed_at IS NOT NULL) OR state NOT IN ('proposed', 'confirmed', 'writing', 'written')",
    "confirmed": "(confirmed_at IS NOT NULL) OR state NOT IN ('confirmed', 'writing', 'written')",
    "two": "proposed_by IS NULL OR confirmed_by IS NULL OR proposed_by <> confirmed_by",
}


def _needed(name: str, kind: sa.types.TypeEngine[object]) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False)


def _perhaps(name: str, kind: sa.types.TypeEngine[object]) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=True)


def upgrade() -> None:
    op.create_table(
        "imports_intake",
        _needed("community_id", sa.Uuid()),
        _needed("id", sa.Uuid()),
        _needed("at", _MOMENT),
        _perhaps("by", sa.Uuid()),
        *(_needed(one, sa.Text()) for one in ("label", "purpose", "digest")),
        *(_needed(one, sa.BigInteger()) for one in ("files", "bytes")),
        *(_needed(one, sa.Text()) for one in ("state", "step")),
        *(_needed(one, sa.BigInteger()) for one in ("done", "total")),
        _perhaps("beat_at", _MOMENT),
        _needed("runner", sa.Text()),
        *(_needed(one, sa.BigInteger()) for one in ("tries", "readings")),
        _perhaps("base_id", sa.Uuid()),
        *(_needed(one, _JSON) for one in ("figures", "answers")),
        _perhaps("proposed_by", sa.Uuid()),
        _perhaps("proposed_at", _MOMENT),
        _perhaps("confirmed_by", sa.Uuid()),
        _perhaps("confirmed_at", _MOMENT),
        _perhaps("import_id", sa.Uuid()),
        _perhaps("ended_by", sa.Uuid()),
        _perhaps("ended_at", _MOMENT),
        _needed("why", sa.Text()),
        _perhaps("files_deleted_at", _MOMENT),
        _perhaps("undoes", sa.Uuid()),
        *(
            sa.CheckConstraint(said, name=op.f(f"ck_imports_intake_{name}"))
            for name, said in _CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_imports_intake_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_imports_intake")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_imports_intake_at", "imports_intake", ["community_id", "at"])
    op.create_index(
        "uq_imports_intake_open",
        "imports_intake",
        ["community_id", "digest", "purpose"],
        unique=True,
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
