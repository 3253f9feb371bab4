"""Files as a browser sends them: under no name do they lead out of their folder, and too much is not kept."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from points import imports
from points.imports import bringing, intake_files
from points.imports.refusals.intakes import FileTooLarge, NothingBrought, TooMuchBrought
from tests.support.brought import files_apart

__all__ = ["files_apart"]

pytestmark = pytest.mark.usefixtures("files_apart")


def receive(*files: tuple[str, bytes]) -> bringing.Brought:
    """Files with these names and bytes."""
    return imports.bringing.receive((name, BytesIO(data)) for name, data in files)


def kept(brought: bringing.Brought) -> list[str]:
    """What was kept, by its path."""
    books = intake_files.books_of(brought.intake_id)
    return sorted(str(one.relative_to(books)) for one in books.rglob("*") if one.is_file())


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("积分登记表.xlsx", "积分登记表.xlsx"),
        ("2025/3月/积分登记表.xlsx", "2025/3月/积分登记表.xlsx"),
        ("../../etc/a.csv", "etc/a.csv"),
        ("/etc/a.csv", "etc/a.csv"),
        ("..\\..\\a.csv", "a.csv"),
        ("C:\\books\\a.csv", "C_/books/a.csv"),
        ("a/.. /b.csv", "a/b.csv"),
        ("./a//b.csv", "a/b.csv"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("a/b/c/d/e/f/g/h.csv", "c/d/e/f/g/h.csv"),
        ("x" * 300 + ".csv", "x" * 76 + ".csv"),
        ("nul/../../../../a.csv", "_nul/a.csv"),
    ],
)
def test_a_name_leads_nowhere_else(name: str, path: str, files_apart: Path) -> None:
    brought = receive((name, b"1"))
    assert kept(brought) == [path]
    everything = [one for one in files_apart.rglob("*") if one.is_file()]
    assert all(one.is_relative_to(intake_files.books_of(brought.intake_id)) for one in everything)
    assert [one.stat().st_mode & 0o077 for one in everything] == [0]


def test_what_is_no_table_is_counted_and_not_kept() -> None:
    brought = receive(
        ("a/a.csv", b"1"),
        ("a/照片.jpg", b"2"),
        ("a/.DS_Store", b"3"),
        ("a/~$a.xlsx", b"4"),
        ("a/b.xlsx", b"5"),
    )
    assert (kept(brought), brought.left, brought.files, brought.label) == (["a/a.csv", "a/b.xlsx"], 3, 2, "a")


def test_files_without_a_folder_are_called_by_themselves() -> None:
    assert receive(("goods.csv", b"1"), ("花名册.xlsx", b"2")).label == "花名册、goods"
    assert receive(("goods.csv", b"1"), ("花名册.xlsx", b"2"), ("rules.csv", b"3")).label == "花名册、goods…"


def test_two_files_of_one_name_are_both_kept_and_the_same_one_once() -> None:
    brought = receive(("a.csv", b"1"), ("A.csv", b"2"), ("a.csv", b"1"))
    assert (kept(brought), brought.files) == (["A(2).csv", "a.csv"], 2)


def test_the_same_bytes_have_one_digest_in_whatever_order_and_folder() -> None:
    one = receive(("a/a.csv", b"1"), ("a/b.csv", b"2"))
    other = receive(("b.csv", b"2"), ("a.csv", b"1"))
    assert one.digest == other.digest
    assert receive(("b.csv", b"1"), ("a.csv", b"2")).digest != one.digest


def test_too_much_is_refused_and_nothing_of_it_stays(
    monkeypatch: pytest.MonkeyPatch, files_apart: Path
) -> None:
    monkeypatch.setattr(bringing, "MAX_FILE", 100)
    monkeypatch.setattr(bringing, "MAX_BYTES", 150)
    monkeypatch.setattr(bringing, "MAX_FILES", 3)
    with pytest.raises(FileTooLarge):
        receive(("a.csv", b"1" * 101))
    with pytest.raises(TooMuchBrought):
        receive(("a.csv", b"1" * 100), ("b.csv", b"1" * 51))
    with pytest.raises(TooMuchBrought):
        receive(*((f"{number}.csv", b"1") for number in range(4)))
    with pytest.raises(NothingBrought):
        receive(("a.jpg", b"1"), ("", b""))
    assert list(files_apart.iterdir()) == []
    imports.bringing.drop(receive(*((f"{number}.csv", b"1") for number in range(3))))
    assert list(files_apart.iterdir()) == []
