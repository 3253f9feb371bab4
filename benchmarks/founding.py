"""How long `flask found` takes for a district: a tenth of it and the whole, on both engines, by the command itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl

from benchmarks.comparison import Place, say
from benchmarks.trees import Tree

WHOLE = 100
STREETS = 10
RULE = ["R01", "社区环境清洁", "Clean-up", "环境卫生", "小时", 2, "T1", "4小时/日", "签到签退", "个人", "是"]


def measure(places: list[Place], tree: Tree, *, quick: bool) -> str:
    """Found a few and found many, each from a file of its own into an empty database, and say the seconds."""
    sizes = (1, 10) if quick else (WHOLE // 10, WHOLE)
    rows = [
        f"| {place.engine} | {' | '.join(f'{_founded(place, tree, count):.1f}' for count in sizes)} |"
        for place in places
    ]
    head = f"| seconds | {sizes[0]} communities | {sizes[1]} communities |\n| --- | ---: | ---: |"
    return "\n".join(["### A district founded from one file", "", head, *rows])


def _founded(place: Place, tree: Tree, count: int) -> float:
    name = f"found_{count}"
    place.make(name)
    environ = place.environ(name, name)
    _flask(tree, environ, "db", "upgrade")
    file = place.folder / f"{place.engine}-{name}.xlsx"
    _flask(tree, environ, "found", str(file), "--blank")
    _fill(file, count)
    say(f"{place.engine}: {count} communities")
    start = time.perf_counter()
    slips = str(file.with_suffix(""))
    _flask(tree, environ, "found", str(file), "--apply", "--slips", slips, "--address", "http://192.0.2.1")
    return time.perf_counter() - start


def _fill(file: Path, count: int) -> None:
    """Streets of ten communities, each with a shop; two administrators for all, an officer and a street's admin each."""
    book = openpyxl.load_workbook(file)
    for number in range(count):
        street, community = f"{number // STREETS + 1}号街道", f"{number + 1}号社区"
        book["社区"].append(["碧江区", street, community, "", "", "爱心超市"])
        book["人员"].append([community, f"专干{number + 1}", "社区专干", f"officer{number + 1}", ""])
        if number % STREETS == 0:
            book["人员"].append([street, f"街道{number + 1}", "街道管理员", f"street{number + 1}", ""])
    for number in (1, 2):
        book["人员"].append(["碧江区", f"管理员{number}", "管理员", f"admin{number}", ""])
    book["规则"].append(RULE)
    book.save(file)


def _flask(tree: Tree, environ: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=tree.root, env={**os.environ, **environ}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"flask {words[0]}:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
