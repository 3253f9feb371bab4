"""What is asked about the cells of lines."""

from __future__ import annotations

from points.imports.asking import AnswerChoice
from points.imports.reading.doubts import CANCELLED_CHOICE, COUNTS_CHOICE, Doubt

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
YEAR_OF_COLUMN = Doubt(
    "year_of_column",
    "“{column}”这一列的日期没有年份，是哪一年？",
    'The dates under "{column}" name no year. Which year is it?',
    (AnswerChoice("year", "另一年", "Another year", wants="year"),),
)
MONTH_OF_COLUMN = Doubt(
    "month_of_column",
    "“{column}”这一列有的日期只写了日（{words}），看不出是几月，是哪个月？",
    'Some dates under "{column}" name a day only ({words}), and nothing tells the month. Which month is it?',
    tuple(AnswerChoice(str(month), f"{month} 月", f"Month {month}") for month in range(1, 13)),
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
QUANTITY_BLANK = Doubt(
    "quantity_blank",
    "这几行没写数量，{item}扣了 {written} 分，分价 {price} 分也除不尽：领了几件？",
    "These lines name no quantity; {item} took {written} points, which the price of {price} does not divide. How many pieces?",
    (
        AnswerChoice("one", "都是 1 件", "One piece each"),
        AnswerChoice("pieces", "每行这么多件", "So many each", wants="number"),
    ),
)
TIME_MEANT = Doubt(
    "time_meant",
    "签到签退写成了“{words}”这样的数，点后面是什么？",
    'Times are written like "{words}". What stands behind the point?',
    (
        AnswerChoice(
            "tens", "分钟，末尾的 0 没写：9.3 是 9:30", "Minutes without a last nought: 9.3 is 9:30"
        ),
        AnswerChoice("units", "分钟：9.3 是 9:03", "Minutes: 9.3 is 9:03"),
        AnswerChoice("part", "小时的小数：9.5 是 9:30", "A part of an hour: 9.5 is 9:30"),
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
