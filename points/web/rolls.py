"""The receipt printer of this machine, chosen in the address and kept on the machine: how wide its paper is (`?width=80`), and
whether a receipt is printed by itself (`?prints=1`, `?prints=0`)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template, request

from points.web import cookies

#: millimetres, the usual one first
WIDTHS = ("58", "80")
#: waits for a key, or is printed by itself
PRINTS = ("0", "1")


def rendered(template: str, **facts: object) -> Response:
    """A page for the roll; what somebody chose is found again on this machine."""
    roll, new_roll = _read("width", cookies.ROLL, WIDTHS)
    prints, new_prints = _read("prints", cookies.PRINTS, PRINTS)
    answer = Response(render_template(template, **facts, roll=roll, rolls=WIDTHS, prints=prints == "1"))
    for name, value, new in ((cookies.ROLL, roll, new_roll), (cookies.PRINTS, prints, new_prints)):
        if new:
            cookies.keep(answer, name, value)
    return answer


def _read(asked: str, kept: str, choices: Sequence[str]) -> tuple[str, bool]:
    """One of the choices, and whether it was chosen just now; the first where nobody chose."""
    chosen = request.args.get(asked, "")
    if chosen in choices:
        return chosen, True
    found = cookies.find(kept) or ""
    return (found if found in choices else choices[0]), False
