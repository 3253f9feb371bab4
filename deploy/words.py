"""Takes the sentences of pages and modules into the English catalogue; what is new is left empty and named."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "points/translations"
CATALOGUE = FOLDER / "en/LC_MESSAGES/messages.po"
IN_CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": IN_CONTEXT, "later": {1: None, 2: IN_CONTEXT}
}  # fmt: skip
# Nothing in it names a machine or a day, so that only sentences ever differ.
HEADER = r"""msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def said() -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Every sentence with its context, as templates and modules have it."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for _, _, words, _, context in extract_from_dir(ROOT, methods, options, keywords=KEYWORDS):
        yield words, context


def merged(old: Catalog) -> Catalog:
    """All that is said now, with the English there was."""
    new = Catalog(locale="en")
    for words, context in said():
        new.add(words, context=context)
    for message in new:
        before: Message | None = old.get(message.id, message.context)
        if message.id and before is not None and isinstance(before.id, str) == isinstance(message.id, str):
            message.string = before.string
    return new


def english(message: Message) -> tuple[str, ...]:
    """What a message says in English, once or for one and for many."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def main() -> int:
    """Write the catalogue anew; 1 where a sentence has no English yet."""
    with CATALOGUE.open("rb") as file:
        catalogue = merged(read_po(file, locale="en"))
    written = io.BytesIO()
    write_po(written, catalogue, width=0, sort_output=True, no_location=True, omit_header=True)
    CATALOGUE.write_text(HEADER + written.getvalue().decode().rstrip("\n") + "\n", encoding="utf-8")
    silent = [one.id for one in catalogue if one.id and not all(english(one))]
    for words in silent:
        print(f"no English yet: {words}")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
