"""What OPERATIONS.md says is held to the code: settings, steps, and the proxies' headers."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.middleware.proxy_fix import ProxyFix

from tests.support.databases import Workshop

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "OPERATIONS.md").read_text(encoding="utf-8")
#: read by the server's start and by one command, not by config.py
BESIDE = {"HOST", "PORT", "WORKERS", "SERVER", "ADMIN_PASSWORD"}
FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "points.test",
}


def test_the_table_of_settings_is_the_settings() -> None:
    code = (ROOT / "config.py").read_text(encoding="utf-8")
    known = set(re.findall(r"""env(?:\.get\(|\[)["']([A-Z_]+)["']""", code))
    table = OPERATIONS.split("## Settings")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == known | BESIDE


def test_settings_beside_config_are_read_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "points").rglob("*.py"))
    assert {name for name in BESIDE if f'"{name}"' not in code} == set()


def test_nginx_says_what_the_house_must_know_and_keeps_no_address() -> None:
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for name in FORWARDED:
        assert f"proxy_set_header {name} " in site
    assert "proxy_set_header X-Forwarded-Host $http_host;" in site
    assert site.count("access_log off;") == site.count("server {") - site.count("upstream server {")


def test_the_house_believes_a_proxy_only_where_it_was_told_to(workshop: Workshop) -> None:
    address = workshop.fresh("sqlite")
    behind, bare = (workshop.house(address, TRUSTED_PROXIES=number) for number in (1, 0))
    assert isinstance(behind.wsgi_app, ProxyFix)
    form = {"username": "nobody", "password": "nothing-at-all"}
    own = {**FORWARDED, "Origin": "https://points.test"}
    said = FlaskClient(behind).post("/sign-in", data=form, headers=own)
    assert said.status_code != 403
    assert "Strict-Transport-Security" in said.headers
    refused = FlaskClient(bare).post("/sign-in", data=form, headers=own)
    assert refused.status_code == 403
    assert "Strict-Transport-Security" not in refused.headers
