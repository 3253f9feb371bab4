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


class AnswersUnreadable(Refusal):
    code = "answers_unreadable"
    status = 422
    zh = "“{file}”里的答复读不出来，没有导入。"
    en = 'The answers in "{file}" cannot be read; nothing was imported.'
    next_zh = "请写成一串 question、digest、choice，照报告里 questions 的 id、digest 和 choices 填。"
    next_en = "Write a list of question, digest and choice, with the id, the digest and one of the choices of the report."


class MappingUnreadable(Refusal):
    code = "mapping_unreadable"
    status = 422
    zh = "“{file}”里的列对应读不出来，没有导入。"
    en = 'What the columns are in "{file}" cannot be read; nothing was imported.'
    next_zh = "请照《导入旧台账》里的例子写：name、source、date、book、columns。"
    next_en = "Write it as the example in the guide on imports: name, source, date, book, columns."


class MappingUnfit(Refusal):
    code = "mapping_unfit"
    status = 422
    zh = "列对应“{name}”没有用上：{file} 里没有这些表头：{gone}。"
    en = 'The columns of "{name}" were not used: these headings are not in {file}: {gone}.'
    next_zh = "表头变了的话，请照新的表头改列对应；不相干的不用管。"
    next_en = "If the headings were changed, change what the columns are; if it is about something else, nothing needs to be done."


class AnswerUnfit(Refusal):
    code = "answer_unfit"
    status = 422
    zh = "答复“{question}”对不上：这次没有问这个，或文件改过了，或没有这个选项。"
    en = 'The answer "{question}" fits nothing: it is not asked now, the file was changed, or there is no such choice.'
    next_zh = "请照新的报告再答一次。"
    next_en = "Answer again from the new report."


class QuestionsOpen(Refusal):
    code = "questions_open"
    zh = "有 {count} 个问题关系到积分或库存，还没有答复，没有写入。"
    en = "{count} questions on which points or stock depend are open; nothing was written."
    next_zh = "请看报告里的 questions，写好答复再用 --answers 导入；弄不清的可以选 leave_out 先不处理。"
    next_en = "See questions in the report, write the answers and import with --answers; leave_out leaves one for later."


class WaitsOnDesk(Refusal):
    code = "waits_on_desk"
    zh = "以前的明细有 {count} 行要改正或收回，已经提出来了，等另一个人确认。"
    en = "Of earlier lines {count} are to be corrected or taken back; that was asked for and waits for another person."
    next_zh = "居委会成员或街道办的人可以确认（{names}）；也可以再运行一次这个命令，加上 --confirmed-by 和那个人的用户名。页面：{address}"
    next_en = "A committee member or the street office confirms ({names}), or run this with --confirmed-by USERNAME. Page: {address}"


class WrittenAtOnce(Refusal):
    code = "written_at_once"
    zh = "{name}确认了，已经记进账：{address}"
    en = "{name} confirmed; it is written: {address}"


class BeingWritten(Refusal):
    code = "being_written"
    zh = "还没有做完，服务器会接着做，做完了这一页上看得到：{address}"
    en = "It is not done yet; the server goes on with it, and this page says when it is done: {address}"


class ApplyMissing(Refusal):
    code = "apply_missing"
    status = 422
    zh = "--confirmed-by 要和 --apply 一起用：只看一看，不用人确认。"
    en = "--confirmed-by goes with --apply: nobody confirms what is only looked at."
    next_zh = "请加上 --apply 再运行一次。"
    next_en = "Run it again with --apply."
