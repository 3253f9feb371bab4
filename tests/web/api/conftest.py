"""Programs that talk to the house by HTTP: a resident's and a clerk's, on one street for each module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from points.foundation import clock, db, keep_keys_in, transact
from points.web.limits import limiter
from tests.support.books import award
from tests.support.databases import Workshop
from tests.support.street import PASSWORD, Street, build_street
from tests.support.visitors import Visitor

_numbers = count(1)
REFUSAL = {"code", "message", "next", "facts"}


@cache
def document(house: Flask) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    return Visitor(house, use_cookies=False).open("/api/openapi.json").get_json()  # type: ignore[no-any-return]


def hold_to_document(house: Flask, method: str, path: str, answer: TestResponse) -> None:
    """Every answer of a known operation is written down, with its shape and its headers."""
    written = document(house)
    operation = written["paths"].get("/api/v1" + path.split("?", maxsplit=1)[0], {}).get(method.lower())
    if operation is None:
        return
    assert str(answer.status_code) in operation["responses"], (method, path, answer.status_code)
    promised = operation["responses"][str(answer.status_code)]
    [(kind, content)] = promised["content"].items()
    assert answer.mimetype == kind
    schema = {**content["schema"], "components": written["components"]}
    jsonschema_rs.validator_for(schema).validate(answer.get_json())
    assert set(promised.get("headers", {})) <= set(answer.headers.keys())


def refused(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """It is a "no" of this kind in the one shape."""
    said = answer.get_json()
    assert (answer.status_code, said["code"]) == (status, code), said
    assert set(said) == REFUSAL
    assert said["message"]
    assert answer.mimetype == "application/json"
    return said  # type: ignore[no-any-return]


@dataclass
class Program:
    """Somebody's program with a bearer token; it sends no cookies and no headers of a browser."""

    house: Flask
    token: str = ""
    language: str = "zh"

    def get(self, path: str, **more: Any) -> TestResponse:
        """Ask."""
        return self._open("GET", path, **more)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> TestResponse:
        """Send JSON."""
        return self._open("POST", path, json=body, key=key, **more)

    def _open(self, method: str, path: str, *, key: str | None = None, **more: Any) -> TestResponse:
        headers = {"Sec-Fetch-Site": None, "Origin": None, "Accept-Language": self.language}
        headers |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= more.pop("headers", {})
        answer = Visitor(self.house, use_cookies=False).open(
            "/api/v1" + path, method=method, headers=headers, **more
        )
        hold_to_document(self.house, method, path, answer)
        return answer


@dataclass
class Town:
    """A street with programs for it."""

    street: Street
    nobody: Program
    resident: Program
    clerk: Program
    officer: Program

    @staticmethod
    def key(word: str = "key") -> str:
        """A key that was never used."""
        return f"{word}-number-{next(_numbers)}"

    def voucher(self, tenths: int = 20, **more: Any) -> dict[str, Any]:
        """A voucher that was just made."""
        made = self.resident.post("/vouchers", {"tenths": tenths, **more}, key=self.key())
        assert made.status_code == 201, made.json
        return made.get_json()  # type: ignore[no-any-return]

    def sale(self, code: str, *items: tuple[str, int], scan_id: str | None = None) -> TestResponse:
        """A redemption asked for by the clerk's program."""
        body = {
            "code": code,
            "items": [{"item": item, "quantity": quantity} for item, quantity in items],
            "scan_id": scan_id or self.key("scan"),
        }
        return self.clerk.post("/redemptions", body)


@pytest.fixture(scope="module")
def house(engine: str, workshop: Workshop) -> Iterator[Flask]:
    """An application on a database that the tests of a module share."""
    made = workshop.house(workshop.fresh(engine))
    keep_keys_in(made.config["INSTANCE"] / "keys")
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def built(house: Flask) -> Town:
    """The street, with a token for each program."""
    limiter.reset()
    with house.app_context():
        street = build_street(0)
        person = street.resident.person_id
        assert person is not None
        for tenths in (40000, 60, 75):
            transact(lambda tenths=tenths: award(street, person, tenths))
        db.session.remove()
    nobody = Program(house)

    def program(username: str) -> Program:
        opened = nobody.post("/tokens", {"username": username, "password": PASSWORD})
        assert opened.status_code == 201, opened.json
        return Program(house, opened.get_json()["token"])

    return Town(street, nobody, program("tian"), program("clerk2"), program("officer0"))


@pytest.fixture
def town(built: Town) -> Iterator[Town]:
    """The same, with nothing counted against anybody and a clock that runs."""
    limiter.reset()
    yield built
    clock.reset()
