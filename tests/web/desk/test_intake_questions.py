"""Questions about books on the desk: answered once, with a cell that differs, kept with the run, and read again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from points import imports
from tests.support.brought import bring, doubtful, files_apart
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor

__all__ = ["files_apart"]

# What a page or a file shows does not depend on the database; bringing, reading and writing run on both in tests/imports.
pytestmark = [pytest.mark.usefixtures("files_apart"), pytest.mark.shortly_on("sqlite")]


@pytest.fixture
def asked(client: Visitor, desk_day: DeskDay, tmp_path: Path) -> str:
    """Books with a question, read."""
    enter(client)
    address = str(bring(client, doubtful().save(tmp_path)).location)
    imports.working.work_one()
    return address


def chosen(page: str) -> list[str]:
    """What is chosen on the page."""
    return re.findall(r'(?:value="(\w+)" checked|value="(\w+)" selected)', page)


def test_a_question_is_answered_with_a_cell_that_differs(client: Visitor, asked: str) -> None:
    # beside it, whether what the tables of rules and goods say holds from now on: that moves no points
    assert "有 3 个问题要人答" in words(client.get(asked).text)
    page = client.get(f"{asked}/questions").text
    assert "影响积分或库存的，先答 1" in words(page)
    assert "先不处理，以后再说" in words(page)
    assert chosen(page) == []
    answers = {"seen": "1", "choice-0": "counts", "cell-0-1": "cancelled"}
    answer = client.post(f"{asked}/questions", data=answers)
    assert answer.location == asked
    assert "照答复再读一遍" in words(client.get(asked).text)
    assert imports.working.work_one()
    page = words(client.get(asked).text)
    assert "提出收进来" in page
    assert "6 条" in page, "one of the two lines counts"
    assert chosen(client.get(f"{asked}/questions").text) == [("counts", ""), ("", "cancelled")]


def test_nothing_is_answered_twice_or_without_a_choice(client: Visitor, asked: str) -> None:
    answer = client.post(f"{asked}/questions", data={"seen": "1", "choice-0": "nonsense"})
    assert (answer.status_code, "一个问题也没有答" in words(answer.text)) == (422, True)
    answer = client.post(f"{asked}/questions", data={"seen": "0", "choice-0": "leave_out"})
    assert (answer.status_code, "又读过一遍" in words(answer.text)) == (409, True)
    client.post(f"{asked}/questions", data={"seen": "1", "choice-0": "leave_out"})
    answer = client.post(f"{asked}/questions", data={"seen": "1", "choice-0": "leave_out"})
    assert (answer.status_code, "这一份还在读" in words(answer.text)) == (409, True)
    assert "现在不能答" in words(client.get(f"{asked}/questions").text)
