"""Writes those parts of the documents that the program itself knows: commands, columns of old books, what proves what, settings."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
#: commands of the libraries: they are not ours to explain
OTHERS = frozenset({"db", "limiter", "openapi", "routes", "run", "shell"})
#: what no query can say: every audit record is read and hashed again
READ = {"audit_complete": ("records_unaltered",), "personal_data_away": ("facts_without_names",)}
COMMANDS_HEAD = """# Commands

Made from the program's own help by `make docs`; a test compares. Written here as `flask …`, they are run as
`.venv/bin/flask --app wsgi …`, with the settings of [OPERATIONS.md](OPERATIONS.md) in the environment. An exit code
other than 0 means that it was not done, or that what was asked is not so.

"""
BOOK_NAMES = {
    "roster": "the roster: who lives in which household",
    "attendance": "sign-in sheets, an activity a table",
    "register": "points earned, line by line",
    "deliveries": "goods that came in",
    "redemptions": "goods that went out for points",
    "rules": "the rule book",
    "penalties": "what is taken away, and how; may be empty",
    "goods": "what is on offer, with prices and limits",
}


def main() -> int:
    """Write what differs; with --check only name it."""
    stale = [path for path, words in pages() if path.read_text(encoding="utf-8") != words]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the program says: make docs")
        return 1 if stale else 0
    for path, words in pages():
        path.write_text(words, encoding="utf-8")
    return 0


def pages() -> Iterable[tuple[Path, str]]:
    """Every page that is made here, whole or in part, with what it should say."""
    docs = ROOT / "docs"
    yield docs / "COMMANDS.md", COMMANDS_HEAD + "\n\n".join(commands()) + "\n"
    yield docs / "IMPORT.md", put_in(docs / "IMPORT.md", "columns", columns())
    yield docs / "LEDGER.md", put_in(docs / "LEDGER.md", "proofs", proofs())
    yield docs / "SETTINGS.md", put_in(docs / "SETTINGS.md", "settings", decided())
    for language in ("zh", "en"):
        watch = docs / "guide" / language / "watch.md"
        yield watch, put_in(watch, "checks", checked(language))


def put_in(path: Path, name: str, lines: Iterable[str]) -> str:
    """A page with its part between two marks made anew."""
    begin, end = f"<!-- {name}: make docs -->", f"<!-- end of {name} -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    return f"{before}{begin}\n\n" + "\n".join(lines) + f"\n\n{end}" + rest.partition(end)[2]


def commands() -> Iterable[str]:
    """Each command with its help."""
    from wsgi import app

    for name, command in sorted(app.cli.commands.items()):
        if name not in OTHERS:
            context = click.Context(command, info_name=f"flask {name}", max_content_width=100)
            words = re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE)
            yield f"## {name}\n\n```\n{words}\n```"


def columns() -> Iterable[str]:
    """A table for each book: what its columns are and may be called, and which it cannot do without."""
    from points.imports import column_words
    from points.imports.reading.folder import BOOKS, COLUMNS

    for book, (file, _) in BOOKS.items():
        yield f"**{file}** – {BOOK_NAMES[book]}"
        yield ""
        yield "| column | what it is | also read as | |"
        yield "| --- | --- | --- | --- |"
        for field, (usual, *others) in COLUMNS[book].names.items():
            wanted = "must be there" if field in COLUMNS[book].needed else ""
            yield f"| {usual} | {column_words.of(book, field).en} | {'、'.join(others)} | {wanted} |"
        yield ""


def proofs() -> Iterable[str]:
    """A row a rule, as the page has them: its title and the queries behind it."""
    from points.oversight.checks.form import RULES

    behind = queries()
    yield "| the page says | 页面上 | proved by |"
    yield "| --- | --- | --- |"
    for rule, (zh, en) in RULES.items():
        yield f"| {en} | {zh} | {', '.join([*behind[rule], *READ.get(rule, ())])} |"


def checked(language: str) -> Iterable[str]:
    """The same for who reads the books, in one language."""
    from points.oversight.checks.form import RULES

    yield {"zh": "| 页面上写的 | 由这些查证明 |", "en": "| the page says | proved by |"}[language]
    yield "| --- | --- |"
    for rule, behind in queries().items():
        words = RULES[rule][language == "en"]
        yield f"| {words} | {', '.join([*behind, *READ.get(rule, ())])} |"


def queries() -> dict[str, list[str]]:
    """The names of the queries behind each rule."""
    from points.oversight import checks
    from points.oversight.checks.form import RULES, Invariant

    behind: dict[str, list[str]] = {rule: [] for rule in RULES}
    for found in pkgutil.iter_modules(checks.__path__):
        module = importlib.import_module(f"{checks.__name__}.{found.name}")
        for said in vars(module).values():
            for one in said if isinstance(said, list | tuple) else ():
                if isinstance(one, Invariant) and one.name not in behind[one.rule]:
                    behind[one.rule].append(one.name)
    return behind


def decided() -> Iterable[str]:
    """A row a setting: its default, what it is, how it may look, and how many persons decide it."""
    from points.foundation.settings import DEFAULTS
    from points.people import catalogue

    yield "| name | unless decided | what it is | how it may look |"
    yield "| --- | --- | --- | --- |"
    for name, one in catalogue.CATALOGUE.items():
        who = "Two persons decide." if one.two else "The committee decides."
        yield f"| `{name}` | `{json.dumps(DEFAULTS[name])}` | {one.meaning('en')} {who} | {one.kind.looks()} |"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
