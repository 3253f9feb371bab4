"""How the days of a column were read."""

from __future__ import annotations

from points.imports.refusals import LineFault


class DayReadAs(LineFault):
    code = "day_read_as"
    zh = "“{words}”读作 {day}。"
    en = '"{words}" was read as {day}.'
    next_zh = "不对的话请改正日期再导入。"
    next_en = "If that is wrong, correct the date and import again."


class YearFromElsewhere(LineFault):
    code = "year_from_elsewhere"
    zh = "这一列的日期没有年份，照其他台账读作 {year} 年。"
    en = "The dates of this column name no year; the other books say {year}."
    next_zh = "不对的话请在标题里写上年份再导入。"
    next_en = "If that is wrong, write the year into the title and import again."


class MonthFirst(LineFault):
    code = "day_order"
    zh = "这一列的日期是月在前，“{words}”读作 {day}。"
    en = 'The dates of this column have the month first: "{words}" was read as {day}.'
    next_zh = "不对的话请写成 2025-03-05 这样的日期。"
    next_en = "If that is wrong, write them like 2025-03-05."


class DayAsAbove(LineFault):
    code = "day_as_above"
    zh = "这一行没写日期，按上一行记作 {day}。"
    en = "This line names no day; it was taken as the one above, {day}."
    next_zh = "不对的话请补上日期再导入。"
    next_en = "If that is wrong, write its day and import again."


class DayFirst(MonthFirst):
    """The other order."""

    zh = "这一列的日期是日在前，“{words}”读作 {day}。"
    en = 'The dates of this column have the day first: "{words}" was read as {day}.'


class LunarDay(LineFault):
    code = "date_unreadable"
    zh = "“{column}”写的是农历，没有换算。"
    en = 'The date under "{column}" is one of the lunar calendar and was not converted.'
    next_zh = "请写成公历，例如 2025-03-05，再导入。"
    next_en = "Write the day of the common calendar, such as 2025-03-05, and import again."


class MonthOfTitle(LineFault):
    code = "month_from_elsewhere"
    zh = "这一列有的日期只写了日，月份照标题，“{words}”读作 {day}。"
    en = 'Some dates of this column name a day only; the month is the title\'s: "{words}" was read as {day}.'
    next_zh = "不对的话请写上月份再导入。"
    next_en = "If that is wrong, write the month and import again."


class MonthOfNeighbours(MonthOfTitle):
    """Where the lines around say the month."""

    zh = "这一列有的日期只写了日，月份照前后的行，“{words}”读作 {day}。"
    en = 'Some dates of this column name a day only; the lines around say the month: "{words}" was read as {day}.'


class DayOfOpening(LineFault):
    code = "day_read_as"
    zh = "日期写的是“{words}”，当作期初，日期记作 {day}。"
    en = 'The date says "{words}": the line was taken for what was there before, with the day {day}.'
    next_zh = "不对的话请写上日期再导入。"
    next_en = "If that is wrong, write the day and import again."
