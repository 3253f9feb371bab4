"""What is asked about files, sheets, tables and their columns."""

from __future__ import annotations

from points.imports.asking import AnswerChoice
from points.imports.reading.doubts import CANCELLED_CHOICE, COUNTS_CHOICE, Doubt

FILES_ALIKE = Doubt(
    "files_alike",
    "这几个文件像是同一本：{files}。用哪一个？",
    "These files look like one book: {files}. Which one is right?",
)
BOOK_ABSENT = Doubt(
    "book_absent",
    "没有“{file}”：是本来就没有吗？",
    "There is no “{file}”. Is that not kept at all?",
    (AnswerChoice("none", "没有，照没有算", "It is not kept"),),
)
DELIVERIES_ABSENT = Doubt(
    "deliveries_absent",
    "没有入库台账，兑换过 {lines} 行：这些东西从哪里来，没有记。怎么收？",
    "There is no book of deliveries, and {lines} lines say that goods were handed over. Where they came from is not written. What then?",
    (
        AnswerChoice(
            "as_redeemed",
            "兑换出去多少，就当原来有多少；架上现在有的，另填期初入库台账",
            "As much was there as was handed over; what is on the shelves now is filled in as opening stock",
        ),
    ),
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
TABLE_TWICE = Doubt(
    "table_twice",
    "“{sheet}”和“{other}”像是同一张表的两份，编号大多一样：用哪一张？",
    "“{sheet}” and “{other}” look like one table twice, with mostly the same numbers. Which one is right?",
    (AnswerChoice("first", "用“{other}”", "{other}"), AnswerChoice("second", "用“{sheet}”", "{sheet}")),
)
NUMBER_TWICE = Doubt(
    "number_twice",
    "编号 {number} 写了几次，内容不一样（{names}）：用哪一行？",
    "The number {number} stands in several rows that differ ({names}). Which row is right?",
    (
        AnswerChoice(
            "each",
            "是不同的几样，后面的另编号",
            "They are different things; the later ones get numbers of their own",
        ),
    ),
)
LIMIT_ODD = Doubt(
    "limit_odd",
    "限兑写的是“{words}”，这里只能按每户每月、每季或每年限：怎么限？",
    'The limit says "{words}"; it can only be so many a household in a month, a quarter or a year. Which is it?',
    (
        AnswerChoice("month", "每户每月几件", "So many a month", wants="number"),
        AnswerChoice("year", "每户每年几件", "So many a year", wants="number"),
        AnswerChoice("none", "先不限", "No limit for now"),
    ),
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
HEADING_UNIT = Doubt(
    "heading_unit",
    "这一列的标题是“{words}”：格子里写 1，是几分？",
    'The heading of this column is "{words}". How many points is a 1 in it?',
    (
        AnswerChoice("more", "{more} 分", "{more} points"),
        AnswerChoice("less", "{less} 分", "{less} points"),
        AnswerChoice("as_written", "1 分", "1 point"),
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
SHEET_ALIKE = Doubt(
    "sheet_alike",
    "“{sheet}”和“{other}”几乎一样，像是副本，要不要读？",
    'The sheet "{sheet}" is nearly the same as "{other}". Should it be read?',
    (
        AnswerChoice("pass_over", "不读，是副本", "No, it is a copy"),
        AnswerChoice("read", "要读", "Yes, read it"),
    ),
)
