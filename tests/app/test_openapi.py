"""The API's document and its page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.support.visitors import Visitor

STABLE = {
    ("/api/v1/tokens", "post"): {"201", "401", "422", "429", "503"},
    ("/api/v1/me/statement", "get"): {"200", "401", "403", "404", "429", "503"},
    ("/api/v1/vouchers", "post"): {"201", "401", "403", "404", "409", "422", "429", "503"},
    ("/api/v1/redemptions", "post"): {"200", "201", "401", "403", "404", "409", "422", "429", "503"},
}
pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def document(client: Visitor) -> dict[str, Any]:
    """The document as it is served."""
    answer = client.get("/api/openapi.json")
    assert answer.json is not None
    return answer.json


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"]["bearer"] == {"type": "http", "scheme": "bearer"}


@pytest.mark.parametrize("path, method", STABLE)
def test_it_names_every_answer_of_the_stable_edges(document: dict[str, Any], path: str, method: str) -> None:
    answers = document["paths"][path][method]["responses"]
    assert STABLE[path, method] <= set(answers)
    assert "default" not in answers


def test_every_no_has_the_same_shape(document: dict[str, Any]) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    schema = answer["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/Error"}


def test_only_getting_a_token_needs_none(document: dict[str, Any]) -> None:
    assert document["security"] == [{"bearer": []}]
    public = [
        path
        for path, operations in document["paths"].items()
        for operation in operations.values()
        if operation.get("security") == []
    ]
    assert public == ["/api/v1/tokens"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name in _references(document):
        assert name in schemas


def test_the_page_lists_every_operation_without_a_script(app: Flask, client: Visitor) -> None:
    page = client.get("/api/docs").text
    assert "<script" not in page
    for path, _ in STABLE:
        assert path in page


def test_html_pages_keep_their_own_not_found(client: Visitor) -> None:
    assert client.get("/api-nothing").mimetype == "text/html"
    assert client.get("/api/nothing").mimetype == "application/json"


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else []
        return own + [name for value in node.values() for name in _references(value)]
    if isinstance(node, list):
        return [name for value in node for name in _references(value)]
    return []
