"""What is said of sheets, files, columns and rows: how they were read, and why they were not."""

from __future__ import annotations

from points.imports.refusals import LineFault


class RowFiltered(LineFault):
    code = "row_filtered"
    zh = "这一行被筛选隐藏了，照样算进来。"
    en = "A filter hides this row; it was counted all the same."
    next_zh = "如果不该算，请删去这一行再导入。"
    next_en = "If it should not count, delete the row and import again."


class CellCommented(LineFault):
    code = "cell_commented"
    zh = "这一格有批注“{words}”，只当备注，内容照单元格算。"
    en = 'This cell has the comment "{words}"; the cell itself was taken as it stands.'
    next_zh = "批注说得对的话，请改正单元格再导入。"
    next_en = "If the comment is right, correct the cell and import again."


class LineStruck(LineFault):
    code = "line_struck"
    zh = "这一行整行画了删除线，没有入账。"
    en = "This line is struck through as a whole and was not taken."
    next_zh = "如果仍然有效，请去掉删除线再导入。"
    next_en = "If it still counts, remove the line through it and import again."


class LineTotal(LineFault):
    code = "line_total"
    zh = "这一行是合计或小计，没有入账。"
    en = "This row is a total and was not taken."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class HeadingGoesOn(LineFault):
    code = "heading_row"
    zh = "这一行是栏次或英文列名，没有入账。"
    en = "This row numbers the columns or names them in English; it was not taken."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class TotalDiffers(LineFault):
    code = "total_differs"
    zh = "这里的合计写的是 {written}，上面各行加起来是 {counted}。"
    en = "The total says {written}, the lines above it add up to {counted}."
    next_zh = "各行照写的入账；请核对是不是漏了或多了一行。"
    next_en = "The lines were taken as they stand; check whether one is missing or one too many."


class LineCancelled(LineFault):
    code = "line_cancelled"
    zh = "按答复，这一行不算，没有入账。"
    en = "By the answer given, this line does not count; it was not taken."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class LeftForLater(LineFault):
    code = "left_for_later"
    zh = "按答复先不处理，没有入账，下次导入时再问。"
    en = "By the answer given this was left for later; the next import asks again."
    next_zh = "弄清楚以后再导入一次。"
    next_en = "Find out what is right and import again."


class SheetOther(LineFault):
    code = "sheet_other"
    zh = "这张工作表里没有这本台账的表格，没有读。"
    en = "This sheet holds no table of this book and was not read."
    next_zh = "如果里面有要入账的内容，请把表头改成和其他工作表一样再导入。"
    next_en = "If it holds lines that count, give it the same heading as the other sheets and import again."


class SheetHidden(LineFault):
    code = "sheet_hidden"
    zh = "按答复，这张工作表没有读。"
    en = "By the answer given, this sheet was not read."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class ColumnUnread(LineFault):
    code = "column_unread"
    zh = "“{heading}”这一列用不上，没有读。"
    en = 'The column "{heading}" has no use here and was not read.'
    next_zh = "如果这一列要紧，请把列名改成说明里的写法。"
    next_en = "If it matters, give it one of the names in the guide."


class BlockUnread(LineFault):
    code = "block_unread"
    zh = "表格旁边的这一块不属于这张表，没有读。"
    en = "This block beside the table does not belong to it and was not read."
    next_zh = "如果里面有要入账的内容，请移到表格里再导入。"
    next_en = "If it holds lines that count, move them into the table and import again."


class RowUnclear(LineFault):
    code = "row_unclear"
    zh = "这一行看不出是什么，没有读。"
    en = "It is not clear what this row is; it was not read."
    next_zh = "请补全这一行，或删去。"
    next_en = "Complete the row, or delete it."


class CellUnread(LineFault):
    code = "cell_unread"
    zh = "表格外面这一格的“{words}”没有读。"
    en = 'What stands outside the table here ("{words}") was not read.'
    next_zh = "如果要紧，请写进表格里再导入。"
    next_en = "If it matters, write it into the table and import again."


class SheetTold(LineFault):
    code = "sheet_told"
    zh = "这里的表按“{mapping}”的列对应，当作“{book}”读。"
    en = 'The tables here were read as "{book}", their columns as "{mapping}" says.'
    next_zh = "不对的话，请改列对应再导入。"
    next_en = "If that is wrong, change what the columns are and import again."


class FileOther(LineFault):
    code = "file_other"
    zh = "这个文件不是要导入的台账，没有读。"
    en = "This file is none of the books and was not read."
    next_zh = "如果是台账，请按说明改文件名再导入。"
    next_en = "If it is one, name it as the guide says and import again."


class FolderOther(FileOther):
    """A folder within the folder."""

    zh = "这是一个子文件夹，里面的文件没有读。"
    en = "This is a folder within the folder; nothing in it was read."
    next_zh = "如果里面有台账，请移到外面这一层再导入。"
    next_en = "If it holds books, move them up beside the others and import again."


class SheetOfAnother(SheetOther):
    """A sheet like a book that has its own file."""

    zh = "这张工作表像是“{book}”，那本台账已经有自己的文件，这里没有读。"
    en = 'This sheet looks like "{book}", which has a file of its own; the sheet was not read.'
    next_zh = "要读这一张，请把那个文件移走再导入。"
    next_en = "To have this one read, move that file away and import again."


class FileNotChosen(LineFault):
    code = "file_not_chosen"
    zh = "按答复用的是另一个文件，这一个没有读。"
    en = "By the answer given the other file was used; this one was not read."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class FileReadAs(LineFault):
    code = "file_read_as"
    zh = "文件名和内容不一样：这其实是 {kind}，已照内容读。"
    en = "The file's name does not say what it is: this is {kind}, and was read as that."
    next_zh = "请核对内容。"
    next_en = "Check what was read."


class SheetReadAs(LineFault):
    code = "sheet_read_as"
    zh = "没有单独的“{book}”，这张工作表按它读。"
    en = 'There is no "{book}" of its own; this sheet was read as it.'
    next_zh = "不对的话请把那本台账放进文件夹再导入。"
    next_en = "If that is wrong, put that book into the folder and import again."


class FileCopied(LineFault):
    code = "file_copied"
    zh = "这个文件和“{file}”一模一样，只读一个。"
    en = 'This file is the same as "{file}"; one of them was read.'
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class FormulaUnsaved(LineFault):
    code = "formula_unsaved"
    zh = "这一格是没有存结果的公式 {words}。"
    en = "This cell is a formula without its result: {words}."
    next_zh = "请用 Excel 或 WPS 打开文件，保存一次，再导入。"
    next_en = "Open the file in Excel or WPS, save it once, and import again."


class FormulaCounted(LineFault):
    code = "formula_counted"
    zh = "这一格是没有存结果的公式 {words}，算出来是 {value}。"
    en = "This cell is a formula without its result, {words}; it was worked out: {value}."
    next_zh = "请核对。"
    next_en = "Check it."


class ValueDestroyed(LineFault):
    code = "value_impossible"
    zh = "“{column}”这一格被表格软件变成了 {words}，原来的数没有了。"
    en = 'The spreadsheet turned "{column}" into {words}; what stood there is lost.'
    next_zh = "请把这一列设成文本格式，照原件重填。"
    next_en = "Set the column to text and fill it in from the paper."


class DayNotNamed(LineFault):
    code = "value_blank"
    zh = "这张签到表没写活动日期。"
    en = "This sign-in sheet does not say when the activity was."
    next_zh = "请在表下面写上“活动时间：2025-03-05”，再导入。"
    next_en = "Write the day below it, such as 2025-03-05, and import again."


class RuleNotNamed(LineFault):
    code = "value_blank"
    zh = "这张签到表没写规则编号，标题也对不上哪一条规则。"
    en = "This sign-in sheet names no rule, and its title fits none."
    next_zh = "请在表下面写上“规则编号：R01”，再导入。"
    next_en = "Write the number of the rule below it, such as R01, and import again."
