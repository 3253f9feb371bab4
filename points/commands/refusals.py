"""Why a command cannot do what it was asked."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class DatabaseNotReady(Refusal):
    code = "database_not_ready"
    status = 503
    zh = "数据库还没有建好或不是最新版本，没有导入。"
    en = "The database is missing or not the newest version; nothing was imported."
    next_zh = "请先运行 flask db upgrade，再导入一次。"
    next_en = "Run flask db upgrade first, then import again."


class ReportUnwritable(Refusal):
    code = "report_unwritable"
    status = 422
    zh = "报告写不进“{file}”；导入本身已按要求完成。"
    en = 'The report cannot be written to "{file}"; the import itself was done as asked.'
    next_zh = "请换一个能写的地方，再运行一次；重复导入不会改变账目。"
    next_en = "Name a place that can be written to and run it again; importing twice changes nothing."
