"""Where forms may come from, and what browsers are told about our pages."""

from __future__ import annotations

import pytest
from flask import Flask

from config import SettingMissing, settings
from points.app.refusals import FromElsewhere, HostUnknown
from tests.support.databases import Workshop
from tests.support.staff import signed_in, small_community, staff_of
from tests.support.visitors import Visitor

FOREIGN = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}


@pytest.mark.parametrize(
    "headers, allowed",
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, True),
        ({"Sec-Fetch-Site": "none", "Origin": None}, True),
        ({"Sec-Fetch-Site": None, "Origin": "http://localhost"}, True),
        ({"Sec-Fetch-Site": None, "Origin": None, "Referer": "http://localhost/sign-in"}, True),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"}, False),
        (FOREIGN, False),
        ({"Sec-Fetch-Site": None, "Origin": "https://evil.example"}, False),
        ({"Sec-Fetch-Site": None, "Origin": "null"}, False),
        ({"Sec-Fetch-Site": None, "Origin": "http://localhost.evil.example"}, False),
        ({"Sec-Fetch-Site": None, "Origin": None, "Referer": "https://evil.example/localhost"}, False),
        ({"Sec-Fetch-Site": None, "Origin": None}, False),
    ],
)
@pytest.mark.only_on("sqlite")
def test_a_form_is_taken_from_our_own_pages_only(
    client: Visitor, headers: dict[str, str | None], allowed: bool
) -> None:
    answer = client.post("/care", data={"care": "1"}, headers=headers)
    assert (answer.status_code == 303) is allowed
    assert answer.status_code in (303, 403)


def test_a_session_moves_nothing_on_behalf_of_another_site(app: Flask) -> None:
    community_id = small_community()
    client = signed_in(app, community_id, staff_of(community_id)["resident"])
    answer = client.post("/sign-out-everywhere", headers=FOREIGN)
    assert (answer.status_code, FromElsewhere.zh in answer.text) == (403, True)
    assert client.get("/password").status_code == 200


def test_the_api_takes_no_cookie(app: Flask) -> None:
    community_id = small_community()
    client = signed_in(app, community_id, staff_of(community_id)["resident"])
    assert client.get("/api/v1/me/statement").status_code == 401
    assert client.post("/api/v1/vouchers", json={"tenths": 50}, headers=FOREIGN).status_code in (401, 403)


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "path", ["/sign-in", "/nothing", "/api/docs", "/api/openapi.json", "/healthz", "/readyz"]
)
def test_every_answer_is_marked(client: Visitor, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_only_pages_that_scan_may_use_the_camera_and_webassembly(app: Flask) -> None:
    from points import shop
    from points.foundation import system_actor, transact

    community_id = small_community()
    client = signed_in(app, community_id, staff_of(community_id)["clerk"])
    transact(lambda: shop.shops.add("锦溪店", actor=system_actor(community_id)))
    headers = client.get("/counter").headers
    assert "'wasm-unsafe-eval'" in headers["Content-Security-Policy"]
    assert "'unsafe-eval'" not in headers["Content-Security-Policy"]
    assert "camera=(self)" in headers["Permissions-Policy"]


@pytest.mark.only_on("sqlite")
def test_a_secure_connection_stays_secure(client: Visitor) -> None:
    headers = client.get("/sign-in", base_url="https://localhost").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.only_on("sqlite")
def test_static_files_are_kept_by_their_content(app: Flask, client: Visitor) -> None:
    address = app.jinja_env.globals["asset"]("css/shared/tokens.css")  # type: ignore[operator]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" not in client.get("/static/css/shared/tokens.css").headers["Cache-Control"]
    assert client.get("/static/css/nothing.css").status_code == 404


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("trusted, secure", [(0, False), (1, True)])
def test_only_a_proxy_we_trust_may_say_that_it_was_https(
    engine: str, workshop: Workshop, trusted: int, secure: bool
) -> None:
    house = workshop.house(workshop.fresh(engine), TRUSTED_PROXIES=trusted)
    said = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "points.example",
        "X-Forwarded-For": "192.0.2.1",
    }
    answer = house.test_client().get("/sign-in", headers=said)
    assert ("Strict-Transport-Security" in answer.headers) is secure


@pytest.mark.only_on("sqlite")
def test_a_name_that_is_none_of_ours_is_400_in_plain_words(engine: str, workshop: Workshop) -> None:
    house = workshop.house(
        workshop.fresh(engine), TRUSTED_HOSTS=["points.example", "localhost"], TRUSTED_PROXIES=1
    )
    client = house.test_client()
    for path in ("/", "/sign-in", "/healthz", "/api/v1/me/statement", "/nothing"):
        for method in ("GET", "POST"):
            answer = client.open(path, method=method, base_url="http://evil.example")
            assert answer.status_code == 400
            assert answer.mimetype == "text/plain"
            assert HostUnknown.zh in answer.text
            assert HostUnknown.en in answer.text
            assert "evil" not in str(answer.headers)
    assert client.get("/sign-in", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400
    assert client.get("/activate", base_url="https://points.example:8443").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_production_behind_a_name_wants_to_know_it() -> None:
    env = {"ENVIRONMENT": "production", "SECRET_KEY": "k" * 40, "DATABASE_URL": "postgresql://nowhere/x"}
    assert settings(env)["TRUSTED_HOSTS"] is None
    with pytest.raises(SettingMissing, match="TRUSTED_HOSTS"):
        settings({**env, "TRUSTED_PROXIES": "1"})
    named = settings({**env, "TRUSTED_PROXIES": "1", "TRUSTED_HOSTS": "points.example, www.points.example"})
    assert named["TRUSTED_HOSTS"] == ["points.example", "www.points.example", "localhost", "127.0.0.1"]
    base = settings({**env, "TRUSTED_PROXIES": "1", "BASE_URL": "https://points.example:8443/"})
    assert base["TRUSTED_HOSTS"] == ["points.example", "localhost", "127.0.0.1"]
