"""Reads a schema's complaints about input and says them as one refusal that names the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from points.app.refusals import WHY, InputInvalid

#: beginnings of marshmallow's and webargs' own sentences
_CODES = (
    ("Missing data", "required"),
    ("Unknown field", "unknown"),
    ("Field may not be null", "required"),
    ("Field may not be blank", "empty"),
    ("Shorter than", "wrong_length"),
    ("Longer than", "wrong_length"),
    ("Length must be", "wrong_length"),
    ("Must be one of", "not_a_choice"),
    ("Must be", "out_of_range"),
    ("Not a valid integer", "not_a_number"),
    ("Not a valid number", "not_a_number"),
    ("Not a valid string", "not_text"),
    ("Not a valid list", "not_a_list"),
    ("Invalid JSON", "not_json"),
    ("Invalid input type", "not_json"),
)


def invalid(messages: Mapping[str, Any], language: str) -> InputInvalid:
    """The refusal for `{location: {field: [sentence, …]}}`; a code that a schema gave itself is kept."""
    found = dict(_flat(messages))
    field, code = next(iter(found.items()), ("", "wrong"))
    words = WHY.get(code, WHY["wrong"])[0 if language == "zh" else 1]
    return InputInvalid(field=field, why=words, fields=found)


def _flat(messages: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for location, fields in messages.items():
        if isinstance(fields, Mapping):
            yield from _fields(fields, "")
        else:
            yield str(location), _code(fields)


def _fields(fields: Mapping[Any, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, said in fields.items():
        path = f"{before}.{name}" if before else str(name)
        if isinstance(said, Mapping):
            yield from _fields(said, path)
        else:
            yield path, _code(said)


def _code(said: Any) -> str:
    sentence = str(said[0] if isinstance(said, list) and said else said)
    if sentence in WHY:
        return sentence
    return next((code for start, code in _CODES if sentence.startswith(start)), "wrong")
