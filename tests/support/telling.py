"""Says what was read or written in words that are the same on every run, and holds it against what was written down.

What is drawn by chance is some of its kind, an id its label, a time how long from now. Where something is meant to be
otherwise, `REWRITE=1` writes it down anew: read the difference before it is kept.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from points.foundation import clock

WRITTEN = Path(__file__).parents[1] / "vectors" / "full_street.json"
#: columns and fields in which something stands that chance drew
DRAWN = {
    "username", "public_id", "owner_public_id", "handle", "number_hash", "seq", "number_tail",
}  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?")
#: of a card; a telephone has a digit more
_NUMBER = re.compile(r"\d{10}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}-\d\d")
#: what follows from what is written beside it
FOLLOWS = {"audit_mention", "audit_outbox", "audit_row_history"}
UNTOLD = {
    "community_id",
    "commitments",
    "leaf_hash",
    "salt",
    "record_id",
    "row_id",
    "step",
    "actor_kind",
    "origin",
}
#: seconds of a step of the second factor, which are counted from 1970
STEP = 30
#: farther away than this a day is told as never
FAR = 1000


@dataclass
class Telling:
    """Tells values at an instant."""

    labels: Mapping[UUID, str]
    #: what is older was there before the world that is told of
    since: datetime

    def of(self, value: Any, name: str = "") -> Any:
        """A value as it is written down."""
        if name in DRAWN or (name == "number" and len(str(value)) > 6):
            return None if value in (None, "") else "some"
        if name == "last_step":
            return self._time(datetime.fromtimestamp(value * STEP, UTC))
        if is_dataclass(value) and not isinstance(value, type):
            return {one.name: self.of(getattr(value, one.name), one.name) for one in fields(value)}
        if isinstance(value, Mapping):
            return {str(self.of(key)): self.of(one, str(key)) for key, one in value.items()}
        if isinstance(value, set | frozenset):
            return sorted((self.of(one) for one in value), key=repr)
        if isinstance(value, list | tuple):
            return [self.of(one) for one in value]
        return self._plain(value)

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
        """What is new, gone or otherwise, by table."""
        found: dict[str, list[Any]] = {}
        for table in sorted({*before, *after} - FOLLOWS):
            was, now = before.get(table, {}), after.get(table, {})
            told = [{"new": self._row(now[key])} for key in now if key not in was]
            told += [{"gone": self._row(was[key])} for key in was if key not in now]
            told += [
                {
                    "was": {one: self.of(was[key][one], one) for one in row if row[one] != was[key][one]},
                    "is": {one: self.of(row[one], one) for one in row if row[one] != was[key][one]},
                    "of": self.of(list(key[1:])),
                }
                for key, row in now.items()
                if key in was and was[key] != row
            ]
            if told:
                found[table] = sorted(told, key=repr)
        return found

    def _row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        kept = {
            name: value for name, value in row.items() if name not in UNTOLD and value not in (None, "{}")
        }
        return {name: self.of(value, name) for name, value in kept.items()}

    def _plain(self, value: Any) -> Any:
        if isinstance(value, UUID):
            return self.labels.get(value, "some id")
        if isinstance(value, bytes):
            return "some bytes"
        if isinstance(value, datetime):
            return self._time(value)
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, str):
            return self._text(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        return value.__name__ if isinstance(value, type) else type(value).__name__

    def _text(self, text: str) -> Any:
        if _ID.fullmatch(text):
            return self._plain(UUID(text))
        if _TIME.fullmatch(text):
            return self._time(datetime.fromisoformat(text))
        if _DAY.fullmatch(text):
            return self._day(date.fromisoformat(text))
        if _MONTH.fullmatch(text):
            return self._month(*map(int, text.split("-")))
        if _NUMBER.fullmatch(text):
            return "some number"
        if text.startswith("$argon2"):
            return "some hash"
        if text[:1] in ("{", "["):
            return self.of(json.loads(text))
        return _ID.sub("some id", text)

    def _time(self, at: datetime) -> str:
        if at.year > 9000:
            return "never"
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if at < self.since:
            return "before"
        away = round((at - clock.now()).total_seconds())
        return f"{away:+} s" if abs(away) < 86400 else self._day(at.date())

    def _day(self, day: date) -> str:
        if day < self.since.date():
            return "before"
        away = (day - clock.today()).days
        return f"{away:+} days" if abs(away) < FAR else "never"

    def _month(self, year: int, month: int) -> str:
        today = clock.today()
        return f"{(year - today.year) * 12 + month - today.month:+} months"


def expected(part: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """What was written down of these."""
    written = json.loads(WRITTEN.read_text(encoding="utf-8")) if WRITTEN.exists() else {}
    if os.environ.get("REWRITE") == "1":
        written[part] = {**written.get(part, {}), **told}
        WRITTEN.write_text(_in_lines(written), encoding="utf-8")
    return {name: written.get(part, {}).get(name) for name in told}


def _in_lines(written: Mapping[str, Mapping[str, Any]]) -> str:
    """Each on a line of its own."""
    parts = []
    for part, told in sorted(written.items()):
        lines = [
            f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(one, ensure_ascii=False)}"
            for name, one in told.items()
        ]
        parts.append(f"{json.dumps(part)}: {{\n" + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
