"""Builds the Flask application and its server: wires pages and commands, turns refusals into answers; decides nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Flask, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from points import audit, commands, imports, web
from points.app import (
    cli,
    errors,
    health,
    logs,
    openapi,
    request_guard,
    security_headers,
    security_log,
    static_files,
    templating,
)
from points.commands import telling
from points.foundation import clock, db, keep_keys_in, marks
from points.foundation.connections import prepare_engine
from points.foundation.engines import engine_options
from points.web import auth, navigation

ROOT = Path(__file__).resolve().parent.parent.parent


def create_app(settings: Mapping[str, Any]) -> Flask:
    """One application with these settings (see config.py)."""
    app = Flask(
        "points",
        root_path=str(ROOT / "points"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
        instance_path=str(settings["INSTANCE"]),
    )
    app.config.from_mapping(settings)
    options = engine_options(settings["SQLALCHEMY_DATABASE_URI"])
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {**options, "hide_parameters": True})
    settings["INSTANCE"].mkdir(mode=0o700, parents=True, exist_ok=True)
    clock.follow(settings.get("CLOCK_FILE"))
    keep_keys_in(settings["INSTANCE"] / "keys", asks=settings["ENVIRONMENT"] == "production")
    imports.bringing.keep_in(settings["INSTANCE"] / "intakes")
    marks.follow(settings["MARKS"], audit.marks.compare)
    _open_database(app)
    logs.init_app(app)
    templating.init_app(app)
    security_headers.init_app(app)
    security_log.init_app(app)
    request_guard.init_app(app)
    errors.init_app(app)
    health.init_app(app)
    _add_pages(app)
    _add_commands(app)
    static_files.init_app(app, ROOT / "static")
    if proxies := settings["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    return app


def _open_database(app: Flask) -> None:
    import points.audit.models
    import points.foundation.models
    import points.goods.models
    import points.imports.models
    import points.ledger.models
    import points.operation.models
    import points.oversight.models
    import points.people.models
    import points.shop.models
    import points.stockroom.models
    import points.volunteering.models  # noqa: F401 - the tables of every room

    db.init_app(app)
    if not os.environ.get("SERVER_SOFTWARE", "").startswith(("gunicorn", "waitress")):
        # a serving process never migrates, and Alembic would be a tenth of its memory
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        prepare_engine(db.engine)
        audit.row_history.watch(db.engine)


def _add_pages(app: Flask) -> None:
    """The pages by audience, and the endpoints of other programs with their document."""
    web.init_app(app)
    app.before_request(_lead_on)
    api = openapi.init_app(app)
    for one in web.endpoints():
        openapi.add(api, one)
    openapi.add_documents(app, api)


def _lead_on() -> Response | None:
    """The address without a path leads everybody to where they begin; residents are there already."""
    me = auth.signed_in() if request.path == "/" else None
    if me is None or "resident" in me.roles:
        return None
    target = navigation.first_page(me)
    return None if target == "/" else redirect(target)


def _add_commands(app: Flask) -> None:
    """The app's own commands; the sample community is read in only when one of them asks for it."""

    def lay_out(say: Callable[[str], None]) -> list[dict[str, str]]:
        from points import demo

        return demo.laying_out.lay_out(app.config["INSTANCE"], say)

    def accounts(instance: Path) -> list[dict[str, str]]:
        from points import demo

        return [asdict(one) for one in demo.accounts.known(instance)]

    commands.init_app(app)
    cli.init_app(app, lay_out, accounts)
    telling.init_app(app)
