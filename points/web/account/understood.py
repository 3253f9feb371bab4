"""What a field understands while somebody types a day or a time into it; the script of the field asks."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from points.web import typed_times
from points.web.account.base import blueprint
from points.web.auth import audience

#: no day and no time takes longer to write
LONGEST = 40


@blueprint.get("/understood")
@audience("signed_in")
def understood() -> ResponseReturnValue:
    """The typed words as a day or a time, in words and as a date or time field has it."""
    kind = next((one for one in typed_times.KINDS if one == request.args.get("kind")), None)
    if kind is None:
        return {"said": "", "value": ""}
    said, value = typed_times.understood(
        kind, request.args.get("words", "")[:LONGEST], request.args.get("starts", "")[:LONGEST]
    )
    return {"said": said, "value": value}
