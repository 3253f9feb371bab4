"""Whether facts name somebody: every name and phone number of a community, looked for in a text. It knows no records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db

_NAMES = sa.text("SELECT name, phone FROM people_identity WHERE community_id = :c").bindparams(
    sa.bindparam("c", type_=sa.Uuid)
)
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_DIGITS = re.compile(r"\d{11,}")
#: a name this short is looked for only where it stands alone: within a title it may be another word
SHORT_NAME = 2
LONGEST_NAME = 4
_ZEROS = bytes(ord("0") if chr(sign).isdigit() and sign < 128 else sign for sign in range(256))


@dataclass(frozen=True)
class Personal:
    """Names and phone numbers; phones by length, so that a run of digits is looked up and not compared with each."""

    names: frozenset[str]
    phones: frozenset[str]
    lengths: tuple[int, ...]

    def found_in(self, text: str) -> str | None:
        """What of somebody stands in a text, if anything."""
        if not text.isascii() and any(self._name_in(run) for run in _CHINESE.findall(text)):
            return "a name"
        if any(self._phone_in(run) for run in _DIGITS.findall(text)):
            return "a phone number"
        return None

    def _name_in(self, run: str) -> bool:
        if len(run) <= SHORT_NAME:
            return run in self.names
        lengths = range(SHORT_NAME + 1, LONGEST_NAME + 1)
        return any(
            run[at : at + length] in self.names for length in lengths for at in range(len(run) - length + 1)
        )

    def _phone_in(self, run: str) -> bool:
        return any(
            run[at : at + length] in self.phones
            for length in self.lengths
            for at in range(len(run) - length + 1)
        )


def may_name(json_text: str) -> bool:
    """Whether facts, as the JSON that is stored, could name anybody: nearly none do, and this is quickly said."""
    if not json_text.isascii() or "\\u" in json_text:
        return True
    return b"0" * 11 in json_text.encode().translate(_ZEROS)


def of_community(community_id: UUID) -> Personal:
    """Everybody registered here."""
    return personal((name, phone) for name, phone in db.session.execute(_NAMES, {"c": community_id}))


def personal(people: Iterable[tuple[str, str]]) -> Personal:
    """Names and phone numbers worth looking for."""
    found = list(people)
    phones = frozenset(phone for _, phone in found if phone)
    names = frozenset(name for name, _ in found if len(name) >= SHORT_NAME)
    return Personal(names, phones, tuple(sorted({len(phone) for phone in phones})))
