"""What can stand in the way of a setup, in both languages, with what to do: known by what pip or the system says.

It knows the standard library alone, as `starting.py`, which raises these.
"""

from __future__ import annotations

#: bytes that the packages take, with room for the way there
ROOM = 500 << 20


class Stuck(Exception):
    """What stands in the way, and what to do, in both languages."""


TOO_FULL = Stuck(
    f"The disk is too full: the packages need about {ROOM >> 20} MB. Make room and run the same again; what is done already stays.\n"
    f"磁盘太满：程序包大约要 {ROOM >> 20} MB。请腾出地方，再运行一次同样的命令，已经做好的不会重来。"
)
AWAY = Stuck(
    "The packages could not be fetched. Is the network there? Then run the same again; what is done already stays. Where packages "
    "come from another place in your network, set PIP_INDEX_URL to it; without a network bring them in a folder: set PIP_NO_INDEX=1 "
    "and PIP_FIND_LINKS to it (docs/OPERATIONS.md).\n"
    "程序包没有下载成。请看网络通不通，再运行一次同样的命令，已经做好的不会重来。单位里另有下载的地方，就把 PIP_INDEX_URL 设成那里；"
    "完全没有网，用 U 盘把程序包拷来，设 PIP_NO_INDEX=1 和 PIP_FIND_LINKS（见 docs/OPERATIONS.md）。"
)
ALTERED = Stuck(
    "A package is not the one that was locked: it was damaged or altered on its way, and was not installed. Run the same again, or "
    "fetch from another place (PIP_INDEX_URL).\n"
    "有一个程序包和锁定的不一样，可能下载坏了，也可能被人改过，没有装。请再运行一次，或者换一个下载的地方（PIP_INDEX_URL）。"
)
NO_VENV = Stuck(
    "This Python cannot make a virtual environment: install its venv part (Debian: apt install python3-venv) and run the same again.\n"
    "这个 Python 不带 venv，请先装上（Debian：apt install python3-venv），再运行一次同样的命令。"
)
BROKEN = Stuck(
    "The folder .venv does not work on this machine, as after the folder was moved or Python was renewed. Delete .venv and run the "
    "same again; the books are not in it.\n"
    "文件夹 .venv 用不了（文件夹搬过家，或者换过 Python）。请删掉 .venv，再运行一次同样的命令，账不在里面。"
)
UNKNOWN = Stuck(
    "This step failed; what it said stands above. Run the same again, what is done already stays.\n"
    "这一步没有做成，原因见上面。可以再运行一次同样的命令，已经做好的不会重来。"
)


def reason(complaints: str) -> Stuck | None:
    """What is in the way, by what pip or the system said; None where that is not known."""
    said = complaints.lower()
    for stuck, signs in _SIGNS:
        if any(sign in said for sign in signs):
            return stuck
    return None


#: in the words of pip and of systems, small
_SIGNS: list[tuple[Stuck, tuple[str, ...]]] = [
    (TOO_FULL, ("no space left", "not enough space", "errno 28", "winerror 112", "disk quota")),
    (ALTERED, ("do not match the hashes",)),
    (BROKEN, ("no module named pip", "bad interpreter")),
    (
        AWAY,
        ("could not find a version", "no matching distribution", "connection", "timed out", "timeout", "name resolution",
         "getaddrinfo", "unreachable", "proxy", "ssl"),
    ),
]  # fmt: skip
