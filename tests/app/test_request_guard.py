"""What is not asked for is not read, and what is too long is not taken apart."""

from __future__ import annotations

import io

import pytest

from points.app.request_guard import FORM_LIMIT, JSON_LIMIT
from tests.support.visitors import Visitor

# it is turned away before any database is asked
pytestmark = pytest.mark.only_on("sqlite")


class Watched(io.BytesIO):
    """A body that tells whether anybody read it."""

    was_read = False

    def read(self, *sizes: int | None) -> bytes:
        self.was_read = True
        return super().read(*sizes)

    def readinto(self, buffer: object) -> int:
        self.was_read = True
        return super().readinto(buffer)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "path, read", [("/nothing", False), ("/api/v1/nothing", False), ("/api/v1/tokens", True)]
)
def test_a_body_for_an_address_that_is_not_there_is_not_read(client: Visitor, path: str, read: bool) -> None:
    body = Watched(b'{"username": "a"}')
    answer = client.post(path, input_stream=body, content_type="application/json", content_length=17)
    assert answer.status_code == (422 if read else 404)
    assert body.was_read is read


@pytest.mark.parametrize("path", ["/api/v1/tokens", "/counter/scan"])
def test_a_long_json_is_turned_away_before_it_is_taken_apart(client: Visitor, path: str) -> None:
    body = b'{"username": [' + b"[]," * (JSON_LIMIT // 3) + b"[]]}"
    answer = client.post(path, data=body, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json is not None
    assert answer.json["code"] == "too_large"


def test_the_longest_that_is_taken_is_answered_by_its_endpoint(client: Visitor) -> None:
    """The control: length alone is no fault below the limit."""
    body = b'{"username": "' + b"a" * (JSON_LIMIT - 100) + b'", "password": "b"}'
    answer = client.post("/api/v1/tokens", data=body, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/sign-in", "/activate", "/api/v1/redemptions/asked", "/device-clock"])
def test_a_form_of_endless_fields_is_turned_away_before_it_is_taken_apart(client: Visitor, path: str) -> None:
    kind = "application/x-www-form-urlencoded"
    assert client.post(path, data=b"a=b&" * (FORM_LIMIT // 4 + 1), content_type=kind).status_code == 413


def test_the_longest_form_is_answered_by_its_page(client: Visitor) -> None:
    """The control: length alone is no fault below the limit."""
    kind = "application/x-www-form-urlencoded"
    body = b"username=nobody&password=&next=" + b"a" * (FORM_LIMIT - 100)
    assert client.post("/sign-in", data=body, content_type=kind).status_code == 422
