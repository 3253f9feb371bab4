"""Refuses forms from elsewhere and tells browsers what our pages may do; it knows addresses, not people."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from points.app.refusals import FromElsewhere

SAFE = {"GET", "HEAD", "OPTIONS"}
#: pages that look through the camera; a refused tick or scan answers with the sheet itself
CAMERA = {
    "counter.page", "leader.sheet", "leader.tick", "leader.scan", "leader.close", "manager.count", "manager.hand_in_stocktake",
}  # fmt: skip

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
#: what the scanner's WebAssembly and the camera need on top
_WITH_CAMERA = {
    "script-src": "'self' 'wasm-unsafe-eval'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "worker-src": "'self'",
}


def _headers(policy: dict[str, str], camera: str) -> tuple[tuple[str, str], ...]:
    """What every answer says, written out once."""
    return (
        ("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", f"camera={camera}, microphone=(), geolocation=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    )


_PLAIN = _headers(_POLICY, "()")
_CAMERA = _headers({**_POLICY, **_WITH_CAMERA}, "(self)")


def init_app(app: Flask) -> None:
    """Check every request that changes something, and mark every answer."""
    app.before_request(_same_site)
    app.after_request(_mark)


def _same_site() -> None:
    """A browser says where a request comes from; what does not come from our own pages is refused.

    Requests with a bearer token carry no cookie's power, so they need no such check.
    """
    if request.method in SAFE or _by_token():
        return
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        if said not in ("same-origin", "none"):
            raise FromElsewhere
        return
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if urlsplit(origin).netloc != request.host:
        raise FromElsewhere


def _by_token() -> bool:
    if request.path.startswith("/api/"):
        return request.headers.get("Authorization", "").startswith("Bearer ") or not request.cookies
    return False


def _mark(answer: Response) -> Response:
    there = {name.lower() for name, _ in answer.headers}
    wanted = _CAMERA if request.endpoint in CAMERA else _PLAIN
    answer.headers.extend([one for one in wanted if one[0].lower() not in there])
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return answer
