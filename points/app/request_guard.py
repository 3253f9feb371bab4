"""Turns away what no field of ours can hold, before any page sees it; it knows no page and no field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import SecurityError

from points.app import validation
from points.app.refusals import Unreadable
from points.app.sentences import language

#: what cannot be stored: PostgreSQL takes no NUL, and half of a character cannot be encoded
_UNFIT = re.compile("[\x00\ud800-\udfff]")

#: bytes: the longest sale is a tenth of it, and a program's body costs a hundred times its length while it is read
JSON_LIMIT = 128 << 10
#: and of a form without a file, many times what a long list of people sends
FORM_LIMIT = 512 << 10
#: pages that read what they are sent themselves, once it is known who sends it: files longer than anybody may send
READ_LATER = {"desk.bring_books"}


def init_app(app: Flask) -> None:
    """Look at every request once; what gets through can be stored, compared and searched for on any engine."""
    app.before_request(_asked_by_name)
    app.before_request(_readable)


def _asked_by_name() -> None:
    """Nothing is looked up for who asks by a name that is none of ours (TRUSTED_HOSTS)."""
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception


def _readable() -> None:
    if not all(map(_holds, (request.path, *request.args.values()))):
        raise Unreadable
    if request.method in ("GET", "HEAD", "OPTIONS") or request.routing_exception is not None:
        # what nobody asks for is not read
        return
    if request.endpoint in READ_LATER:
        return
    if request.is_json:
        request.max_content_length = JSON_LIMIT
        _readable_json()
        return
    if request.mimetype == "application/x-www-form-urlencoded":
        # half a million empty fields cost a second and a half
        request.max_content_length = FORM_LIMIT
    if not all(_holds(text) for _name, text in request.form.items(multi=True)):
        raise Unreadable


def _readable_json() -> None:
    """One that is no JSON at all is left to the endpoint, which says so by its schema."""
    try:
        body = json.loads(request.get_data(cache=True))
    except (json.JSONDecodeError, UnicodeDecodeError):
        return
    except (RecursionError, ValueError) as error:
        # nested without end, or a number of thousands of digits
        raise validation.invalid({"json": ["Invalid JSON"]}, language()) from error
    for name, text in _texts(body):
        if not _holds(text):
            raise validation.invalid({"json": {name: ["wrong"]}}, language())


def _texts(body: Any) -> Iterator[tuple[str, str]]:
    """Every text of a body, with the name of the outermost field it stands in; without recursion."""
    outermost = body.items() if isinstance(body, dict) else [("json", body)]
    left = [(str(name), value) for name, value in outermost]
    while left:
        name, value = left.pop()
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            left += [(name, one) for one in value.values()]
        elif isinstance(value, list):
            left += [(name, one) for one in value]


def _holds(text: str) -> bool:
    return _UNFIT.search(text) is None
