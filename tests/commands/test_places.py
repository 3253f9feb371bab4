"""The tree of places, by script."""

from __future__ import annotations

from flask import Flask

from points import people
from points.foundation import communities, community, reading
from tests.support.town import Town


def test_a_street_with_two_communities_comes_to_be_on_the_command_line(town: Town, app: Flask) -> None:
    run = app.test_cli_runner()
    for words in (
        ["district", "新城区"],
        ["street", "河西街道", "--under", "新城区"],
        ["community", "东岸社区", "--under", "河西街道", "--phone", "0856-1"],
        ["community", "西岸社区", "--under", "河西街道"],
        ["grid", "一网格", "--under", "东岸社区"],
    ):
        done = run.invoke(args=["places", "add", *words])
        assert done.exit_code == 0, done.output
    listed = run.invoke(args=["places", "list"]).output
    assert "    community 东岸社区" in listed
    assert "      grid 一网格" in listed
    east = next(one for one in reading(communities) if one.name == "东岸社区")
    assert east.phone == "0856-1"
    again = run.invoke(args=["places", "add", "community", "东岸社区", "--under", "河西街道"])
    assert (again.exit_code, "已经有“东岸社区”" in again.output) == (1, True)
    wrong = run.invoke(args=["places", "add", "grid", "二网格", "--under", "新城区"])
    assert (wrong.exit_code, "不能放在这里" in wrong.output) == (1, True)
    run.invoke(args=["places", "rename", "东岸社区", "东湖社区"])
    renamed = reading(lambda: community(east.id))
    assert (renamed.name, renamed.phone) == ("东湖社区", "0856-1")
    # not while something is under it
    busy = run.invoke(args=["places", "close", "河西街道", "--reason", "并了"])
    assert (busy.exit_code, "还不能关" in busy.output) == (1, True)
    for place in ("一网格", "东湖社区", "西岸社区", "河西街道", "新城区"):
        closed = run.invoke(args=["places", "close", place, "--reason", "并了"])
        assert closed.exit_code == 0, closed.output
    assert "河西街道" not in run.invoke(args=["places", "list"]).output
    # closed by mistake: from the top again
    key = closed.output.split()[-1]
    assert run.invoke(args=["places", "reopen", key]).exit_code == 0
    assert "新城区" in run.invoke(args=["places", "list"]).output
    assert run.invoke(args=["places", "reopen", key]).exit_code == 1
    assert run.invoke(args=["places", "reopen", str(east.id)]).exit_code == 1


def test_a_community_is_founded_with_the_places_above_it(town: Town, app: Flask) -> None:
    run = app.test_cli_runner()
    made = run.invoke(args=["places", "found", "南山社区", "--district", "碧江区", "--street", "南山街道"])
    assert made.exit_code == 0, made.output
    again = run.invoke(args=["places", "found", "南山社区"])
    assert again.exit_code == 1
    own = next(one.id for one in reading(communities) if one.name == "南山社区")
    assert reading(lambda: people.places.grids(own)) == []
