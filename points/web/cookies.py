"""What is kept on a machine: under HTTPS with names that no other site and no plain connection can set (`__Host-`).

Cookies of before, without that beginning, are read for one release and written anew under their new names, so that an
enrolled tablet stays enrolled.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

#: a browser takes such a cookie only over HTTPS, for this host alone and for all of it
HOST_ALONE = "__Host-"
DEVICE = "device"
#: which machine this is: what was typed here is forgotten when somebody else comes, and its owner is told of a new one
MACHINE = "machine"
LANGUAGE = "lang"
CARE = "care"
ROLL = "roll"
#: which till of the shop this is
TILL = "till"
PRINTS = "prints"
_KNOWN = (DEVICE, MACHINE, LANGUAGE, CARE, ROLL, TILL, PRINTS)
_KEPT_FOR = timedelta(days=400)


def init_app(app: Flask) -> None:
    """Write cookies of before anew under their new names."""
    app.after_request(_rename)


def find(name: str) -> str | None:
    """What this machine keeps under a name."""
    kept = request.cookies.get(_full(name))
    return request.cookies.get(name) if kept is None else kept


def keep(response: Response, name: str, value: str) -> Response:
    """Keep something on this machine beyond a session."""
    response.set_cookie(
        _full(name), value, max_age=_KEPT_FOR, path="/", httponly=True, samesite="Lax", secure=_is_secure()
    )
    return response


def _rename(response: Response) -> Response:
    if not _is_secure():
        return response
    written = {line.partition("=")[0] for line in response.headers.getlist("Set-Cookie")}
    for name in _KNOWN:
        if name in request.cookies:
            if _full(name) not in request.cookies and _full(name) not in written:
                keep(response, name, request.cookies[name])
            response.delete_cookie(name, path="/")
    return response


def _full(name: str) -> str:
    return f"{HOST_ALONE}{name}" if _is_secure() else name


def _is_secure() -> bool:
    return bool(current_app.config.get("SESSION_COOKIE_SECURE"))
