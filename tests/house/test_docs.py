"""The written word is held to the code."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

from points.foundation.settings import DEFAULTS
from tests.house.files import ROOT, named
from tests.house.test_mirror import pages

REQUIRED = (
    "README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE",
    "docs/ARCHITECTURE.md", "docs/GLOSSARY.md", "docs/OPERATIONS.md", "benchmarks/README.md",
)  # fmt: skip
WRITTEN = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("benchmarks/*.md"),
    *ROOT.glob("deploy/*.md"),
]


@pytest.mark.parametrize("name", REQUIRED)
def test_it_is_written(name: str) -> None:
    assert (ROOT / name).is_file()


def test_links_and_pictures_lead_somewhere() -> None:
    broken = [
        f"{named(page)}: {target}"
        for page in WRITTEN
        for target in re.findall(r"""(?:\]\(|src=")([^)#"\s]+)""", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_file_named_exists() -> None:
    named_paths = said(r"`((?:points|templates|static|tests|migrations|deploy|docs)/[\w./-]+)[`:]")
    assert {path for path in named_paths if not (ROOT / path).exists()} == set()


def test_every_test_named_exists() -> None:
    tests = {
        name
        for path in ROOT.glob("tests/**/*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert said(r"`(test_\w+)`") - tests - {path.stem for path in ROOT.glob("tests/**/test_*.py")} == set()


def test_the_list_of_pages_is_the_pages_there_are() -> None:
    text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `(\w+)` \| ((?:`\w+` ?)+)[;|]", text.split("The pages there are")[1], re.MULTILINE
    )
    listed = {(audience, page) for audience, pages_ in rows for page in re.findall(r"`(\w+)`", pages_)}
    assert listed == {(path.parent.name, path.stem) for path in pages()}


def test_the_list_of_sheets_is_the_sheets_there_are() -> None:
    text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    [row] = re.findall(r"^\| paper, .*? \| ((?:`\w+` ?)+):", text, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", row)) == {
        path.stem for path in (ROOT / "templates/print").glob("[!_]*.html")
    }


def test_every_table_named_exists() -> None:
    from wsgi import app

    rooms = "foundation|ledger|goods|audit|people|volunteering|shop(?!_manager)|stockroom|oversight"
    tables = {
        table for metadata in app.extensions["sqlalchemy"].metadatas.values() for table in metadata.tables
    }
    assert said(rf"`((?:{rooms})_[a-z_]+)`") - tables == set()


def test_every_make_command_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert said(r"`(?:\$ )?make ([a-z][a-z-]*)|^\s*(?:\$ )?make ([a-z][a-z-]*)") - targets == set()


def test_every_flask_command_named_exists() -> None:
    from wsgi import app

    commands = set(app.cli.commands)
    assert said(r"\bflask (?:--app wsgi )?([a-z][a-z-]+)") - commands - {"and", "run"} == set()


def test_every_setting_is_in_operations() -> None:
    code = (ROOT / "config.py").read_text(encoding="utf-8")
    settings = set(re.findall(r"""env(?:\.get\(|\[)["']([A-Z_]+)["']""", code))
    operations = (ROOT / "docs/OPERATIONS.md").read_text(encoding="utf-8")
    assert {name for name in settings if f"`{name}" not in operations} == set()


def test_every_thing_a_community_decides_is_explained_with_its_default() -> None:
    """One row a setting, with what holds until somebody decides, written as it is stored."""
    text = (ROOT / "docs/SETTINGS.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \| (.{20,}?) \| (.+?) \|$", text, re.MULTILINE)
    assert {name: json.loads(default) for name, default, _, _ in rows} == DEFAULTS
    assert len(rows) == len(DEFAULTS)


def test_what_the_program_says_itself_is_what_the_documents_say() -> None:
    made = importlib.util.spec_from_file_location("docs", ROOT / "deploy/docs.py")
    assert made is not None
    assert made.loader is not None
    docs = importlib.util.module_from_spec(made)
    made.loader.exec_module(docs)
    pages = list(docs.pages())
    assert {path.name for path, _ in pages} == {
        "COMMANDS.md",
        "IMPORT.md",
        "LEDGER.md",
        "SETTINGS.md",
        "watch.md",
    }
    assert [named(path) for path, words in pages if path.read_text(encoding="utf-8") != words] == []


def test_every_decision_is_dated_by_number_and_says_why() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert decisions, "docs/decisions holds nothing"
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))


def test_every_decision_says_whether_it_holds_and_since_when() -> None:
    """A decision that names another says which one took its place, and that one is there."""
    decisions = {path.name[:4]: path for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}
    status = re.compile(
        r"# (\d{4}) .+\n\nStatus: (?:in force|(?:in force, )?superseded by (\d{4})(?: in part)?) · \d{4}-\d\d-\d\d\n"
    )
    found = {number: status.match(path.read_text(encoding="utf-8")) for number, path in decisions.items()}
    assert [number for number, one in found.items() if one is None or one.group(1) != number] == []
    assert {one.group(2) for one in found.values() if one and one.group(2)} - set(decisions) == set()


def test_locks_name_no_host_and_no_folder() -> None:
    locks = [*ROOT.glob("requirements*.txt"), *(ROOT / "static/vendor").glob("package-lock.json")]
    assert [
        path.name for path in locks if re.search(r"(https?|file)://", Path(path).read_text(encoding="utf-8"))
    ] == []


def said(pattern: str) -> set[str]:
    """What the pages say by this pattern, inside code only."""
    wanted = re.compile(pattern, re.MULTILINE)
    words: set[str] = set()
    for page in WRITTEN:
        if page.name == "CHANGELOG.md":
            continue
        text = page.read_text(encoding="utf-8")
        code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
        words |= {
            word for hit in wanted.findall(code) for word in ([hit] if isinstance(hit, str) else hit) if word
        }
    return words
