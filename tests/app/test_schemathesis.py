"""The JSON API against its own document: whatever comes in, no fault and no answer that is not written down."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

from points import people
from points.foundation import transact
from tests.support.street import PASSWORD, Street

PROMISES = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
OPERATIONS = [
    ("/api/v1/tokens", "POST"),
    ("/api/v1/me/statement", "GET"),
    ("/api/v1/vouchers", "POST"),
    ("/api/v1/redemptions", "POST"),
    ("/api/v1/redemptions/asked", "POST"),
]


def alone(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run it as a request of its own, not inside the test's context."""
    return contextvars.Context().run(work, *args, **kwargs)


def token(username: str) -> str:
    """A bearer token of somebody on the street."""
    who = people.signing_in.sign_in(username, PASSWORD)
    return transact(lambda: people.tokens.issue(who)).token


@pytest.mark.parametrize("path, method", OPERATIONS)
def test_every_answer_is_in_the_document(
    app: Flask, street: Street, soak: bool, path: str, method: str
) -> None:
    document = alone(schemathesis.openapi.from_wsgi, "/api/openapi.json", app)
    bearers = {
        "nobody": {},
        "resident": {"Authorization": f"Bearer {token('tian')}"},
        "clerk": {"Authorization": f"Bearer {token('clerk2')}"},
    }

    @settings(
        max_examples=400 if soak else 20,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=document[path][method].as_strategy())
    def asked(case: Any) -> None:
        for headers in bearers.values():
            answer = alone(case.call, headers=headers)
            case.validate_response(answer, checks=PROMISES)

    asked()


@pytest.mark.only_on("sqlite")
def test_every_operation_is_asked(app: Flask) -> None:
    document = alone(schemathesis.openapi.from_wsgi, "/api/openapi.json", app)
    there = {(one.ok().path, one.ok().method.upper()) for one in document.get_all_operations()}
    assert there == set(OPERATIONS)
