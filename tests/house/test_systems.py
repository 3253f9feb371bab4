"""What runs on Windows as well: no word of one system alone outside its places, every file's letters named, no name it refuses."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.files import ROOT, dotted, modules, named, tree

#: what Windows has not: modules, functions and signals, options of a process, places
MODULES = frozenset(
    ["fcntl", "grp", "gunicorn", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"]
)
NAMES = re.compile(
    r"^(os\.(fork\w*|register_at_fork|get(uid|euid|gid|egid|groups|pgid|loadavg)|set(uid|gid|sid|pgid)|\w*chown|chroot|killpg|mkfifo"
    r"|link|symlink|readlink|statvfs|uname|sync|nice|wait|wait3|wait4|WNOHANG|O_(DIRECTORY|NOFOLLOW|SYNC|NONBLOCK))"
    r"|signal\.(SIG(KILL|HUP|ALRM|CHLD|QUIT|USR1|USR2|PIPE|STOP|CONT)|alarm|setitimer|pause|sigwait)"
    r"|select\.(poll|epoll|kqueue|POLL\w+)|socket\.(AF_UNIX|socketpair|send_fds)|time\.tzset|selectors\.(Epoll|Poll)Selector)$"
)
OPTIONS = frozenset({"preexec_fn", "pass_fds"})
PLACE = re.compile(r"^/(bin|dev|etc|opt|proc|run|sys|tmp|usr|var)/")
#: where they are meant: each has another way beside it, or is not loaded there
MEANT = {
    # gunicorn's process; the other way is alone.py
    "points/app/buffered_worker.py": {"gunicorn", "select.POLLIN"},
    # a copy of a small process, else a new one for each; its limits, else none of memory
    "points/imports/reading/files/child.py": {"os.fork", "resource", "/proc/self/statm"},
    "points/imports/reading/files/opener.py": {"os.killpg", "signal.SIGKILL", "os.register_at_fork"},
    # a name for a new file; the other way stands beside it
    "points/foundation/placing.py": {"os.link"},
    # where Debian has PostgreSQL's programs; Windows' own folder beside it
    "points/foundation/backup.py": {"/usr/lib/postgresql"},
}  # fmt: skip
PRODUCT = [*modules(), ROOT / "config.py", ROOT / "wsgi.py", *sorted((ROOT / "deploy").glob("*.py"))]


def words_of_unix(code: ast.AST) -> Iterator[str]:
    """Every word of this code that Windows does not know."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            )
            yield from (name.partition(".")[0] for name in names if name.partition(".")[0] in MODULES)
        elif isinstance(node, ast.Attribute) and NAMES.match(dotted(node)):
            yield dotted(node)
        elif isinstance(node, ast.keyword) and node.arg in OPTIONS:
            yield str(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and PLACE.match(node.value + "/"):
            yield node.value


def letters_left_to_the_machine(code: ast.AST) -> Iterator[int]:
    """Lines where text comes from, or goes to, a file or another process in whatever letters this machine has."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            said = {one.arg for one in node.keywords}
            asks = "text" in said and dotted(node.func).startswith("subprocess.")
            reads = dotted(node.func).rpartition(".")[2] in ("read_text", "write_text")
            if (asks or reads) and "encoding" not in said and None not in said and len(node.args) < 2:
                yield node.lineno


def test_no_word_of_unix_alone_outside_its_places() -> None:
    found = {named(path): words for path in PRODUCT if (words := set(words_of_unix(tree(path))))}
    assert found == MEANT


@pytest.mark.parametrize(
    "planted",
    [
        "import fcntl", "from resource import getrlimit", "os.getuid()", "os.chown(a, 0, 0)", "signal.signal(signal.SIGHUP, f)",
        "Popen(a, preexec_fn=f)", "open('/dev/shm/a')", "Path('/tmp')", "os.killpg(1, 9)", "select.epoll()",
    ],
)  # fmt: skip
def test_a_planted_one_is_seen(planted: str) -> None:
    assert list(words_of_unix(ast.parse(planted)))


def test_letters_are_named() -> None:
    assert [
        f"{named(path)}:{line}" for path in PRODUCT for line in letters_left_to_the_machine(tree(path))
    ] == []
    planted = "subprocess.run(a, text=True)\n(a / b).read_text()\nc.write_text(d, encoding='utf-8')"
    assert list(letters_left_to_the_machine(ast.parse(planted))) == [1, 2]


def test_letters_of_files_are_named() -> None:
    words = [sys.executable, "-m", "ruff", "check", "--quiet", "--preview", "--select=PLW1514"]
    found = subprocess.run([*words, "."], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (found.returncode, found.stdout) == (0, "")
    planted = subprocess.run([*words, "-"], input=b"open('a')", capture_output=True, check=False)
    assert planted.returncode == 1, "the control"


def test_days_are_written_without_the_machines_words() -> None:
    """What is asked of the system's own strftime must be ASCII, and without the signs of one C library."""
    unfit = [
        f"{named(path)}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("strftime")
        for one in node.args
        if isinstance(one, ast.Constant) and (not str(one.value).isascii() or "%-" in str(one.value))
    ]
    assert unfit == []


def test_no_file_has_a_name_that_windows_refuses() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [PurePosixPath(one) for one in listed.decode().split("\0") if one]
    assert len(files) > 1000
    assert unfit_names(files) == []


@pytest.mark.parametrize("planted", ["a/con.py", "aux", "a:b", "b /c", "docs/Nul.md", "readme.", "A"])
def test_a_planted_name_is_seen(planted: str) -> None:
    assert unfit_names([PurePosixPath("a"), PurePosixPath(planted)])


def unfit_names(files: list[PurePosixPath]) -> list[str]:
    """Those that differ by their case only, are machines there, or have a sign that no name has there."""
    folders = {folder for path in files for folder in path.parents if folder.name}
    alike = Counter(
        str(one).casefold() for one in {*files, *folders} if one not in folders or one not in files
    )
    machine = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
    strange = re.compile(r'[<>:"|?*\\]|[ .]$')
    unfit = [
        str(path) for path in files if any(machine.match(one) or strange.search(one) for one in path.parts)
    ]
    return [*unfit, *(name for name, times in alike.items() if times > 1)]


def test_the_lock_holds_what_windows_wants() -> None:
    """A lock made here leaves out what only another system asks for, and there the install would be refused."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    windows = {
        **default_environment(), "sys_platform": "win32", "os_name": "nt", "platform_system": "Windows",
        "platform_machine": "AMD64", "extra": "",
    }  # fmt: skip
    wanted = {
        canonicalize_name(one.name)
        for name in locked
        for one in map(Requirement, asked_by(name))
        if one.marker is None or one.marker.evaluate(windows)
    }
    assert "colorama" in wanted, "the control: qrcode asks for it there alone"
    assert wanted - locked == set()
    assert "tzdata" in locked, "Windows has no table of time zones"


def asked_by(name: str) -> list[str]:
    """What a package asks for; one that is for other machines is not here to be asked."""
    try:
        return importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []
