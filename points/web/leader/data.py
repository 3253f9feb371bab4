"""What was done last on a list, said once at its top with a way back; it ticks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from flask import redirect, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from points import people, volunteering
from points.foundation import reading
from points.web.auth import current_actor

#: by what was done, what takes it back; of who was 'there' already nothing is
TAKES_BACK = {"in": "undo", "out": "back"}
#: more do not fit into the cookie; their rows still have a way back each
MOST = 200


class _Somebody(Protocol):
    @property
    def person_id(self) -> UUID: ...

    @property
    def public_id(self) -> str: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Ticked:
    """What was ticked and for whom; `beside` is the row to look at next."""

    what: str
    who: Sequence[_Somebody]
    beside: str = ""


@dataclass(frozen=True)
class JustTicked:
    """The same as the sheet says it: one person by name and hour, more by their number."""

    what: str
    number: int
    name: str = ""
    at: datetime | None = None
    undo: str = ""
    who: list[str] = field(default_factory=list)


def ids(done: Ticked) -> dict[str, Any]:
    """The same without names, as it is kept for a press that is repeated."""
    return {
        "what": done.what,
        "number": len(done.who),
        "who": [one.public_id for one in done.who] if len(done.who) <= MOST else [],
        "person": str(done.who[0].person_id) if len(done.who) == 1 else "",
        "beside": done.beside,
    }


def answered(public_id: str, done: Mapping[str, Any] | None = None) -> AnyResponse:
    """Back to the sheet, which says what was done, at the row beside it."""
    if done and done["number"]:
        session["ticked"] = {
            **{name: done[name] for name in ("what", "number", "who")},
            "name": _name(done["person"]) if done["person"] else "",
        }
    anchor = f"p-{done['beside']}" if done and done["beside"] else None
    return redirect(url_for("leader.sheet", public_id=public_id, _anchor=anchor))


def _name(person: str) -> str:
    return reading(lambda: people.persons.get(current_actor().community_id, UUID(person))).name


def read(listed: Iterable[volunteering.attendance_list.ListedPerson]) -> JustTicked | None:
    """What was done last, once; None where nothing was, or where it does not hold any more."""
    done = session.pop("ticked", None)
    if not done:
        return None
    rows = [row for row in listed if row.public_id in done["who"]]
    undo = TAKES_BACK.get(done["what"], "")
    if undo and done["who"] and not rows:
        return None
    at = None
    if len(rows) == 1:
        at = rows[0].out_at if done["what"] == "out" else rows[0].in_at
    return JustTicked(
        what=done["what"],
        number=done["number"],
        name=done["name"],
        at=at,
        undo=undo if rows else "",
        who=[row.public_id for row in rows],
    )
