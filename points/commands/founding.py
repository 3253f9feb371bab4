"""The command that founds a district from one file, and the paper its first people begin with."""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click
from flask import Flask, current_app, render_template, url_for
from flask.cli import with_appcontext

from points import people
from points.commands.telling import both, must_be_current
from points.foundation import Refusal, clock, codes, reading, transact

if TYPE_CHECKING:
    from points import imports

# The imports are loaded where they are used, as in `imports.py` beside this.

ADMINS = "管理员-administrators.csv"
_STATIC = Path(__file__).resolve().parents[2] / "static"
HANDED_OVER = (
    "They are secrets: whoever holds a slip or a password becomes that person. Print them, hand each over face to face, and delete\n"
    "the folder. 这些都是密件：谁拿着开通单或密码，谁就成了那个人。打印后当面交给本人，然后把文件夹删掉。"
)
NEXT = (
    "Next: the administrators sign in and change their passwords; the others use their slips; then an administrator confirms their\n"
    "roles (岗位), after asking each. 下一步：管理员登录、换密码；其他人用开通单；管理员问过本人，在“岗位”里确认。"
)


def init_app(app: Flask) -> None:
    """Give an application this command."""
    app.cli.add_command(found)


class Tried(Exception):
    """It would go well; carries what would be founded, and takes all of it back."""

    def __init__(self, founded: Sequence[imports.founding.FoundedCommunity]) -> None:
        self.founded = founded
        super().__init__()


@click.command("found")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--blank", is_flag=True, help="Make FILE, empty but for headings, settings and the words of roles."
)
@click.option("--apply", is_flag=True, help="Found it; without it nothing is written.")
@click.option(
    "--slips",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder that is not there yet, for slips and passwords, which are secrets.",
)
@click.option("--address", default="", help="Where people open the pages, for the slips; else BASE_URL.")
@with_appcontext
def found(*, file: Path, blank: bool, apply: bool, folder: Path | None, address: str) -> None:
    """Found a district from FILE (.xlsx): communities with what is above them, first people, settings, rules, shops.

    Says first what it would do. A community that is there already stays as it is, so run twice it founds nothing twice.
    With one line that cannot be, nothing is founded. Best before the house is open: the books are held meanwhile.
    """
    from points import imports

    if blank:
        try:
            imports.founding.make_blank(file)
        except FileExistsError as error:
            raise click.ClickException(f"It is there already 已经有了: {file}") from error
        click.echo(str(file))
        return
    must_be_current()
    plan = imports.founding.read(file)
    refuse(reading(lambda: imports.founding.unfit(plan)))
    left = reading(lambda: imports.founding.left(plan))
    _say_plan(plan, left)
    if apply and left:
        _apply(plan, left, folder, address or str(current_app.config["BASE_URL"]))
    elif left:
        try:
            transact(lambda: _try(plan))
        except Tried:
            click.echo("Nothing is written yet: --apply --slips FOLDER 还没有写：加上 --apply --slips 文件夹")


def refuse(faults: Sequence[Refusal]) -> None:
    """Name everything that cannot be, and end."""
    for one in faults:
        click.echo(both(one), err=True)
    if faults:
        raise click.ClickException(
            f"Nothing was founded; {len(faults)} to mend. 什么都没有建，要改 {len(faults)} 处。"
        )


def _say_plan(plan: imports.founding.Plan, left: Sequence[imports.founding.Community]) -> None:
    names = {one.name for one in left}
    for one in plan.communities:
        above = " ".join(filter(None, (one.district, one.street)))
        if one.name not in names:
            click.echo(f"= {above} {one.name}: there already, stays as it is 已经有了，不动")
            continue
        click.echo(f"+ {above} {one.name}{f'  {one.shop}' if one.shop else ''}")
        for person in one.people:
            click.echo(f"    {person.role_word} {person.name} {person.place}")
    click.echo(
        f"{len(left)} communities 个社区 · {sum(len(one.people) for one in left)} people 个人 · "
        f"{len(plan.settings)} settings 项设置 · {len(plan.rules)} rules 条规则"
    )


def _try(plan: imports.founding.Plan) -> None:
    from points import imports

    trial = people.passwords.new()
    raise Tried(imports.founding.found(plan, lambda one: (None, trial if one.begins else "")))


def _apply(
    plan: imports.founding.Plan, left: Sequence[imports.founding.Community], folder: Path | None, address: str
) -> None:
    from points import imports

    if folder is None or folder.exists():
        raise click.ClickException(
            "Say where the slips go, a folder that is not there yet: --slips FOLDER. 请用 --slips 说开通单放在哪个新文件夹。"
        )
    if not address:
        raise click.ClickException(
            "Say where people open the pages: --address http://…, or set BASE_URL. 请用 --address 说网址，单子上要印。"
        )
    waiting = [one for community in left for one in community.people]
    # made before the books are held: each takes a tenth of a second
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        drawn = dict(zip(waiting, pool.map(_secret, waiting), strict=True))
    folder.mkdir(mode=0o700, parents=True)

    def work() -> list[Path]:
        # before the COMMIT: nobody begins whose paper is lost
        return list(write_papers(imports.founding.found(plan, drawn.__getitem__), folder, address))

    try:
        papers = transact(work)
    except BaseException:
        shutil.rmtree(folder)
        raise
    for path in papers:
        click.echo(f"  {path.name}")
    click.echo(f"Founded 建好了: {len(left)}\n{folder}\n{HANDED_OVER}\n{NEXT}")


def _secret(one: imports.founding.Person) -> tuple[people.activation.FreshCode | None, str]:
    if one.begins:
        return None, people.passwords.new()
    return people.activation.fresh_code(), ""


class _Named(NamedTuple):
    """Whose slip it is, as the sheet of slips says it."""

    name: str
    door: str


def write_papers(
    founded: Sequence[imports.founding.FoundedCommunity], folder: Path, address: str
) -> Iterator[Path]:
    """A sheet of slips for each community, and the passwords of the administrators, for whoever calls alone."""
    begun = [(one.community.name, person) for one in founded for person in one.people if person.password]
    if begun:
        rows = [(name, one.person.name, one.username, one.password) for name, one in begun]
        with _private(folder / ADMINS, newline="", encoding="utf-8-sig") as out:
            csv.writer(out).writerows([("社区", "姓名", "用户名", "密码"), *rows])
        yield folder / ADMINS
    for number, one in enumerate(founded, 1):
        if slips := [person for person in one.people if person.slip]:
            name = re.sub(r"[^\w-]", "_", one.community.name)
            path = folder / f"{number:03d}-{name}.html"
            with _private(path, encoding="utf-8") as out:
                out.write(_sheet(one, slips, address))
            yield path


def _sheet(
    one: imports.founding.FoundedCommunity, slips: Sequence[imports.founding.FoundedPerson], address: str
) -> str:
    """The sheet that the desk prints, in one file."""
    named = [(_Named(person.person.name, person.person.role_word), person.slip) for person in slips]
    with current_app.test_request_context("/", headers={"Accept-Language": "zh"}):
        url = address.rstrip("/") + url_for("account.activate")
        page = render_template(
            "print/slip.html",
            slips=named,
            url=url,
            qr_url=codes.qr_data_url(url),
            today=clock.today(),
            phone=one.community.phone or None,
            community_name=one.community.name,
            back_url="",
        )
    styled = re.sub(r'<link rel="stylesheet" href="[^"]*?/css/([\w/]+\.css)">', _style, page)
    return re.sub(r"<script.*?</script>|<nav.*?</nav>", "", styled, flags=re.DOTALL)


def _style(link: re.Match[str]) -> str:
    return f"<style>{(_STATIC / 'css' / link[1]).read_text(encoding='utf-8')}</style>"


def _private(path: Path, **how: Any) -> TextIO:
    """A file for who runs this alone; a second try of the same writes it anew."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", **how)
