"""The roof: wires the rooms to Flask and turns refusals into answers; it decides nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate

from points.foundation import clock, db
from points.foundation.database import prepare_engine
from points.foundation.engines import engine_options, sqlite_module, sqlite_pragmas

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Mapping[str, Any]) -> Flask:
    """One application with these settings (see config.py)."""
    app = Flask(
        "points",
        root_path=str(ROOT / "points"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings["INSTANCE"]),
    )
    app.config.from_mapping(settings)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(settings["SQLALCHEMY_DATABASE_URI"]))
    settings["INSTANCE"].mkdir(parents=True, exist_ok=True)
    clock.follow(settings.get("CLOCK_FILE"))
    _open_database(app)
    return app


def _open_database(app: Flask) -> None:
    import points.audit.models
    import points.foundation.models
    import points.goods.models
    import points.ledger.models
    import points.oversight.models
    import points.people.models
    import points.shop.models
    import points.volunteering.models  # noqa: F401 - the tables of every room

    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        prepare_engine(db.engine, sqlite_pragmas(sqlite_module()))
