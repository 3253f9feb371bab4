"""Paper and program side by side: a period, its comparisons, what differs, whose mistake it is; until when paper goes."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0045"
down_revision = "0044"

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_PERIOD = {
    "state": "state IN ('running', 'proposed', 'switched', 'stopped')",
    "days": "switch_on > first_day",
    "proposed": "(proposed_at IS NOT NULL) OR state NOT IN ('proposed', 'switched')",
    "ended": "(state IN ('switched', 'stopped')) = (ended_at IS NOT NULL)",
    "digest": "(state = 'switched') = (digest <> '')",
    "two": "state <> 'switched' OR proposed_by <> ended_by",
}
_DIFFERENCE = {"kind": "kind IN ('paper', 'program', 'amount', 'day', 'household')"}
_VERDICT = {"verdict": "verdict IN ('', 'paper', 'program', 'both')"}


def upgrade() -> None:
    op.add_column("imports_intake", sa.Column("until", sa.Date(), nullable=True))
    _own(
        "imports_parallel_period",
        _needed("at", _MOMENT),
        _perhaps("by", sa.Uuid()),
        *(_needed(one, sa.Date()) for one in ("first_day", "switch_on")),
        _needed("state", sa.Text()),
        _needed("weeks", sa.BigInteger()),
        _perhaps("proposed_by", sa.Uuid()),
        _perhaps("proposed_at", _MOMENT),
        _needed("proposed_week", sa.BigInteger()),
        _perhaps("ended_by", sa.Uuid()),
        _perhaps("ended_at", _MOMENT),
        _needed("digest", sa.Text()),
        checks=_PERIOD,
    )
    going = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_imports_parallel_period_going",
        "imports_parallel_period",
        ["community_id"],
        unique=True,
        sqlite_where=going,
        postgresql_where=going,
    )
    _own(
        "imports_parallel_week",
        _needed("period_id", sa.Uuid()),
        _needed("number", sa.BigInteger()),
        _needed("intake_id", sa.Uuid()),
        _needed("at", _MOMENT),
        _needed("until", sa.Date()),
        *(_needed(one, _JSON) for one in ("figures", "homes")),
        _needed("mark", sa.Text()),
        refer={"period_id": "imports_parallel_period"},
        once=("period_id", "number"),
    )
    _own(
        "imports_parallel_difference",
        _needed("period_id", sa.Uuid()),
        *(_needed(one, sa.Text()) for one in ("line_key", "kind")),
        *(_needed(one, sa.BigInteger()) for one in ("first_week", "last_week")),
        *(_needed(one, sa.Text()) for one in ("household", "other")),
        *(_perhaps(one, sa.Date()) for one in ("paper_day", "program_day")),
        *(_perhaps(one, sa.BigInteger()) for one in ("paper_tenths", "program_tenths")),
        *(_needed(one, sa.Text()) for one in ("about", "words")),
        _perhaps("subject_id", sa.Uuid()),
        *(_needed(one, sa.Text()) for one in ("file", "sheet")),
        _needed("sheet_row", sa.BigInteger()),
        checks=_DIFFERENCE,
        refer={"period_id": "imports_parallel_period"},
        once=("period_id", "line_key"),
    )
    _own(
        "imports_parallel_verdict",
        _needed("difference_id", sa.Uuid()),
        _needed("nth", sa.BigInteger()),
        _needed("at", _MOMENT),
        _needed("by", sa.Uuid()),
        *(_needed(one, sa.Text()) for one in ("verdict", "remark")),
        checks=_VERDICT,
        refer={"difference_id": "imports_parallel_difference"},
        once=("difference_id", "nth"),
    )
    for table in ("imports_parallel_week", "imports_parallel_verdict"):
        for statement in _guards(table, op.get_bind().dialect.name):
            op.execute(statement)


def _needed(name: str, kind: sa.types.TypeEngine[object]) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False)


def _perhaps(name: str, kind: sa.types.TypeEngine[object]) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=True)


def _own(
    table: str,
    *columns: sa.schema.SchemaItem,
    checks: dict[str, str] | None = None,
    refer: dict[str, str] | None = None,
    once: tuple[str, ...] = (),
) -> None:
    """A table of a community with its keys."""
    said = [sa.CheckConstraint(one, name=op.f(f"ck_{table}_{name}")) for name, one in (checks or {}).items()]
    unique = [
        sa.UniqueConstraint(
            "community_id", *once, name=op.f(f"uq_{table}_{'_'.join(('community_id', *once))}")
        )
    ]
    op.create_table(
        table,
        _needed("community_id", sa.Uuid()),
        _needed("id", sa.Uuid()),
        *columns,
        *said,
        *(unique if once else []),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f(f"fk_{table}_community_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["community_id", column],
                [f"{of}.community_id", f"{of}.id"],
                name=op.f(f"fk_{table}_community_id_{column}"),
            )
            for column, of in (refer or {}).items()
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )


def _guards(table: str, dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        for deed in ("update", "delete"):
            yield (
                f"CREATE TRIGGER keep_{table}_{deed} BEFORE {deed.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
            )
        return
    yield (
        f"CREATE TRIGGER keep_{table}_row BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION foundation_only_added()"
    )
    yield (
        f"CREATE TRIGGER keep_{table}_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION foundation_only_added()"
    )
