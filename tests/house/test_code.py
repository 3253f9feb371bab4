"""What the import contracts cannot say about the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.files import ROOT, dotted, functions, imports, modules, named, tree

LINES_OF_A_MODULE = 300
LINES_OF_A_FUNCTION = 49


def test_every_module_is_small_enough_to_read_at_once() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_MODULE} == {}


def test_every_function_fits_a_screen() -> None:
    long = {
        f"{named(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in modules()
        for function in functions(path)
    }
    assert {name: lines for name, lines in long.items() if lines > LINES_OF_A_FUNCTION} == {}


def test_every_module_opens_with_one_sentence() -> None:
    silent = [named(path) for path in modules() if not (ast.get_docstring(tree(path)) or "").endswith(".")]
    assert silent == []


def test_no_module_is_named_after_nothing() -> None:
    vague = re.compile(
        r"^(utils?|helpers?|managers?|services?|common|misc)$|_(utils?|helpers?|manager|service)$"
    )
    assert [named(path) for path in modules() if vague.search(path.stem)] == []


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


def test_refusals_know_only_what_a_refusal_is() -> None:
    assert strangers("refusals.py", ("points.foundation.refusal", "__future__", "typing")) == []


#: between pages and people: who is signed in, how often they may ask, how they are greeted
THE_DOOR = {f"points/people/{name}.py" for name in ("door", "limits", "me")}


def test_only_pages_endpoints_commands_and_the_roof_know_the_web() -> None:
    web = re.compile(
        r"(flask|flask_(babel|limiter|login|migrate|smorest)|werkzeug|webargs|marshmallow|click|whitenoise)(\.|$)"
    )
    ours = {"app.py", "views.py", "api.py", "cli.py", "schemas.py"}
    assert [
        f"{named(path)}:{line} {module}"
        for path in modules()
        if path.name not in ours
        and named(path) not in THE_DOOR
        and "views" not in path.parts
        and "api" not in path.parts
        and "app" not in path.parts
        for line, module in imports(path)
        if web.match(module)
    ] == []


def test_only_the_command_line_prints() -> None:
    speaking = ("cli.py", "app.py")
    assert [name for name in calls(r"^print$") if not name.endswith(speaking)] == []


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
