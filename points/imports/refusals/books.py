"""Why a folder, a file or a sheet cannot be read, and what to do with it."""

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


class NotATable(BookRefused):
    """Something else under the name of a workbook; the classes below say what."""

    code = "not_a_table"
    zh = "“{file}”不是表格文件。"
    en = '"{file}" is not a table.'
    next_zh = "请把表格存成 .xlsx，再导入一次。"
    next_en = "Save the table as .xlsx, and import once more."


class WordFile(NotATable):
    code = "word_file"
    zh = "“{file}”是 Word 文档，不是表格文件。"
    en = '"{file}" is a Word document, not a table.'


class SlidesFile(NotATable):
    code = "slides_file"
    zh = "“{file}”是演示文稿，不是表格文件。"
    en = '"{file}" is a presentation, not a table.'


class PdfFile(NotATable):
    code = "pdf_file"
    zh = "“{file}”是 PDF，不是表格文件。"
    en = '"{file}" is a PDF, not a table.'


class PictureFile(NotATable):
    code = "picture_file"
    zh = "“{file}”是图片，不是表格文件。"
    en = '"{file}" is a picture, not a table.'


class ArchiveFile(NotATable):
    code = "archive_file"
    zh = "“{file}”是压缩包，不是表格文件。"
    en = '"{file}" is an archive, not a table.'
    next_zh = "请先解压，把里面的表格放进这个文件夹，再导入一次。"
    next_en = "Unpack it, put its tables into this folder, and import once more."


class WebPage(NotATable):
    code = "web_page"
    zh = "“{file}”是网页，里面没有表格。"
    en = '"{file}" is a web page that holds no table.'
    next_zh = "请重新登录原来的系统，再导出一次。"
    next_en = "Sign in to the system it came from, and export it again."


class NumbersFile(NotATable):
    code = "numbers_file"
    zh = "“{file}”是 Numbers 表格，这里读不了。"
    en = '"{file}" is a table of Numbers, which is not read here.'
    next_zh = "请在 Numbers 里导出为 Excel（.xlsx），再导入一次。"
    next_en = "Export it from Numbers to Excel (.xlsx), and import once more."


class BinaryWorkbook(NotATable):
    code = "binary_workbook"
    zh = "“{file}”是二进制工作簿（.xlsb），这里读不了。"
    en = '"{file}" is a binary workbook (.xlsb), which is not read here.'


class XmlFile(NotATable):
    code = "xml_file"
    zh = "“{file}”是 XML 文件，这里读不了。"
    en = '"{file}" is an XML file, which is not read here.'


class ReaderDied(BookRefused):
    code = "reader_died"
    zh = "读“{file}”用的内存或时间超过了限度，没有读完。"
    en = 'Reading "{file}" took more memory or time than is allowed; it was not read.'
    next_zh = "请在 Excel 或 WPS 中打开，删去空白行列和多余的工作表，另存为 .xlsx，再导入一次。"
    next_en = (
        "Open it in Excel or WPS, remove empty rows and spare sheets, save it as .xlsx, and import once more."
    )


class BookTooLarge(BookRefused):
    code = "book_too_large"
    zh = "“{file}”太大，超过了 {limit}，没有读取。"
    en = '"{file}" is larger than {limit} and was not read.'
    next_zh = "请删去空白行列、图片和多余的工作表，另存后再导入一次。"
    next_en = "Remove empty rows, pictures and spare sheets, save it, and import once more."


class BookUnsafe(BookRefused):
    code = "book_unsafe"
    zh = "“{file}”里定义了实体，或内容层层嵌套，为了安全没有读取。"
    en = '"{file}" defines entities, or nests without end; it was not read, to be safe.'
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
