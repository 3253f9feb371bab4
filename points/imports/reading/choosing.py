"""Which file of a folder is which book: several of one book are read together, copies are asked about, others named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from points.imports.asking import LATER, AnswerChoice, CellPlace
from points.imports.reading.doubts.of_sheets import FILES_ALIKE
from points.imports.reading.files.naming import name_of
from points.imports.reading.refusals import FileCopied, FileNotChosen, FolderOther
from points.imports.reading.remarks import Remarks
from points.imports.refusals import BookAmbiguous, FolderMissing

#: each book: its usual name, and the words by which another community's file is known
BOOKS: dict[str, tuple[str, str]] = {
    "rules": ("rules.csv", r"(?<![a-z])rules(?![a-z])|^(积分)?规则(表|对照表)?$"),
    "penalties": ("penalties.csv", r"(?<![a-z])penalties(?![a-z])|^(扣分|负面清单|罚则)"),
    "goods": ("goods.csv", r"(?<![a-z])goods(?![a-z])|^(商品|物资)(对照)?(表|目录)?$"),
    "roster": ("居民花名册.xlsx", r"花名册"),
    "attendance": ("志愿活动签到表.xlsx", r"签到"),
    "register": ("积分登记表.xlsx", r"积分登记"),
    "deliveries": ("物资入库台账.xlsx", r"入库"),
    "redemptions": ("积分兑换登记表.xlsx", r"兑换"),
}
#: tables that are one as a whole
ONE_FILE = frozenset({"rules", "penalties", "goods"})
#: files of other names, as far as books may stand in them
SHARED = "shared"
#: how files are called that may be tables, or say that they are none
TABLES = frozenset(
    {
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".csv",
        ".txt",
        ".xls",
        ".ods",
        ".et",
        ".htm",
        ".html",
        ".docx",
        ".doc",
        ".pdf",
        ".numbers",
    }
)
_NO_TABLE = frozenset({".docx", ".doc", ".pdf", ".numbers"})
#: what a second download or a copy adds to a name
_COPY = re.compile(
    r"[\s_\-]*(\(\d+\)|（\d+）|\[\d+\]|-?\s*副本(\s*\(\d+\))?|copy(\s*\d+)?|备份|\(?(最新|最终|终稿|定稿|新|旧|修改|改|更正)版?\d*\)?|（(最新|最终|新|旧|修改|更正)版?）|v\d+)$",
    re.IGNORECASE,
)  # fmt: skip


def find_files(folder: Path) -> tuple[dict[str, list[Path]], list[Path]]:
    """The files of each book, none where it has no file of its own; and what else stands there, folders too.

    A folder that holds nothing but one other is that one.
    """
    if not folder.is_dir():
        raise FolderMissing(folder=str(folder))
    files, folders = _within(folder)
    if not files and len(folders) == 1:
        files, folders = _within(folders[0])
    books = {book: _files(files, usual, words) for book, (usual, words) in BOOKS.items()}
    taken = {path for found in books.values() for path in found}
    return books, [*(path for path in files if path not in taken), *folders]


def _within(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of a folder that may be tables, and its folders."""
    there = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$", "__")))
    files = [path for path in there if path.is_file() and path.suffix.lower() in TABLES]
    return files, [path for path in there if path.is_dir() and _is_filled(path)]


def _is_filled(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:  # whoever may not look into it cannot say that it is empty
        return True


def digests(books: Mapping[str, Sequence[Path]], others: Sequence[Path]) -> dict[str, str]:
    """A digest of the bytes of each book's files; of all there are where a book has none of its own."""
    found = {}
    every = [path for some in (*books.values(), others) for path in some if path.is_file()]
    for book, paths in (*books.items(), (SHARED, [])):
        whole = hashlib.sha256()
        for path in paths or every:
            whole.update(hashlib.sha256(path.read_bytes()).digest())
        found[book] = whole.hexdigest()[:16]
    return found


def chosen(
    books: Mapping[str, Sequence[Path]], others: Sequence[Path], remarks: Remarks
) -> tuple[dict[str, list[Path]], list[Path]]:
    """The files to be read: of copies the one that somebody chose, none while nobody did.

    And the other files; copies of them are asked about where a book without a file of its own may stand in them.
    """
    for path in others:
        if path.is_dir():
            remarks.unread(CellPlace(name_of(path)), FolderOther())
    own = {book: _chosen(book, list(paths), remarks) for book, paths in books.items()}
    files = [path for path in others if path.is_file()]
    if all(books.values()):
        return own, files
    tables = [path for path in files if path.suffix.lower() not in _NO_TABLE]
    return own, [*_chosen(SHARED, tables, remarks), *(path for path in files if path not in tables)]


def _files(files: list[Path], usual: str, words: str) -> list[Path]:
    stem = Path(usual).stem
    found = [path for path in files if _stem(path) == stem or re.search(words, _stem(path), re.IGNORECASE)]
    # a scan or a letter beside the table is none; alone it is opened, and refused for what it is
    return [path for path in found if path.suffix.lower() not in _NO_TABLE] or found


def _chosen(book: str, paths: list[Path], remarks: Remarks) -> list[Path]:
    kept = _without_equal(paths, remarks)
    if book in ONE_FILE and len(kept) > 1:
        exact = [path for path in kept if name_of(path) == BOOKS[book][0]]
        if len(exact) != 1:
            raise BookAmbiguous(file=BOOKS[book][0], found="、".join(name_of(path) for path in kept))
    alike: dict[str, list[Path]] = {}
    for path in kept:
        alike.setdefault(_without_copy_mark(_stem(path)), []).append(path)
    read = []
    for stem, group in alike.items():
        read.extend(group if len(group) == 1 else _asked(book, stem, group, remarks))
    if book in ONE_FILE and len(read) > 1:
        raise BookAmbiguous(file=BOOKS[book][0], found="、".join(name_of(path) for path in read))
    return read


def _without_equal(paths: list[Path], remarks: Remarks) -> list[Path]:
    """Without files that hold the very same bytes as another."""
    first: dict[bytes, Path] = {}
    for path in paths:
        before = first.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
        if before is not path:
            remarks.skip(CellPlace(name_of(path)), FileCopied(file=name_of(before)))
    return list(first.values())


def _stem(path: Path) -> str:
    return Path(name_of(path)).stem


def _without_copy_mark(stem: str) -> str:
    before = ""
    while before != stem:
        before, stem = stem, _COPY.sub("", stem).strip()
    return stem


def _asked(book: str, stem: str, group: list[Path], remarks: Remarks) -> list[Path]:
    names = "、".join(name_of(path) for path in group)
    choices = tuple(
        AnswerChoice(f"file_{number}", name_of(path), name_of(path)) for number, path in enumerate(group, 1)
    )
    answers = [
        remarks.ask(FILES_ALIKE, book, CellPlace(name_of(path)), stem, choices=choices, files=names).choice
        for path in group
    ]
    if not answers[0] or answers[0] == LATER:
        return []
    right = [path for number, path in enumerate(group, 1) if answers[0] == f"file_{number}"]
    for path in group:
        if path not in right:
            remarks.skip(CellPlace(name_of(path)), FileNotChosen())
    return right
