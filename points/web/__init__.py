"""Every page and endpoint, one package per audience; they read requests, call use cases and answer."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Blueprint as Endpoints

from points.web import (
    account,
    api,
    at_work,
    auth,
    counter,
    desk,
    drafts,
    form_keys,
    guide_places,
    last_seen,
    leader,
    limits,
    manager,
    navigation,
    oversight,
    public,
    resident,
    second_factor,
)

_AUDIENCES = (account, counter, oversight, resident, leader, desk, manager, public)


def init_app(app: Flask) -> None:
    """Let this application know who comes in, and give it every page."""
    auth.init_app(app)
    second_factor.init_app(app)
    last_seen.init_app(app)
    limits.limiter.init_app(app)
    navigation.init_app(app)
    guide_places.init_app(app)
    at_work.init_app(app)
    account.understood.init_app(app)
    drafts.init_app(app)
    form_keys.init_app(app)
    for one in _AUDIENCES:
        app.register_blueprint(one.blueprint)


def endpoints() -> tuple[Endpoints, ...]:
    """What other programs ask; the app hangs it under the API's address and its document."""
    return api.endpoints
