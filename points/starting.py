"""From a bare Python to a served page: makes .venv, installs what is locked, prepares what is compiled, and hands over.

    python -m points setup              the environment only
    python -m points serve              what is missing of it, then the server, on --host and --port
    python -m points COMMAND …          any command of docs/COMMANDS.md

Before the command: --settings FILE takes settings from a file (NAME=value, a line each), --log FILE writes there what it says.

`make`, `run.ps1` and `run.bat` call these two and nothing else. It knows the standard library alone: nothing is
installed yet. What was done is remembered by files in .venv, so that nothing is done twice.
"""

from __future__ import annotations

import errno
import io
import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from points.hindrances import BROKEN, NO_VENV, ROOM, TOO_FULL, UNKNOWN, Stuck, reason

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"

Words = Sequence[str]


@dataclass(frozen=True)
class SetupStep:
    """Something that is done once, and again when what it is made from is newer than its stamp."""

    name: str
    made_from: Callable[[], Iterator[Path]]
    work: Callable[[], object]
    says: str = ""

    @property
    def stamp(self) -> Path:
        """Its age says when it was done."""
        return VENV / self.name

    def is_due(self) -> bool:
        """Whether it was never done, or something it is made from is newer."""
        if not self.stamp.exists():
            return True
        done = self.stamp.stat().st_mtime
        return any(path.stat().st_mtime > done for path in self.made_from() if path.exists())

    def do(self) -> None:
        """Do it, if it is due."""
        if self.is_due():
            if self.says:
                _say(self.says)
            self.work()
            self.stamp.touch()


def main(words: Words) -> int:
    """Do what was asked; the exit code."""
    speak()
    try:
        command, *rest = _begin(list(words)) or ["help"]
        if command in ("help", "-h", "--help"):
            _say("\n\n".join((__doc__ or "").split("\n\n")[1:3]))
            return 0
        if command == "setup":
            set_up(*(word.removeprefix("--") for word in rest))
            return 0
        set_up()
        return hand_over([command, *(_heard(rest) if command == "serve" else rest)])
    except Stuck as stuck:
        _say(f"\n{stuck}")
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        _say(f"\n{TOO_FULL}" if error.errno == errno.ENOSPC else f"\n{error}\n{UNKNOWN}")
        return 1


def speak() -> None:
    """Say everything in the letters of the terminal; a sign it does not have is a question mark, and no end."""
    letters = locale.getencoding().lower()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # files are UTF-8 whatever the terminal has (`_environ`)
            chinese = sys.flags.utf8_mode and os.name != "nt" and letters.startswith("gb") and stream.isatty()
            stream.reconfigure(encoding=letters if chinese else None, errors="replace")


def set_up(*beside: str) -> None:
    """What is missing of the environment; `checks` and `tests` are what those need beside it."""
    if any(one not in ("checks", "tests") for one in beside):
        raise Stuck("setup knows --checks and --tests. setup 后面只能写 --checks 或 --tests。")
    if not INSTALLED.stamp.exists():
        _make_environment()
    for step in (INSTALLED, CATALOGUES, PRECOMPRESSED):
        step.do()
    if beside:
        FOR_CHECKS.do()
    if "tests" in beside:
        BROWSER.do()


def hand_over(words: Words) -> int:
    """Become this command of the application; on Windows, where nothing becomes another program, wait for its end."""
    command = [str(program("python")), "-m", "flask", "--app", "wsgi", *words]
    if os.name != "nt":
        os.execve(command[0], command, _environ())  # noqa: S606 - our own program, no shell
    process = subprocess.Popen(command, env=_environ())  # noqa: S603 - our own program
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # it was told as well, and ends when it is through


def program(name: str) -> Path:
    """A program of the environment."""
    folder, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return VENV / folder / f"{name}{suffix}"


def _begin(words: list[str]) -> list[str]:
    """Take up what stands before the command, and go to where the program is; the words that are left."""
    while len(words) > 1 and words[0] in ("--settings", "--log"):
        option, file, *words = words
        if option == "--settings":
            os.environ.update(settings_of(Path(file)))
        else:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            for stream in (1, 2):
                os.dup2(handle, stream)
    os.chdir(ROOT)
    return words


def settings_of(file: Path) -> dict[str, str]:
    """What a file of settings says, as systemd reads it: NAME=value, quotes around it or not."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    except OSError as error:
        raise Stuck(f"{file}: {error.strerror}. The settings cannot be read. 设置文件读不了。") from None
    pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith(("#", ";"))]
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _heard(words: Words) -> list[str]:
    """HOST and PORT as options: on Windows it takes two commands to say them otherwise."""
    left = list(words)
    for option, name in (("--host", "HOST"), ("--port", "PORT")):
        if option in left and left.index(option) + 1 < len(left):
            place = left.index(option)
            os.environ[name] = left[place + 1]
            del left[place : place + 2]
    return left


def _make_environment() -> None:
    if shutil.disk_usage(ROOT).free < ROOM:
        raise TOO_FULL
    if not VENV.exists():
        _say("Making a virtual environment in .venv 正在准备环境")
        if _run([sys.executable, "-m", "venv", str(VENV)], fails=None):
            raise NO_VENV
    _run([str(program("python")), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], fails=BROKEN)
    # half of one, from a setup that was stopped
    if not list(VENV.glob("[Ll]ib/**/site-packages/pip")):
        _run([str(program("python")), "-m", "ensurepip"], fails=BROKEN)


def _install(lock: str) -> Callable[[], None]:
    def work() -> None:
        pip = [str(program("python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--require-hashes", "-r", lock])

    return work


def _install_browser() -> None:
    _run(
        [str(program("playwright")), "install", "chromium"] if os.name == "nt" else ["deploy/install-browser"]
    )


def _static() -> Iterator[Path]:
    yield ROOT / "deploy/precompress.py"
    for folder, folders, names in os.walk(ROOT / "static"):
        folders[:] = [name for name in folders if name != "node_modules"]
        yield from (Path(folder) / name for name in names if not name.endswith((".gz", ".br")))


INSTALLED = SetupStep(
    "installed",
    lambda: iter([ROOT / "requirements.txt"]),
    _install("requirements.txt"),
    "Installing the locked packages (a minute or two the first time) 正在安装程序包（第一次要一两分钟）",
)
FOR_CHECKS = SetupStep(
    "installed-test",
    lambda: iter([ROOT / "requirements-dev.txt", INSTALLED.stamp]),
    _install("requirements-dev.txt"),
    "Installing the locked packages for checks and tests 正在安装检查和测试用的程序包",
)
BROWSER = SetupStep(
    "browser", lambda: iter([ROOT / "deploy/install-browser", FOR_CHECKS.stamp]), _install_browser
)
CATALOGUES = SetupStep(
    "catalogues",
    lambda: iter([INSTALLED.stamp, *ROOT.glob("points/translations/*/LC_MESSAGES/*.po")]),
    lambda: _run([str(program("pybabel")), "--quiet", "compile", "-d", "points/translations"]),
)
PRECOMPRESSED = SetupStep(
    "precompressed",
    lambda: iter([INSTALLED.stamp, *_static()]),
    lambda: _run([str(program("python")), "deploy/precompress.py", "static"]),
)


def _run(command: Words, fails: Stuck | None = UNKNOWN) -> int:
    """One program to its end; what it complains of is said as it comes, and decides what we say of it."""
    try:
        process = subprocess.Popen(  # noqa: S603 - programs of this folder
            command, env=_environ(), stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
        )
    except FileNotFoundError:
        raise BROKEN from None
    assert process.stderr is not None
    complaints = []
    for line in process.stderr:
        complaints.append(line)
        sys.stderr.write(line)
    if process.wait() and fails:
        raise reason("".join(complaints)) or fails
    return process.returncode


def _environ() -> dict[str, str]:
    """Files, and what passes between programs, are UTF-8 on every system."""
    return {**os.environ, "PYTHONUTF8": "1"}


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
