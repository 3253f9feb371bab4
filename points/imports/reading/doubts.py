"""What reading asks a person, each kind with its sentence and what may be answered. One more answer is always: later."""

from __future__ import annotations

from dataclasses import dataclass

from points.imports.asking import LATER, AnswerChoice

_LATER = AnswerChoice(LATER, "先不处理，以后再说", "Leave these out for now")


@dataclass(frozen=True)
class Doubt:
    """A kind of question; its sentences have holes for the facts of the first cell."""

    kind: str
    zh: str
    en: str
    choices: tuple[AnswerChoice, ...] = ()
    moves_points: bool = True

    def offered(self, more: tuple[AnswerChoice, ...] = ()) -> tuple[AnswerChoice, ...]:
        """Every answer that may be given."""
        return (*more, *self.choices, _LATER)


COUNTS_CHOICE = AnswerChoice("counts", "算，照写的入账", "They count")
CANCELLED_CHOICE = AnswerChoice("cancelled", "不算，不入账", "They do not count")

FILES_ALIKE = Doubt(
    "files_alike",
    "这几个文件像是同一本：{files}。用哪一个？",
    "These files look like one book: {files}. Which one is right?",
)
HIDDEN_SHEET = Doubt(
    "hidden_sheet",
    "有隐藏的工作表“{sheet}”，要不要读？",
    'The sheet "{sheet}" is hidden. Should it be read?',
    (
        AnswerChoice("pass_over", "不读，是旧稿", "No, pass it over"),
        AnswerChoice("read", "要读", "Yes, read it"),
    ),
)
HIDDEN_ROWS = Doubt(
    "hidden_rows",
    "这几行是手工隐藏的，算不算？",
    "Somebody hid these rows by hand. Do they count?",
    (COUNTS_CHOICE, CANCELLED_CHOICE),
)
HIDDEN_COLUMN = Doubt(
    "hidden_column",
    "“{column}”这一列是隐藏的，要不要用？",
    'The column "{column}" is hidden. Should it be used?',
    (AnswerChoice("use", "用", "Use it"),),
)
CANCELLED = Doubt(
    "cancelled",
    "这几行写着“{words}”，是不是都不算？",
    'These lines say "{words}". Do they not count?',
    (CANCELLED_CHOICE, COUNTS_CHOICE),
)
STRUCK_PARTLY = Doubt(
    "struck_partly",
    "这几行有一部分画了删除线，还算不算？",
    "A part of these lines is struck through. Do they count?",
    (CANCELLED_CHOICE, COUNTS_CHOICE),
)
IN_RED = Doubt(
    "in_red",
    "这几行是红字，还算不算？",
    "These lines are written in red. Do they count?",
    (CANCELLED_CHOICE, COUNTS_CHOICE),
)
UNSIGNED = Doubt(
    "unsigned",
    "这几行没有签字，算不算？",
    "These lines are not signed. Do they count?",
    (COUNTS_CHOICE, CANCELLED_CHOICE),
)
TOTAL = Doubt(
    "looks_like_total",
    "这几行像合计或累计（“{words}”），是得分还是小计？",
    'These lines look like totals ("{words}"). Are they lines of their own?',
    (
        AnswerChoice("counts", "是得分，入账", "Lines of their own"),
        AnswerChoice("total", "是小计，不入账", "Totals"),
    ),
)
AS_ABOVE = Doubt(
    "as_above",
    "这几行没写户号和姓名，是不是同上一行？",
    "These lines name no household and no person. Are they the ones above?",
    (AnswerChoice("as_above", "同上一行", "As in the line above"),),
)
COLUMNS_GUESSED = Doubt(
    "columns_guessed",
    "表头和说明不一样：{columns}，对不对？",
    "The heading differs from what is known: {columns}. Is that right?",
    (AnswerChoice("yes", "对", "Yes"),),
)
COLUMN_TWICE = Doubt(
    "column_twice",
    "有两列都像“{column}”，数不一样，用哪一列？",
    'Two columns look like "{column}" and differ. Which one counts?',
)
YEAR_OF_COLUMN = Doubt(
    "year_of_column",
    "“{column}”这一列的日期没有年份，是哪一年？",
    'The dates under "{column}" name no year. Which year is it?',
    (AnswerChoice("year", "另一年", "Another year", wants="year"),),
)
YEAR_ODD = Doubt(
    "year_odd",
    "这几行的年份（{words}）和整本的 {year} 年对不上，是不是写错了？",
    "The year of these lines ({words}) does not fit the book of {year}. Is it a slip?",
    (
        AnswerChoice(
            "year_of_book",
            "是笔误，年份按整本的，月日照写的",
            "A slip: the year of the book, month and day as written",
        ),
        AnswerChoice("as_written", "没错，照写的", "No, as written"),
    ),
)
DAY_ODD = Doubt(
    "day_odd",
    "这几行的日期（{words}）和这张表的月份、前后的行都对不上，照写的吗？",
    "The day of these lines ({words}) fits neither the sheet nor its neighbours. Take it as written?",
    (AnswerChoice("as_written", "照写的", "As written"),),
)
DAY_ORDER = Doubt(
    "day_order",
    "这一列的日期（{words}）是“月/日/年”还是“日/月/年”？",
    "Are the dates of this column ({words}) month/day/year or day/month/year?",
    (
        AnswerChoice("month_first", "月/日/年", "Month first"),
        AnswerChoice("day_first", "日/月/年", "Day first"),
    ),
)
TEN_LOST = Doubt(
    "ten_lost",
    "这几格存的是数（{words}），分不清是 {small} 日还是 {big} 日。",
    "These cells hold a number ({words}); it may be day {small} or day {big}.",
    (AnswerChoice("small", "{small} 日", "Day {small}"), AnswerChoice("big", "{big} 日", "Day {big}")),
)
BIRTH_TEN = Doubt(
    "birth_ten",
    "出生年月存成了数（{words}），分不清是 1 月还是 10 月。",
    "The birth date is kept as a number ({words}); it may be January or October.",
    (AnswerChoice("january", "1 月", "January"), AnswerChoice("october", "10 月", "October")),
    moves_points=False,
)
NAME_ELSEWHERE = Doubt(
    "name_elsewhere",
    "这几行的户号和姓名对不上：写的是 {household}，{name} 却在 {home}。算哪一户？",
    "Number and name of these lines disagree: {household} is written, {name} lives in {home}. Whose is it?",
    (
        AnswerChoice("by_name", "按姓名算", "By the name"),
        AnswerChoice("by_number", "按户号算", "By the number"),
    ),
)
NAME_UNKNOWN = Doubt(
    "name_unknown",
    "花名册里没有这几行的人（{name}），照户号 {household} 入账吗？",
    "The roster does not have these people ({name}). Take the lines by the household's number ({household})?",
    (AnswerChoice("by_number", "照户号入账", "By the number"),),
)
SECOND_HEAD = Doubt(
    "second_head",
    "这几行又是户主，却没写户号：是另一户吗？",
    "These lines name another head without a number. Are they another household?",
    (AnswerChoice("same", "还是上一户的人", "No, the household above"),),
    moves_points=False,
)
PRICE_DIFFERS = Doubt(
    "price_differs",
    "{item}分价 {price} 分，这一行 {quantity} 件扣了 {written} 分：按哪个？",
    "{item} costs {price} points, this line took {written} for {quantity}. Which is right?",
    (AnswerChoice("price", "按分价扣", "The price"), AnswerChoice("written", "照写的扣", "As written")),
)
VISIT_DIFFERS = Doubt(
    "visit_differs",
    "一次领了几样，合并的积分 {written} 和分价之和 {counted} 不一样：按哪个？",
    "Goods of one visit share {written} points, their prices add up to {counted}. Which is right?",
    (AnswerChoice("price", "按分价扣", "The prices"),),
)
HOURS_DIFFER = Doubt(
    "hours_differ",
    "签到签退之间是 {span}，时长却写 {hours}：按哪个？",
    "Sign-in and sign-out are {span} apart, {hours} are written. Which is right?",
    (
        AnswerChoice("times", "按签到签退", "The times"),
        AnswerChoice("hours", "按写的时长", "The hours as written"),
    ),
)
UNIT_DIFFERS = Doubt(
    "unit_differs",
    "{item}按“{unit}”写，商品对照表按“{known}”计：一{unit}几{known}？",
    '{item} is written in "{unit}", the goods table counts "{known}". How many are in one?',
    (AnswerChoice("pieces", "一{unit}有几{known}", "So many", wants="number"),),
)
EXPIRES_BEFORE = Doubt(
    "expires_before",
    "保质期至早于入库日（{words}），是不是写错了？",
    "These goods expired before they came in ({words}). Is that a slip?",
    (
        AnswerChoice("keeps", "没有保质期，日期写错了", "They keep for ever"),
        AnswerChoice("as_written", "照写的", "As written"),
    ),
)
EXPIRES_FROM = Doubt(
    "expires_from",
    "只写了“{words}”，没写从哪天算：从入库日算吗？",
    'Only "{words}" is written. Does it run from the day they came in?',
    (
        AnswerChoice("from_receipt", "从入库日算", "From that day"),
        AnswerChoice("keeps", "没有保质期", "They keep for ever"),
    ),
)
TABLE_VOID = Doubt(
    "table_void",
    "这张表上写着“{words}”，整张表算不算？",
    'This sheet says "{words}". Does all of it count?',
    (COUNTS_CHOICE, CANCELLED_CHOICE),
)
COLUMN_MATTERS = Doubt(
    "column_matters",
    "“{column}”这一列没有用到，可能关系到算不算、算多少：不用它，照其他列入账吗？",
    'The column "{column}" is not used and may decide whether or how much counts. Take the lines without it?',
    (AnswerChoice("ignore", "不用它，照其他列入账", "Yes, without it"),),
)
SIGN_MEANT = Doubt(
    "sign_meant",
    "这几行的事项像是扣分或冲销（{words}），积分却是正数：是扣分吗？",
    "These lines are about points taken away ({words}), and the figure gives some. Are they deductions?",
    (AnswerChoice("takes", "是扣分", "Deductions"), AnswerChoice("gives", "是得分", "Points earned")),
)
OUT_MEANT = Doubt(
    "out_meant",
    "这几行写着“{words}”，数量却是正数：是出库吗？",
    'These lines say "{words}" with a positive quantity. Did the goods leave?',
    (AnswerChoice("out", "是出库", "They left"), AnswerChoice("came", "是入库", "They came in")),
)
SHEET_ALIKE = Doubt(
    "sheet_alike",
    "“{sheet}”和“{other}”几乎一样，像是副本，要不要读？",
    'The sheet "{sheet}" is nearly the same as "{other}". Should it be read?',
    (
        AnswerChoice("pass_over", "不读，是副本", "No, it is a copy"),
        AnswerChoice("read", "要读", "Yes, read it"),
    ),
)
