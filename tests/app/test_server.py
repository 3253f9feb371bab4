"""From an empty folder to a page: the commands as somebody types them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from config import SettingMissing, settings
from points.app import server as serving
from tests.house.files import ROOT

pytestmark = pytest.mark.only_on("sqlite")
PATIENCE = 180


def environ(instance: Path, **more: str) -> dict[str, str]:
    """What a fresh terminal has, and where this demo lives."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {**kept, "INSTANCE": str(instance), **more}


def flask(words: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def serving_on(port: int, env: dict[str, str], log: Path) -> Iterator[float]:
    """`flask serve` until it answers; the seconds it took."""
    began = time.monotonic()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    with log.open("w", encoding="utf-8") as said:
        server = subprocess.Popen(command, cwd=ROOT, env={**env, "PORT": str(port)}, stdout=said, stderr=said)
        try:
            while not _answers(port):
                assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")
                assert time.monotonic() - began < PATIENCE, log.read_text(encoding="utf-8", errors="replace")
                time.sleep(0.1)
            yield time.monotonic() - began
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=60) == 0, "it stops when asked"


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def sign_in(port: int, account: dict[str, str]) -> str:
    """The address somebody ends at who signs in."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    typed = urllib.parse.urlencode(
        {"username": account["username"], "password": account["password"]}
    ).encode()
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/sign-in", typed, {"Sec-Fetch-Site": "same-origin"}
    )
    with browser.open(asked, timeout=30) as answer:
        return urllib.parse.urlsplit(answer.url).path


def test_one_command_serves_a_whole_community_and_again_within_seconds(engine: str, tmp_path: Path) -> None:
    instance = tmp_path / "爱心 超市"
    env, port = environ(instance), free_port()
    # a system whose files have no Chinese, and a terminal that has those of a Chinese Windows
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "gbk"}
    with serving_on(port, {**env, **old}, tmp_path / "first.log"):
        said = (tmp_path / "first.log").read_text(encoding="gbk")
        accounts = json.loads(flask(["demo-accounts", "--json"], env).stdout)
        assert all(one["password"] in said for one in accounts), "the passwords are printed"
        assert f"http://127.0.0.1:{port}" in said
        assert {one["role"]: sign_in(port, one) for one in accounts}["clerk"] == "/counter"
    before = set((instance / "marks").iterdir())
    # and now as on a system that gunicorn does not know
    with serving_on(port, {**env, "SERVER": "waitress"}, tmp_path / "second.log") as seconds:
        assert json.loads(flask(["demo-accounts", "--json"], env).stdout) == accounts
        assert sign_in(port, accounts[0]) == "/", "the same password opens the same account"
        assert set((instance / "marks").iterdir()) - before, "it remembers its books"
        busy = flask(["serve"], {**env, "PORT": str(port)})
        assert busy.returncode != 0
        assert "PORT=" in busy.stderr
    assert "Reading a year" not in (tmp_path / "second.log").read_text(encoding="utf-8")
    assert seconds < 60
    assert_production_refuses(instance)


def assert_production_refuses(instance: Path) -> None:
    """The same database is not opened in earnest."""
    address = f"sqlite:///{instance / 'points.sqlite'}"
    env = environ(instance, ENVIRONMENT="production", SECRET_KEY="s" * 40, DATABASE_URL=address)
    refused = flask(["prepare"], env)
    assert refused.returncode != 0
    assert "sample community" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "given, missing",
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "s" * 40}, "DATABASE_URL"),
        ({"SECRET_KEY": "short", "DATABASE_URL": "sqlite://"}, "SECRET_KEY"),
        ({"SECRET_KEY": "s" * 40, "DATABASE_URL": "sqlite://", "CLOCK_FILE": "/tmp/clock"}, "CLOCK_FILE"),
    ],
)
def test_production_guesses_nothing(engine: str, tmp_path: Path, given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingMissing, match=missing):
        settings({"ENVIRONMENT": "production", "INSTANCE": str(tmp_path), **given})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TRUSTED_PROXIES", "one", "TRUSTED_PROXIES=one is not a number"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES=-1 is not a number"),
        ("RATELIMIT_STORAGE_URI", "somewhere", "begins with none of memory, redis"),
        ("RATELIMIT_STORAGE_URI", "mongodb://localhost", "needs the Python package pymongo"),
    ],
)
def test_a_setting_that_cannot_be_is_a_sentence(
    engine: str, tmp_path: Path, name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingMissing, match=said):
        settings({"INSTANCE": str(tmp_path), name: value})


def test_the_demo_makes_a_secret_once_and_keeps_it(engine: str, tmp_path: Path) -> None:
    first = settings({"INSTANCE": str(tmp_path)})["SECRET_KEY"]
    assert settings({"INSTANCE": str(tmp_path)})["SECRET_KEY"] == first
    assert len(first) >= 32
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("word", ["0", "70000", "http"])
def test_a_port_that_is_none_is_a_sentence(engine: str, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    import click

    monkeypatch.setenv("PORT", word)
    with pytest.raises(click.ClickException, match=f"PORT={word}"):
        serving.address()
