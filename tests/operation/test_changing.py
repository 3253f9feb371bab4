"""A CHECK and what may be empty are changed in place, with an old SQLite as well as with a new one."""

from __future__ import annotations

import sqlite3
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from migrations import changing
from points.foundation.engines import sqlite_module

pytestmark = pytest.mark.only_on("sqlite")

OLD, NEW = "status IN ('new', 'done')", "status IN ('new', 'away', 'done')"


@pytest.mark.parametrize("alters_itself", [True, False])
@pytest.mark.parametrize("module", [sqlite_module(), sqlite3])
def test_rows_triggers_and_the_other_checks_stay(
    engine: str, monkeypatch: pytest.MonkeyPatch, module: ModuleType, alters_itself: bool
) -> None:
    if alters_itself:
        module = sqlite_module()
    else:
        monkeypatch.setattr(changing, "_ALTERS", (99, 0, 0))
    opened = sa.create_engine("sqlite://", module=module)
    with opened.connect() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE errand (id INTEGER, status TEXT, "
            f"CONSTRAINT ck_errand_status CHECK ({OLD}), CONSTRAINT ck_errand_id CHECK (id > 0))"
        )
        connection.exec_driver_sql("INSERT INTO errand VALUES (1, 'done')")
        connection.exec_driver_sql(
            "CREATE TRIGGER keep_errand BEFORE DELETE ON errand BEGIN SELECT RAISE(ABORT, 'kept'); END"
        )
        with Operations.context(MigrationContext.configure(connection)):
            changing.replace_check("errand", "ck_errand_status", OLD, NEW)
        connection.exec_driver_sql("INSERT INTO errand VALUES (2, 'away')")
        for harm, said in (
            ("INSERT INTO errand VALUES (3, 'gone')", "ck_errand_status"),
            ("INSERT INTO errand VALUES (0, 'new')", "ck_errand_id"),
            ("DELETE FROM errand", "kept"),
        ):
            with pytest.raises(sa.exc.IntegrityError, match=said):
                connection.exec_driver_sql(harm)
        assert connection.exec_driver_sql("SELECT count(*) FROM errand").scalar_one() == 2
    opened.dispose()


@pytest.mark.parametrize("alters_itself", [True, False])
def test_a_column_may_be_empty_and_the_one_beside_it_not(
    engine: str, monkeypatch: pytest.MonkeyPatch, alters_itself: bool
) -> None:
    if not alters_itself:
        monkeypatch.setattr(changing, "_ALTERS", (99, 0, 0))
    opened = sa.create_engine("sqlite://", module=sqlite_module())
    with opened.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE errand (id INTEGER NOT NULL, who CHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO errand VALUES (1, 'a')")
        with Operations.context(MigrationContext.configure(connection)):
            changing.allow_null("errand", "who", "CHAR(32)")
        connection.exec_driver_sql("INSERT INTO errand VALUES (2, NULL)")
        with pytest.raises(sa.exc.IntegrityError, match=r"errand\.id"):
            connection.exec_driver_sql("INSERT INTO errand VALUES (NULL, 'b')")
        assert connection.exec_driver_sql("SELECT count(*) FROM errand").scalar_one() == 2
    opened.dispose()


def test_what_is_not_there_is_not_changed(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "_ALTERS", (99, 0, 0))
    opened = sa.create_engine("sqlite://", module=sqlite_module())
    with opened.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE errand (id INTEGER)")
        with (
            Operations.context(MigrationContext.configure(connection)),
            pytest.raises(RuntimeError, match="errand does not say: CONSTRAINT ck_errand_status"),
        ):
            changing.replace_check("errand", "ck_errand_status", OLD, NEW)
    opened.dispose()
