"""The commands of the app: getting ready and serving; the others stand in points/commands."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from points.app import server
from points.app.server import Demo

__all__ = ["Demo", "init_app"]


def init_app(app: Flask, demo: Demo, known: Callable[[Path], list[dict[str, str]]]) -> None:
    """Hang the commands on the application; `demo` lays out the sample community, `known` says its accounts."""

    @app.cli.command("prepare")
    @with_appcontext
    def prepare() -> None:
        """Bring the database to its newest shape; load the sample community where a demo is wanted."""
        print_accounts(server.make_ready(app, demo, _say))

    @app.cli.command("serve")
    @with_appcontext
    def serve() -> None:
        """Prepare, then serve on HOST and PORT until stopped."""
        server.refuse_taken_port()
        print_accounts(server.make_ready(app, demo, _say))
        host, port = server.address()
        shown = f"[{host}]" if ":" in host else host
        server.tell_how_to_begin(click.echo)
        click.secho(f"\nServing on http://{shown}:{port}  (Ctrl-C stops 按 Ctrl-C 停止)\n", bold=True)
        server.run_server()

    @app.cli.command("demo-accounts")
    @click.option("--json", "as_json", is_flag=True, help="A list of role, username, password and name.")
    def demo_accounts(as_json: bool) -> None:
        """Say the demo's accounts again."""
        kept = known(app.config["INSTANCE"])
        if as_json:
            click.echo(json.dumps(kept, ensure_ascii=False, indent=1))
            return
        if not kept:
            raise click.ClickException("There is no demo in this instance. 这里没有演示社区。")
        print_accounts(kept)


def print_accounts(accounts: list[dict[str, str]]) -> None:
    """The demo's accounts as a table that fits a terminal."""
    if not accounts:
        return
    click.echo("\nDemo accounts 演示账号 (also: flask --app wsgi demo-accounts)")
    for one in accounts:
        click.echo(f"  {one['role']:<14}{one['username']:<14}{one['password']:<16}{one['name']}")


_began = time.monotonic()


def _say(words: str) -> None:
    click.echo(f"[{time.monotonic() - _began:5.1f} s] {words}")
