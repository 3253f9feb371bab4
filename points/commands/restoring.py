"""Commands for bad days: life after a restore, books that this machine never kept, a lost key, a stolen database."""

from __future__ import annotations

from datetime import datetime

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from points import audit, operation
from points.commands.telling import must_be_current
from points.foundation import communities, reading, wording


def init_app(app: Flask) -> None:
    """Give an application these commands."""
    for command in (after_restore, adopt_books, renew_sealing_key, lock_pins):
        app.cli.add_command(command)


@click.command("after-restore")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def after_restore(*, yes: bool) -> None:
    """After a backup was put back: begin a new epoch, say what may be forgotten and whom to ask, prove the books."""
    must_be_current()
    for line in _PLAN:
        click.echo(line)
    gap = reading(operation.restored.known_gap)
    if gap:
        since, until = (wording.full_when(one) for one in gap)
        click.echo(f"Missing 不见了的: {since} – {until}")
    begun = reading(lambda: operation.restored.begun_already(current_app.config["INSTANCE"]))
    if begun:
        click.echo(
            f"A new life began here on {wording.full_when(begun)}, and no copy was put back since: what was issued from then"
            " on would be doubted as well 新纪元已经开始过，之后没有再恢复备份，再做一次，之后发的券也要重新核对"
        )
    if not yes:
        click.confirm(
            "Is this the newest backup there is, and is the server stopped? 这是最新的备份，服务也停了吗?",
            abort=True,
        )
    done = operation.restored.after_restore(current_app.config["INSTANCE"])
    click.echo(f"\nEpoch {done.epoch} has begun 新纪元开始")
    for key in done.young_keys:
        click.echo(
            f"A key made on {wording.full_when(key)} was forgotten: what it signed is unknown to the books 之后做的密钥，签过的券不认"
        )
    for one in done.communities:
        # what was written since the copy was put back says nothing of where it ends
        _say(one, gap[0] if gap else one.last_deed)
    if any(not one.report.balanced for one in done.communities):
        raise SystemExit(1)


@click.command("adopt-books")
@click.option(
    "--number", "written", help='The number on the last closing sheet; "" where none was ever printed.'
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def adopt_books(written: str | None, *, yes: bool) -> None:
    """Let this machine serve books that it did not keep: a new machine, another database, a first mark."""
    must_be_current()
    click.echo("These books 这本账:")
    for one in reading(communities):
        at = reading(lambda one=one: audit.marks.ends_at(one.id))  # type: ignore[misc]
        click.echo(f"  {one.number} {one.name}, {wording.full_when(at) if at else '-'}")
    if written is None:
        written = click.prompt(
            "The number on the last closing sheet (积分账平衡表上的账本号; Enter: none 没有)",
            default="",
            show_default=False,
        )
    if not yes:
        click.confirm("Serve these books from this machine? 用这本账?", abort=True)
    at = operation.known_books.adopt(written)
    known = f"; the sheet is of {wording.full_when(at)} 纸上的号对得上" if at else ""
    click.echo(f"Adopted 认了这本账{known}")


@click.command("renew-sealing-key")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def renew_sealing_key(*, yes: bool) -> None:
    """Make a new keys/sealing where the old one is lost for good: what was sealed before can be proved no more."""
    must_be_current()
    click.echo(_RENEWED)
    for one in operation.sealing.list_sealed():
        click.echo(
            f"  {one.name}: {one.receipts} receipts 凭条, {one.second_factors} second proofs 第二道验证"
        )
    if not yes:
        click.confirm(
            "Is there no backup with a keys.tar, on no disk and no machine? 所有备份里都没有 keys.tar 了吗?",
            abort=True,
        )
    operation.sealing.renew()
    click.echo(
        "Made 做好了. Next: flask adopt-books, with the number on the last closing sheet 下一步：flask adopt-books"
    )


@click.command("lock-pins")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def lock_pins(*, yes: bool) -> None:
    """Where somebody may have the database: lock the PIN of every card until its holder typed a new one."""
    must_be_current()
    if not yes:
        click.confirm(
            "No card pays with its PIN from now on, until its holder typed a new one on the screen. Go on?"
            " 所有卡的密码都先锁住，本人重新设了才能用。确定吗?",
            abort=True,
        )
    for name, cards in operation.stolen.lock_pins():
        click.echo(f"{name}: {cards} cards locked 张卡锁住了")


def _say(one: operation.restored.RestoredCommunity, ended: datetime | None) -> None:
    last = wording.full_when(ended) if ended else "-"
    click.echo(f"\n{one.name}: the books end at {last} 账记到这里")
    for name, receipt in one.shops:
        click.echo(
            f"  Ask {name} for its paper receipts after {receipt.upper() or '-'}, and enter them again 请店里拿出这张以后的凭条，补兑一遍"
        )
    click.echo("  Ask who leads for attendance since then 请带队人交上之后的签到表")
    click.echo(
        "  Ask the office for what it decided since: approvals, cards, slips, roles 请社区重办之后的审核、办卡、开通单和岗位"
    )
    if one.locked_cards:
        click.echo(
            f"  Cards whose wrong PINs were being counted, locked until the office sets a new one 锁住的卡: {one.locked_cards}"
        )
    if one.open_vouchers:
        click.echo(
            "  Open then; each waits until the office compared it with the receipts 当时没用的券，社区对过纸凭条，在券的页面点“还能用”:"
        )
    for public_id, tenths in one.open_vouchers:
        click.echo(f"    {public_id}  {wording.points(tenths)} 分")
    word = (
        "hold"
        if one.report.balanced
        else f"do not hold: {', '.join(found.name for found in one.report.broken)}"
    )
    click.echo(f"The books {word}.")


_RENEWED = (
    "keys/sealing is never changed, so that of any backup, however old, is the right one: put it back, if there is any.\n"
    "A new one cannot prove what the old one marked: these receipts read as altered from now on, and these second proofs"
    " are worth nothing (flask reset-second-factor NAME for each).\n"
    "keys/sealing 从不更换，随便哪份旧备份里的都行，能找到就放回去。做一个新的，以前的凭条都会显示被改过，第二道验证都要重新设置："
)
_PLAN = (
    "This is for books that a backup, or a standby that lacked something, brought back. It",
    "  begins a new life of the books, and signs everybody and every program out 开始新纪元，所有人退出登录;",
    "  lets no voucher that is open now be used, given back or lapse until a person accepted it 当时没用的券要人核对;",
    "  locks cards whose wrong PINs were being counted 有输错记录的卡锁住;",
    "  says what may be missing and whom to ask, and proves the books 列出要问谁，再查一遍账。",
)
