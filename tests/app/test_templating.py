"""Templates are compiled once, however many people open a page at once."""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from jinja2 import DictLoader, Template

from points.app.templating import Templates

READERS = 8


class _Counting(Templates):
    """Counts what it compiles."""

    def __init__(self, **options: Any) -> None:
        super().__init__(None, **options)  # the application is only asked for its own loader
        self.compiled: Counter[str | None] = Counter()

    def compile(self, source: Any, name: str | None = None, *args: Any, **options: Any) -> Any:
        self.compiled[name] += 1
        return super().compile(source, name, *args, **options)


def test_a_page_that_eight_people_open_at_once_is_compiled_once() -> None:
    pages = {"page.html": "{% extends 'frame.html' %}{% block body %}{{ 1 }}{% endblock %}" + "{{ 2 }}" * 400,
             "frame.html": "<{% block body %}{% endblock %}>"}  # fmt: skip
    templates, ready = _Counting(loader=DictLoader(pages)), Barrier(READERS)

    def read(_: int) -> str:
        ready.wait()
        page: Template = templates.get_template("page.html")
        return page.render()

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(READERS) as readers:
            assert set(readers.map(read, range(READERS))) == {"<1>"}
    finally:
        sys.setswitchinterval(before)
    assert templates.compiled == {"page.html": 1, "frame.html": 1}
