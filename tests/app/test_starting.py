"""From a bare Python: what is done once, what is said when something stands in the way, and that nothing else is needed."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from points import hindrances, starting
from tests.house.files import ROOT

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is run, in a folder that holds nothing but what is made from; it runs nothing."""
    (tmp_path / "points/translations/en/LC_MESSAGES").mkdir(parents=True)
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "static/a.css",
        "points/translations/en/LC_MESSAGES/a.po",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(starting, "ROOT", tmp_path)
    monkeypatch.setattr(starting, "VENV", tmp_path / ".venv")
    ran: list[str] = []

    def run(command: Sequence[str], fails: object = None) -> int:
        ran.append(command[-1])
        starting.program("python").parent.mkdir(parents=True, exist_ok=True)
        starting.program("python").touch()
        return 0

    monkeypatch.setattr(starting, "_run", run)
    return ran


def test_what_is_done_is_not_done_again_and_what_is_newer_is(done: list[str], tmp_path: Path) -> None:
    starting.set_up()
    assert done[0] == str(tmp_path / ".venv")
    whole = ["requirements.txt", "points/translations", "static"]
    assert done[-3:] == whole
    done.clear()
    starting.set_up()
    assert done == []
    later = (tmp_path / ".venv/precompressed").stat().st_mtime + 60
    os.utime(tmp_path / "static/a.css", (later, later))
    starting.set_up("tests")
    assert done == ["static", "requirements-dev.txt", "deploy/install-browser"]


def test_an_environment_that_does_not_work_here_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after the folder was moved; nothing of it is deleted unasked."""
    (tmp_path / ".venv/bin").mkdir(parents=True)
    monkeypatch.setattr(starting, "VENV", tmp_path / ".venv")
    with pytest.raises(hindrances.Stuck, match=r"Delete \.venv"):
        starting.set_up()


def test_a_disk_that_is_too_full_is_said_before_anything_is_fetched(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "ROOM", 1 << 60)
    with pytest.raises(hindrances.Stuck, match="腾出地方"):
        starting.set_up()
    assert done == []


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", hindrances.TOO_FULL),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", hindrances.ALTERED),
        ("WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution", hindrances.AWAY),
        ("/usr/bin/python: No module named pip", hindrances.BROKEN),
        ("something else", None),
    ],
)  # fmt: skip
def test_what_pip_says_decides_what_is_said(said: str, known: hindrances.Stuck | None) -> None:
    assert hindrances.reason(said) is known


def test_a_failing_step_ends_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    words = [sys.executable, "-S", "-c", "import sys; sys.exit('ERROR: getaddrinfo failed 连不上')"]
    with pytest.raises(hindrances.Stuck, match="PIP_INDEX_URL"):
        starting._run(words)
    assert "连不上" in capsys.readouterr().err, "what it said is said as well"


def bare(code: str, *, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A Python that has its own library and nothing else."""
    words = [sys.executable, "-S", "-E" if env is None else "-B", "-c", code]
    return subprocess.run(
        words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **(env or {})}
    )


def test_it_needs_nothing_that_is_not_there_yet() -> None:
    said = bare("import sys, points.starting; print(*{one.partition('.')[0] for one in sys.modules})")
    assert not {"flask", "click", "sqlalchemy", "waitress"} & set(said.stdout.split())
    assert "starting" not in said.stderr, said.stderr
    assert said.returncode == 0


def test_an_older_python_is_told_what_to_do() -> None:
    ast.parse((ROOT / "points/__main__.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    ast.parse((ROOT / "points/__init__.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    told = bare(
        "import runpy, sys; sys.version_info = (3, 8, 10); runpy.run_module('points', run_name='__main__')"
    )
    assert told.returncode == 1
    assert "3.11 or newer, and this is 3.8" in told.stderr
    assert "Python 3.11 或更新" in told.stderr


def test_a_console_that_lacks_a_sign_shows_a_question_mark() -> None:
    code = "import points.starting as it; it.speak(); print('积分 ① 𠮷 ✓')"
    told = bare(code, env={"PYTHONIOENCODING": "ascii"})
    assert (told.returncode, told.stdout.strip()) == (0, "?? ? ? ?")


def test_settings_of_a_file_are_taken_as_systemd_takes_them(tmp_path: Path) -> None:
    file = tmp_path / "设置"
    file.write_bytes('\ufeff# words\nPORT=8001\r\nBASE_URL = "https://a.example"\n\nnothing\n'.encode())
    assert starting.settings_of(file) == {"PORT": "8001", "BASE_URL": "https://a.example"}
    with pytest.raises(hindrances.Stuck, match="设置文件读不了"):
        starting.settings_of(tmp_path / "none")


def test_what_stands_before_the_command_and_the_address_are_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOST", "PORT", "SAID"):
        monkeypatch.setenv(name, "")
    (tmp_path / "settings").write_text("SAID=yes\n", encoding="utf-8")
    assert (
        starting._begin(["--settings", str(tmp_path / "settings"), "serve", "--port", "8001"])[0] == "serve"
    )
    assert os.environ["SAID"] == "yes"
    assert starting._heard(["--port", "8001", "--host", "0.0.0.0", "more"]) == ["more"]
    assert (os.environ["HOST"], os.environ["PORT"]) == ("0.0.0.0", "8001")


@pytest.mark.parametrize("name", ["run.bat", "run.ps1", "Makefile", "deploy/windows/register.ps1"])
def test_the_scripts_only_call_the_two_steps(name: str) -> None:
    raw = (ROOT / name).read_bytes()
    text = raw.decode("utf-8-sig")
    assert "-m points" in text
    assert not re.search(r"pip install(?! --quiet pip-tools)|-m venv|-m flask|serve\.py", text)
    if name != "Makefile":
        assert raw.count(b"\n") == raw.count(b"\r\n"), "line ends of Windows"
    if name.endswith(".ps1"):
        assert raw.startswith(b"\xef\xbb\xbf"), "PowerShell 5 takes a file without it for one of GBK"
    if name == "run.bat":
        lines = text.splitlines()
        assert all(line.isascii() for line in lines[: lines.index("chcp 65001 >nul")]), (
            "no sign before it is known"
        )
