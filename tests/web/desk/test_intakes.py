"""Handing books in on the desk: files and folders, the same once more, what is too much, and the list of runs."""

from __future__ import annotations

import io
from pathlib import Path

from points import imports
from tests.support.brought import bring, files_apart
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor
from tests.support.workbooks import SmallBooks


def test_books_are_handed_in_and_listed(
    client: Visitor, desk_day: DeskDay, tmp_path: Path, files_apart: Path
) -> None:
    enter(client)
    answer = bring(client, SmallBooks().save(tmp_path))
    assert answer.status_code == 303, words(answer.text)
    page = words(client.get(answer.location).text)
    print(page)
    assert "等着读" in page
    assert imports.working.work_one()
    page = words(client.get(answer.location).text)
    print(page)
    print(words(client.get("/desk/intakes").text))
    print(words(client.get(answer.location + "/questions").text))
    print(words(client.get(answer.location + "?confirm=propose").text))
    print(words(client.get(answer.location + "?confirm=give_up").text))
