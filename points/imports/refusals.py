"""Every "no" of an import: a workbook that cannot be read, and every fault that a line of one can have."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class BookRefused(Refusal):
    """A folder, a file or a sheet that cannot be read as it is; nothing was written."""

    status = 422


class FolderMissing(BookRefused):
    code = "folder_missing"
    zh = "找不到文件夹“{folder}”。"
    en = 'There is no folder "{folder}".'
    next_zh = "请检查路径，文件夹里应有五本台账和三张对照表。"
    next_en = "Check the path; the folder should hold the five workbooks and the three reference tables."


class BookMissing(BookRefused):
    code = "book_missing"
    zh = "文件夹里缺少“{file}”。"
    en = 'The folder lacks "{file}".'
    next_zh = "请把这个文件放进同一个文件夹，再导入一次。"
    next_en = "Put this file into the same folder and import again."


class FolderNotEmpty(BookRefused):
    code = "folder_not_empty"
    zh = "这个文件夹里已经有“{file}”了，没有改动它。"
    en = 'This folder already holds "{file}"; it was left as it is.'
    next_zh = "请换一个空的文件夹。"
    next_en = "Name an empty folder."


class BookAmbiguous(BookRefused):
    code = "book_ambiguous"
    zh = "有几个文件都像“{file}”：{found}。"
    en = 'Several files look like "{file}": {found}.'
    next_zh = "请只留下要导入的那一个。"
    next_en = "Keep only the one to be imported."


class BookBroken(BookRefused):
    code = "book_broken"
    zh = "“{file}”打不开，文件可能已损坏。"
    en = '"{file}" cannot be opened; the file seems to be damaged.'
    next_zh = "请在 Excel 或 WPS 中打开，另存为 .xlsx，再导入一次。"
    next_en = "Open it in Excel or WPS, save it as .xlsx again, and import once more."


class BookEncrypted(BookRefused):
    code = "book_encrypted"
    zh = "“{file}”设了密码，读不出来。"
    en = '"{file}" is protected by a password and cannot be read.'
    next_zh = "请在 Excel 或 WPS 中去掉打开密码，另存为 .xlsx，再导入一次。"
    next_en = "Remove the password in Excel or WPS, save it as .xlsx, and import once more."


class BookOldFormat(BookRefused):
    code = "book_old_format"
    zh = "“{file}”是旧的 .xls 格式，这里只读 .xlsx。"
    en = '"{file}" is in the old .xls format; only .xlsx is read here.'
    next_zh = "请在 Excel 或 WPS 中另存为 .xlsx，再导入一次。"
    next_en = "Save it as .xlsx in Excel or WPS, and import once more."


class BookTooLarge(BookRefused):
    code = "book_too_large"
    zh = "“{file}”太大，超过了 {limit}，没有读取。"
    en = '"{file}" is larger than {limit} and was not read.'
    next_zh = "请删去空白行列、图片和多余的工作表，另存后再导入一次。"
    next_en = "Remove empty rows, pictures and spare sheets, save it, and import once more."


class BookUnsafe(BookRefused):
    code = "book_unsafe"
    zh = "“{file}”里有指向外部的内容，为了安全没有读取。"
    en = '"{file}" refers to things outside itself and was not read, to be safe.'
    next_zh = "请把内容复制到新的工作簿，另存为 .xlsx，再导入一次。"
    next_en = "Copy its content into a new workbook, save it as .xlsx, and import once more."


class TextUnreadable(BookRefused):
    code = "text_unreadable"
    zh = "“{file}”的文字编码认不出来。"
    en = 'The text encoding of "{file}" is not known.'
    next_zh = "请另存为“CSV UTF-8（逗号分隔）”，再导入一次。"
    next_en = 'Save it as "CSV UTF-8 (comma delimited)", and import once more.'


class HeaderMissing(BookRefused):
    code = "header_missing"
    zh = "“{file}”里找不到表头，应有这些列：{columns}。"
    en = 'No heading row was found in "{file}"; these columns are needed: {columns}.'
    next_zh = "请补上表头行，再导入一次。"
    next_en = "Add the heading row, and import once more."


class ColumnMissing(BookRefused):
    code = "column_missing"
    zh = "“{file}”的工作表“{sheet}”缺少这一列：{columns}。"
    en = 'Sheet "{sheet}" of "{file}" lacks this column: {columns}.'
    next_zh = "请在表头第 {row} 行补上列名，再导入一次。"
    next_en = "Add its name to the heading in row {row}, and import once more."


class TableColumnMissing(ColumnMissing):
    """The same of a file that has no sheets."""

    zh = "“{file}”缺少这一列：{columns}。"
    en = '"{file}" lacks this column: {columns}.'


class ReferenceEmpty(BookRefused):
    code = "reference_empty"
    zh = "“{file}”只有表头，没有内容。"
    en = '"{file}" has a heading and no line below it.'
    next_zh = "请补上内容，再导入一次。"
    next_en = "Fill it in, and import once more."


class ReferenceUnreadable(BookRefused):
    code = "reference_unreadable"
    zh = "“{file}”第 {row} 行的“{column}”（单元格 {cell}）读不出来。"
    en = '"{column}" in row {row} of "{file}" (cell {cell}) cannot be read.'
    next_zh = "对照表要先改对，再导入一次。"
    next_en = "Correct the reference table first, then import once more."


class LineFault(Refusal):
    """A fault in one line of a workbook; the line is left out, or taken and the fault noted."""

    status = 422


class DuplicatePerson(LineFault):
    code = "duplicate_person"
    zh = "这个人在第 {first} 行已经登记过。"
    en = "This person is already registered in row {first}."
    next_zh = "请核对后删去其中一行。"
    next_en = "Compare the two rows and remove one."


class NameMissing(LineFault):
    code = "name_missing"
    zh = "这一行没有姓名。"
    en = "This line has no name."
    next_zh = "请补上姓名。"
    next_en = "Add the name."


class NameUnknown(LineFault):
    code = "name_missing"
    zh = "户号 {household} 的花名册里没有这一行的人，时长记不到人。"
    en = "The roster of household {household} does not have this person, so the hours belong to nobody."
    next_zh = "请在花名册中补登，或改正姓名。"
    next_en = "Add the person to the roster, or correct the name."


class ValueImpossible(LineFault):
    code = "value_impossible"
    zh = "“{column}”这一栏的内容不可能。"
    en = 'What stands under "{column}" is impossible.'
    next_zh = "请对照原件改正这一栏。"
    next_en = "Correct it from the original paper."


class BalanceShort(LineFault):
    code = "value_impossible"
    zh = "扣 {tenths:points} 分，可户号 {household} 当时只有 {balance:points} 分。"
    en = "{tenths:points} points were taken, but household {household} had only {balance:points} then."
    next_zh = "请核对扣减积分、户号，以及登记表里是否漏记了得分。"
    next_en = "Check the points, the household, and whether earned points are missing from the register."


class LineTwice(LineFault):
    code = "line_twice"
    zh = "这一行与“{sheet}”第 {first} 行完全相同。"
    en = 'This line is the same as row {first} of "{sheet}".'
    next_zh = "如果只发生过一次，请删去一行；确有两次，请写明区别。"
    next_en = "If it happened once, remove one; if it really happened twice, say how they differ."


class HouseholdUnknown(LineFault):
    code = "household_unknown"
    zh = "花名册里没有户号“{household}”。"
    en = 'The roster has no household "{household}".'
    next_zh = "请改正户号，或先把这一户登记到花名册。"
    next_en = "Correct the number, or add the household to the roster first."


class PointsOutOfRange(LineFault):
    code = "points_out_of_range"
    zh = "记了 {tenths:points} 分，超过了规则 {rule} 封顶内最多能给的 {most:points} 分。"
    en = "{tenths:points} points is more than rule {rule} can give under its cap ({most:points})."
    next_zh = "请核对积分和事项；这一行没有入账。"
    next_en = "Check the points and the matter; this line was not posted."


class BalanceMiscounted(LineFault):
    code = "balance_miscounted"
    zh = "台账写剩余 {written:points} 分，算出来是 {computed:points} 分。"
    en = "The book says {written:points} points are left; the count gives {computed:points}."
    next_zh = "已按算出的数入账，请告诉这一户并改正台账。"
    next_en = "The counted figure was posted; tell the household and correct the book."


class GoodsUnknown(LineFault):
    code = "goods_unknown"
    zh = "商品对照表里没有“{item}”。"
    en = 'The goods table has no "{item}".'
    next_zh = "请按对照表改正商品名称，或先把它加进对照表。"
    next_en = "Write the name as in the goods table, or add the goods there first."


class BarcodeElsewhere(LineFault):
    code = "barcode_elsewhere"
    zh = "条码 {barcode} 已经是另一样商品的了，没有记到这一样上。"
    en = "Barcode {barcode} belongs to another item already and was not entered for this one."
    next_zh = "请对照实物核对条码，在商品页改正。"
    next_en = "Compare it with the goods, and correct it on the page of the item."


class TooFewInStock(LineFault):
    code = "stock_short"
    zh = "“{item}”当天在保质期内只有 {left} 件，不够发 {quantity} 件。"
    en = 'Only {left} unexpired pieces of "{item}" were in stock that day, {quantity} were handed out.'
    next_zh = "请核对入库台账是否漏记，或改正数量和日期。"
    next_en = "Check whether a delivery is missing, or correct the quantity or the date."


class DateUnreadable(LineFault):
    code = "date_unreadable"
    zh = "“{column}”写的日期认不出来。"
    en = 'The date under "{column}" cannot be read.'
    next_zh = "请写成 2025-03-05 这样的日期。"
    next_en = "Write it like 2025-03-05."


class CommunityUnclear(Refusal):
    code = "community_unclear"
    status = 422
    zh = "台账上写的是“{name}”，不清楚要导入到哪个社区（现有：{known}）。"
    en = 'The books say "{name}"; it is not clear which community is meant (known: {known}).'
    next_zh = "请用 --community 加社区编号再导入一次；新社区先用 flask create-admin --community-name 建立。"
    next_en = "Import again with --community and its number; found a new one first with flask create-admin --community-name."


class PursesArePersonal(Refusal):
    code = "purses_are_personal"
    zh = "这个社区按个人记分，而台账按户记分，没有导入。"
    en = "This community keeps points per person, the books keep them per household; nothing was imported."
    next_zh = "请先由管理员把积分账户改为按户，再导入一次。"
    next_en = "Have the administrator set the purses to households first, then import again."
