"""A district of several communities, founded from one file: whole or not at all, and once."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from flask import Flask

from points import people, shop, volunteering
from points.foundation import Actor, communities, reading, setting, transact
from points.oversight.proving import examine

RULE = ["R01", "社区环境清洁", "Clean-up", "环境卫生", "小时", 2, "T1", "4小时/日", "签到签退", "个人", "是"]
COMMUNITIES = [
    ["碧江区", "城南街道", "东岸社区", "Dong'an", "0856-1", "爱心超市"],
    ["碧江区", "城南街道", "西岸社区", "", "", ""],
    ["碧江区", "城北街道", "南山社区", "", "", "南山超市"],
]
PEOPLE = [
    ["碧江区", "赵一", "管理员", "zhaoyi", ""],
    ["碧江区", "赵二", "管理员", "zhaoer", ""],
    ["碧江区", "吴监", "监督员", "", ""],
    ["城南街道", "何街", "街道管理员", "", ""],
    ["西岸社区", "钱专", "社区专干", "qianzhuan", ""],
]
Filling = Callable[..., Path]


@pytest.fixture
def filled(app: Flask, tmp_path: Path) -> Filling:
    """The empty file, filled in by a program; a sheet's lines may be others."""

    def fill(**more: list[list[Any]]) -> Path:
        path = tmp_path / "区县.xlsx"
        path.unlink(missing_ok=True)
        assert app.test_cli_runner().invoke(args=["found", str(path), "--blank"]).exit_code == 0
        book = openpyxl.load_workbook(path)
        lines = {"社区": COMMUNITIES, "人员": PEOPLE, "规则": [RULE], **more}
        for name in ("社区", "人员", "规则"):
            for line in lines[name]:
                book[name].append(line)
        decided = dict(more.get("设置", [["publicity_days", "5"]]))
        for row in book["设置"].iter_rows(min_row=2):
            row[1].value = decided.pop(row[0].value, None)
        for line in decided.items():
            book["设置"].append(line)
        book.save(path)
        return path

    return fill


def run(app: Flask, path: Path, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["found", str(path), *words])


def test_a_district_is_founded_once_and_its_people_begin(app: Flask, filled: Filling, tmp_path: Path) -> None:
    path, folder = filled(), tmp_path / "开通单"
    said = run(app, path)
    assert (said.exit_code, "3 communities" in said.output, "还没有写" in said.output) == (0, True, True), (
        said.output
    )
    assert reading(communities) == [], "it only says what it would do"
    for words in ((), ("--slips", str(folder))):
        unsaid = run(app, path, "--apply", *words)
        assert (unsaid.exit_code, reading(communities), folder.exists()) == (1, [], False)
    done = run(app, path, "--apply", "--slips", str(folder), "--address", "http://192.0.2.1")
    assert done.exit_code == 0, done.output
    own = {one.name: one.id for one in reading(communities)}
    assert set(own) == {"东岸社区", "西岸社区", "南山社区"}
    for community_id in own.values():
        assert reading(lambda one=community_id: setting(one, "publicity_days")) == 5
        assert [one.code for one in reading(lambda one=community_id: volunteering.rules.in_force(one))] == [
            "R01"
        ]
        assert reading(lambda one=community_id: examine(one)).balanced
    assert [len(reading(lambda one=one: shop.shops.list_all(one))) for one in own.values()] == [1, 0, 1]
    assert sorted(one.name for one in folder.iterdir()) == [
        "001-东岸社区.html", "002-西岸社区.html", "管理员-administrators.csv",
    ]  # fmt: skip
    assert {one.stat().st_mode & 0o077 for one in (folder, *folder.iterdir())} == {0}, (
        "secrets are for one alone"
    )
    again = run(app, path, "--apply", "--slips", str(tmp_path / "more"), "--address", "http://192.0.2.1")
    assert (again.exit_code, again.output.count("已经有了，不动"), len(reading(communities))) == (0, 3, 3)
    begins(folder, own["西岸社区"])


def begins(folder: Path, community_id: Any) -> None:
    """The administrator signs in; the officer uses the slip; then the administrator confirms the role, and it counts."""
    rows = list(csv.DictReader((folder / "管理员-administrators.csv").open(encoding="utf-8-sig")))
    signed = people.signing_in.sign_in("zhaoyi", rows[0]["密码"], machine="here")
    home = reading(lambda: people.actors.of_account(signed.account_id, community_id=signed.community_id))
    admin = reading(lambda: people.actors.in_community(home, community_id))
    sheet = (folder / "002-西岸社区.html").read_text(encoding="utf-8")
    assert "http://192.0.2.1/activate" in sheet
    assert not re.search(r"<link|<script|src=\"/", sheet), "it stands alone"
    code = re.sub(r"<[^>]*>|\s", "", sheet.split('class="slip-code">')[1].split("</strong>")[0])
    people.activation.use(code, "a long enough password 7")
    assert not roles_of(community_id), "whoever printed the slip could be sitting there"
    [waiting] = reading(lambda: people.grants.waiting_for(admin))
    assert waiting.role == "officer"
    transact(lambda: people.nominations.confirm(waiting.grant_id, actor=admin))
    assert roles_of(community_id) == ["officer"]


def roles_of(community_id: Any) -> list[str]:
    found = reading(lambda: people.accounts.find("qianzhuan"))
    assert found is not None
    actor: Actor = reading(lambda: people.actors.of_account(found[1], community_id=community_id))
    return [one for one in actor.roles if one == "officer"]


@pytest.mark.only_on("sqlite")  # a file is read before the books are asked
@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ({"社区": [["", "", "", "Nobody"]]}, "founding_cell_empty", "“社区”第 2 行没有填“社区”"),
        ({"社区": [*COMMUNITIES, COMMUNITIES[0]]}, "founding_twice", "“社区”第 5 行的“东岸社区”"),
        ({"人员": [*PEOPLE, ["没有社区", "甲", "店员"]]}, "founding_place_unknown", "“人员”第 7 行的“没有社区”"),
        ({"人员": [*PEOPLE, ["碧江区", "甲", "店员"]]}, "founding_role_unfit", "“人员”第 7 行：“碧江区”不能有岗位“店员”"),
        ({"人员": [*PEOPLE, ["东岸社区", "甲", "店员", "zhaoyi"]]}, "founding_twice", "第 7 行的“zhaoyi”"),
        ({"人员": PEOPLE[1:]}, "founding_admins_missing", "“碧江区”要有两位管理员"),
        ({"设置": [["publicity_days", "many"]]}, "founding_line_unfit", "“设置”第 "),
        ({"规则": [RULE, RULE]}, "founding_line_unfit", "“规则”第 3 行不能这样填。"),
        ({"人员": [*PEOPLE, ["东岸社区", "甲", "店员", "1"]]}, "founding_line_unfit", "“人员”第 7 行"),
    ],
)  # fmt: skip
def test_one_line_that_cannot_be_founds_nothing(
    app: Flask, filled: Filling, tmp_path: Path, more: dict[str, Any], code: str, said: str
) -> None:
    done = run(
        app, filled(**more), "--apply", "--slips", str(tmp_path / "slips"), "--address", "http://192.0.2.1"
    )
    assert (done.exit_code, said in done.output) == (1, True), (code, done.output)
    assert reading(communities) == []
    assert not (tmp_path / "slips").exists()


@pytest.mark.only_on("sqlite")
def test_a_sheet_that_is_missing_is_named_and_an_empty_file_takes_no_place(
    app: Flask, filled: Filling, tmp_path: Path
) -> None:
    path = filled()
    assert run(app, path, "--blank").exit_code == 1
    book = openpyxl.load_workbook(path)
    book.remove(book["人员"])
    book.save(path)
    done = run(app, path)
    assert (done.exit_code, "没有“人员”这一页" in done.output) == (1, True), "founding_sheet_missing"
