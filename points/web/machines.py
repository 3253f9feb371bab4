"""Which machine a request comes from: its mark, what it is in words, and by what wrong passwords are counted there."""

from __future__ import annotations

import hashlib
import re
import secrets
from uuid import UUID

from flask import after_this_request, g, request

from points import people
from points.foundation import clock, reading
from points.web import cookies

MARK_BYTES = 16
#: the first that is found says it; a browser names those it descends from as well
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("QQBrowser", "QQ 浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def here(community_id: UUID) -> people.sessions.Machine:
    """This machine, as a session that begins here notes it; one without a mark gets its own. Inside `reading`."""
    kept = mark() or _given()
    device = find_device()
    enrolled = device.device_id if device and device.community_id == community_id else None
    return people.sessions.Machine(words(), digest(kept), enrolled)


def at_hand() -> people.sessions.Machine:
    """The same, as far as it can be said of whoever comes."""
    return people.sessions.Machine(words(), digest(mark() or _given()))


def program() -> people.sessions.Machine:
    """Where a program asks, which keeps no cookies."""
    return people.sessions.Machine(words())


def _given() -> bytes:
    """The mark that this machine gets with the answer: one for all of a request."""
    fresh: bytes | None = g.get("machine")
    if fresh is None:
        fresh = g.machine = secrets.token_bytes(MARK_BYTES)
        given = fresh.hex()
        after_this_request(lambda answer: cookies.keep(answer, cookies.MACHINE, given))
    return fresh


def mark() -> bytes | None:
    """What this machine's cookie says it is, if it is one of ours."""
    kept = cookies.find(cookies.MACHINE) or ""
    return bytes.fromhex(kept) if re.fullmatch(f"[0-9a-f]{{{2 * MARK_BYTES}}}", kept) else None


def digest(kept: bytes) -> bytes:
    """What the books keep of a mark."""
    return hashlib.sha256(kept).digest()


def words() -> str:
    """Browser and system, as far as they say so; '' where they do not. They say what they like, so it proves nothing."""
    said = request.headers.get("User-Agent", "")
    found = [next((word for sign, word in signs if sign in said), "") for signs in (_BROWSERS, _SYSTEMS)]
    return " · ".join(filter(None, found))


def find_device() -> people.devices.DeviceInfo | None:
    """The enrolled device this is. A cookie anybody could make up is looked up. Inside `reading`."""
    token = cookies.find(cookies.DEVICE)
    return people.devices.find(token) if token else None


def counted_as() -> str:
    """By what wrong passwords are counted here: the enrolled device, else a machine somebody was signed in on before, else
    where the request comes from; so guesses from an office's line lock nobody out who comes there as ever. A machine that is
    known begins anew each day, a line each week."""
    today = clock.today()
    year, week, _ = today.isocalendar()

    def query() -> str:
        device, kept = find_device(), mark()
        if device is not None:
            return f"device {device.device_id} {today}"
        if kept is not None and people.sessions.is_known_machine(digest(kept)):
            return f"machine {digest(kept).hex()} {today}"
        return f"address {request.remote_addr} {year}-{week}"

    return reading(query)
