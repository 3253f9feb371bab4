"""How often somebody may ask: counted by account, name or machine; it knows no password and no page."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import request, session
from flask_limiter import Limiter, RequestLimit

from points import people
from points.foundation import clock, reading
from points.web import machines


def _breached(limit: RequestLimit) -> None:
    # the whole window: at most a minute, and no second clock is asked
    raise people.refusals.TooManyTries(until=clock.now() + timedelta(seconds=limit.limit.get_expiry()))


def by_device() -> str:
    """Whom a limit counts: the account, else the machine that is enrolled, else where the request comes from."""
    # without its number: who signs in again is counted on
    account = str(session.get("_user_id") or "").rpartition(".")[0]
    return _digest(account or _machine() or request.remote_addr or "")


def _machine() -> str:
    device = reading(machines.find_device)
    return str(device.device_id) if device else ""


def by_name_and_device() -> str:
    """Whom a limit on passwords counts: the name that is tried, on this machine."""
    body = request.get_json(silent=True) if request.is_json else request.form
    name = body.get("username", "") if isinstance(body, dict) else ""
    return _digest(f"{str(name).strip().casefold()}\n{by_device()}")


limiter = Limiter(by_device, on_breach=_breached, headers_enabled=False)


def _digest(text: str) -> str:
    # limits are logged by key, and a log holds no names
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
