"""The first people at once: what a process looks up for the first time is asked by several threads, and all are answered."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from flask import Flask

from points.foundation import db
from tests.house.files import ROOT

#: threads that change places as often as they can, in a process that has answered nobody yet
ASKED = """
import sys, threading
from wsgi import app
from points import people
from points.foundation import new_id, paging, reading, system_actor
sys.setswitchinterval(1e-5)
actor, start, faults = system_actor(new_id()), threading.Barrier(8), []
def ask():
    with app.app_context():
        start.wait(30)
        try:
            reading(lambda: people.ways.waiting_count(actor))
            reading(lambda: people.ways.waiting(actor, paging.PageAsked()))
        except Exception as fault:
            faults.append(repr(fault))
threads = [threading.Thread(target=ask) for _ in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
print(*faults, sep="\\n")
"""


def test_a_process_that_has_answered_nobody_answers_several_at_once(app: Flask, tmp_path: Path) -> None:
    url = db.engine.url.render_as_string(hide_password=False)
    env = {
        "ENVIRONMENT": "test",
        "SECRET_KEY": "of-the-tests-only-" * 2,
        "DATABASE_URL": url,
        "INSTANCE": str(tmp_path),
    }
    said = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env={**os.environ, **env},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert said.stdout.strip() == ""
