"""What the import contracts cannot say about the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.files import ROOT, dotted, imports, modules, named, tree


def test_every_module_opens_with_one_sentence() -> None:
    silent = [named(path) for path in modules() if not (ast.get_docstring(tree(path)) or "").endswith(".")]
    assert silent == []


def test_one_place_commits() -> None:
    assert calls(r"(^|\.)commit$") == ["points/foundation/database.py"]


def test_one_clock() -> None:
    wall = r"(^|\.)(datetime\.now|datetime\.utcnow|datetime\.today|date\.today|time\.time|time\.time_ns)$"
    assert calls(wall) == ["points/foundation/clock.py"]


def test_nobody_takes_an_advisory_lock_or_reads_by_offset() -> None:
    for path in modules():
        text = path.read_text(encoding="utf-8").lower()
        assert "pg_advisory" not in text, named(path)
        assert "lock table" not in text, named(path)
    assert calls(r"\.offset$") == []


def test_tables_know_only_the_foundation() -> None:
    allowed = (
        "points.foundation",
        "sqlalchemy",
        "__future__",
        "datetime",
        "decimal",
        "typing",
        "uuid",
        "enum",
    )
    assert strangers("models.py", allowed) == []
    own = [path for path in modules() if path.parent.name == "models" and path.name != "__init__.py"]
    assert own, "people has its tables by wing"
    assert [
        (named(path), one) for path in own for _, one in imports(path) if not one.startswith(allowed)
    ] == []


def test_refusals_know_only_what_a_refusal_is() -> None:
    allowed = ("points.foundation.refusal", "__future__", "typing")
    # a room with wings names the refusals of its wings in one place
    assert [one for one in strangers("refusals.py", allowed) if not re.search(r"[._]refusals\.", one)] == []


def test_only_web_commands_and_the_app_know_the_web() -> None:
    web = re.compile(
        r"(flask|flask_(babel|limiter|login|smorest)|werkzeug|webargs|marshmallow|click|whitenoise)(\.|$)"
    )
    ours = ("web", "app", "commands")
    assert [
        f"{named(path)}:{line} {module}"
        for path in modules()
        if path.relative_to(ROOT / "points").parts[0] not in ours
        for line, module in imports(path)
        if web.match(module)
    ] == []


def test_only_the_command_line_prints() -> None:
    assert calls(r"^print$") == []


def test_nothing_is_put_off() -> None:
    put_off = re.compile(
        "pytest" + r"\.mark\.(skip|xfail)|pytest" + r"\.skip\(|import" + "orskip|NotImplemented" + "Error|# *TO" + "DO|# *FIX" + "ME"
    )  # fmt: skip
    ours = [path for folder in ("points", "tests") for path in (ROOT / folder).rglob("*.py")]
    assert [named(path) for path in ours if put_off.search(path.read_text(encoding="utf-8"))] == []


def calls(pattern: str) -> list[str]:
    """The modules that call something of this dotted name."""
    wanted = re.compile(pattern)
    return [
        named(path)
        for path in modules()
        if any(
            isinstance(node, ast.Call) and wanted.search(dotted(node.func)) for node in ast.walk(tree(path))
        )
    ]


def strangers(name: str, allowed: tuple[str, ...]) -> list[str]:
    """What the files of this name import beside what they may."""
    return [
        f"{named(path)}:{line} {module}"
        for path in modules()
        if Path(path).name == name
        for line, module in imports(path)
        if not module.startswith(allowed)
    ]
