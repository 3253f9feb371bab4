"""The roof: wires the rooms to Flask and turns refusals into answers; it decides nothing itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from points import people
from points.app import (
    cli,
    errors,
    health,
    logs,
    openapi,
    request_guard,
    security_headers,
    static_files,
    templating,
)
from points.foundation import clock, db, keep_keys_in
from points.foundation.database import prepare_engine
from points.foundation.engines import engine_options, sqlite_module, sqlite_pragmas

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
    keep_keys_in(settings["INSTANCE"] / "keys")
    _open_database(app)
    logs.init_app(app)
    templating.init_app(app)
    security_headers.init_app(app)
    request_guard.init_app(app)
    errors.init_app(app)
    health.init_app(app)
    _open_rooms(app)
    _add_commands(app)
    static_files.init_app(app, ROOT / "static")
    if proxies := settings["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
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
    if not os.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn"):
        # a serving process never migrates, and Alembic would be a tenth of its memory
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        prepare_engine(db.engine, sqlite_pragmas(sqlite_module()))


def _open_rooms(app: Flask) -> None:
    """The pages, endpoints and commands of every room."""
    from points.hall import api as hall_api
    from points.hall import cli as hall_cli
    from points.hall.views import desk, leader, public, resident, vouchers
    from points.oversight import cli as oversight_cli
    from points.oversight import views as oversight_views
    from points.people import api as people_api
    from points.people import cli as people_cli
    from points.people import door
    from points.people import views as people_views
    from points.shop import api as shop_api
    from points.shop import views as shop_views

    # these hang their pages on the blueprint of another module, just by being read
    _ = (vouchers,)
    door.init_app(app)
    app.before_request(partial(_lead_on, door.first_page))
    for pages in (people_views, shop_views, oversight_views, resident, leader, desk, public):
        app.register_blueprint(pages.blueprint)
    api = openapi.init_app(app)
    for room in (people_api, shop_api, hall_api):
        openapi.add(api, room.blueprint)
    openapi.add_documents(app, api)
    for commands in (people_cli, hall_cli, oversight_cli):
        commands.init_app(app)


def _lead_on(first_page: Callable[[people.Me], str]) -> Response | None:
    """The address without a path leads everybody to where they begin; residents are there already."""
    me = people.signed_in() if request.path == "/" else None
    if me is None or "resident" in me.roles:
        return None
    target = first_page(me)
    return None if target == "/" else redirect(target)


def _add_commands(app: Flask) -> None:
    """The roof's own commands; the sample community is read in only when one of them asks for it."""

    def lay_out(say: Callable[[str], None]) -> list[dict[str, str]]:
        from points.hall import demo

        return demo.lay_out(app.config["INSTANCE"], say)

    def accounts(instance: Path) -> list[dict[str, str]]:
        from points.hall import demo

        return [asdict(one) for one in demo.accounts(instance)]

    cli.init_app(app, lay_out, accounts)
