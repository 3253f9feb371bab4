"""The JSON API's document and its readable page; the rooms bring the endpoints."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

import marshmallow as ma
from flask import Blueprint, Flask, Response, render_template
from flask_smorest import Api
from flask_smorest import Blueprint as Endpoints

from points.web import auth

PREFIX = "/api/v1"
METHODS = ("get", "post", "put", "patch", "delete")
_BEARER: list[dict[str, list[str]]] = [{"bearer": []}]
_REASONS = {
    "401": "Nobody is signed in, or the token is out of date",
    "403": "The token is for something else, or whoever it speaks for may not do this",
    "404": "There is nothing here that you may see",
    "409": "A refusal: nothing was done; `message` says why and `next` what would help",
    "422": "Input that does not fit the schema; `facts.field` names the field",
    "429": "Too many requests; wait as long as Retry-After says",
    "503": "Not now: busy or away (nothing was done), or not known yet; ask again with the same key after Retry-After",
}
_WAIT = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 1}}}


class ErrorSchema(ma.Schema):
    """Every answer that is not a yes."""

    code = ma.fields.String(required=True, metadata={"description": "A short name that never changes"})
    message = ma.fields.String(required=True, metadata={"description": "The fact, in the reader's language"})
    next = ma.fields.String(required=True, metadata={"description": "What would make it a yes; may be empty"})
    facts = ma.fields.Dict(required=True, metadata={"description": "What the sentence was made of"})


class PointsApi(Api):
    """flask-smorest without its own error answers: refusals speak for themselves (answers.py)."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = ErrorSchema

    def _register_error_handlers(self) -> None:
        """Its handler would turn every page's 404 into JSON."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document, with every answer an operation can give."""
        if "Error" not in self.spec.components.schemas:
            self.spec.components.schema("Error", schema=ErrorSchema)
        made = self.spec.to_dict()
        public = {
            _path(rule.rule) for rule in self._app.url_map.iter_rules() if self._is_public(rule.endpoint)
        }
        for path, operations in made.get("paths", {}).items():
            for method in METHODS:
                if method in operations:
                    shared = operations.get("parameters", [])
                    _complete(operations[method], method, public=path in public, shared=shared)
        # what flask-smorest keeps ready and nobody points to any more
        made["components"].pop("responses", None)
        used = _used(made["paths"], made["components"]["schemas"])
        made["components"]["schemas"] = {name: made["components"]["schemas"][name] for name in sorted(used)}
        return made

    def _is_public(self, endpoint: str) -> bool:
        return "everyone" in getattr(self._app.view_functions[endpoint], "audience", ())


def init_app(app: Flask) -> PointsApi:
    """The API of this application, ready to take the rooms' endpoints."""
    app.config.update(API_TITLE="Love points", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    info = {
        "description": "Balances, vouchers and redemptions. Points are whole tenths, times are UTC. "
        "Sentences follow Accept-Language (zh, en).",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    api = PointsApi(app, spec_kwargs={"info": info, "security": _BEARER})
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    return api


def add(api: PointsApi, endpoints: Endpoints) -> None:
    """Take a room's endpoints in, under the version's address."""
    if not (endpoints.url_prefix or "").startswith("/api/"):
        api.register_blueprint(endpoints, url_prefix=PREFIX + (endpoints.url_prefix or ""))
    else:
        api.register_blueprint(endpoints)


def add_documents(app: Flask, api: PointsApi) -> None:
    """The document and the page; to be called when every room has brought its endpoints."""
    docs = Blueprint("api_docs", __name__, url_prefix="/api")

    @docs.get("/openapi.json")
    @auth.audience("everyone")
    def document() -> Response:
        return Response(json.dumps(api.document, ensure_ascii=False), mimetype="application/json")

    @docs.get("/docs")
    @auth.audience("everyone")
    def page() -> str:
        return render_template(
            "api/docs.html", document=api.document, methods=METHODS, resolve=_resolver(api)
        )

    app.register_blueprint(docs)


def _resolver(api: PointsApi) -> Any:
    schemas = api.document.get("components", {}).get("schemas", {})

    def resolve(schema: dict[str, Any]) -> dict[str, Any]:
        return schemas.get(schema["$ref"].rsplit("/", 1)[-1], {}) if "$ref" in schema else schema

    return resolve


def _used(node: Any, schemas: dict[str, Any]) -> set[str]:
    """The names of schemas that this part of the document leads to."""
    if isinstance(node, dict):
        parts: list[Any] = list(node.values())
        own = {str(node["$ref"]).rsplit("/", 1)[-1]} if "$ref" in node else set()
        parts += [schemas[name] for name in own]
    elif isinstance(node, list):
        own, parts = set(), node
    else:
        return set()
    return own.union(*(_used(part, schemas) for part in parts))


def _path(rule: str) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule)


def _complete(operation: dict[str, Any], method: str, *, public: bool, shared: list[Any]) -> None:
    """Write down every "no" that may come, in our shape; flask-smorest knows only its own."""
    answers = operation.setdefault("responses", {})
    answers.pop("default", None)
    possible = ["401", "429", "503"]
    if public:
        operation["security"] = []
    else:
        operation.pop("security", None)
        possible += ["403", "404"]
    if method != "get":
        possible.append("409")
    if operation.get("parameters") or shared or "requestBody" in operation:
        possible.append("422")
    for status in possible:
        answers[status] = _refusal(status)
    operation["responses"] = {str(status): answers[status] for status in sorted(answers, key=str)}


def _refusal(status: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": _REASONS[status],
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    if status in ("429", "503"):
        answer["headers"] = _WAIT
    return answer
