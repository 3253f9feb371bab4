"""Page, template, script, style and test have one name; a folder is an audience or says what it is shared by."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.files import ROOT, modules, named, own_static, templates

WEB = ROOT / "points/web"
AUDIENCES = {path.parent.name for path in WEB.glob("*/__init__.py")}
#: what is no audience: frames and parts of several, paper, the words of rooms
TEMPLATE_FOLDERS = AUDIENCES | {"shared", "print", "words"}
STATIC_FOLDERS = AUDIENCES | {"shared", "print"}
#: modules of an audience that are no page: its blueprint, its forms, what several of its pages share
BESIDE_PAGES = {"__init__", "base", "forms", "fields", "data", "schemas"}


def pages() -> list[Path]:
    """Every page module."""
    return [path for path in modules() if path.parent.parent == WEB and path.stem not in BESIDE_PAGES]


def folder(path: Path, root: Path) -> str:
    """The folder a file stands in, below a root."""
    return path.relative_to(root).parts[0]


def said_everywhere() -> str:
    """Everything that could name a template, a script or a style."""
    files = [*modules(), *templates(), *own_static(".js"), *own_static(".css")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_folders_of_templates_and_static_files_are_audiences() -> None:
    assert {folder(path, ROOT / "templates") for path in templates()} - TEMPLATE_FOLDERS == set()
    for kind in ("css", "js"):
        root = ROOT / "static" / kind
        assert {folder(path, root) for path in own_static(f".{kind}")} - STATIC_FOLDERS == set()


def test_every_page_module_has_its_test() -> None:
    missing = [
        named(path)
        for path in pages()
        if not (ROOT / "tests/web" / path.parent.name / f"test_{path.stem}.py").is_file()
    ]
    assert missing == []


def test_every_test_of_a_page_has_its_module() -> None:
    strange = [
        named(path)
        for path in (ROOT / "tests/web").glob("*/test_*.py")
        if not (WEB / path.parent.name / f"{path.stem.removeprefix('test_')}.py").is_file()
    ]
    assert strange == []


def test_a_template_of_an_audience_is_a_pages() -> None:
    """Named like its page, or like it and what it shows; parts begin with an underscore."""
    strange = []
    for path in templates():
        audience, stem = folder(path, ROOT / "templates"), path.stem
        if audience not in AUDIENCES or stem.startswith("_") or stem in ("base", "docs"):
            continue
        homes = {page.stem for page in pages() if page.parent.name == audience}
        if not any(stem == home or stem.startswith(f"{home}_") for home in homes):
            strange.append(named(path))
    assert strange == []


def test_no_template_script_or_style_is_an_orphan() -> None:
    said = said_everywhere()
    files = {path: path.relative_to(ROOT / "templates").as_posix() for path in templates()}
    files |= {path: path.name for kind in (".js", ".css") for path in own_static(kind)}
    assert [named(path) for path, name in files.items() if not re.search(re.escape(name), said)] == []


def test_every_room_has_its_tests() -> None:
    rooms = {path.parent.name for path in (ROOT / "points").glob("*/__init__.py")} - {"demo"}
    assert {room for room in rooms if not list((ROOT / "tests" / room).glob("**/test_*.py"))} == set()
