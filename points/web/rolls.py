"""How wide the paper in this machine's receipt printer is: chosen in the address (`?width=80`), kept on the machine."""

from __future__ import annotations

from flask import Response, render_template, request

from points.web import cookies

#: millimetres, the usual one first
WIDTHS = ("58", "80")


def rendered(template: str, **facts: object) -> Response:
    """A page for the roll; whoever chose a width finds it again on this machine."""
    chosen = _chosen()
    answer = Response(render_template(template, **facts, roll=chosen or _kept(), rolls=WIDTHS))
    if chosen:
        cookies.keep(answer, cookies.ROLL, chosen)
    return answer


def _chosen() -> str | None:
    asked = request.args.get("width", "")
    return asked if asked in WIDTHS else None


def _kept() -> str:
    kept = cookies.find(cookies.ROLL) or ""
    return kept if kept in WIDTHS else WIDTHS[0]
