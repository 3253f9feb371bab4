"""Why a district is not founded from a file: each names the sheet and the line."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class FoundingRefused(Refusal):
    """A line or a sheet of the file; nothing is founded while there is one."""

    status = 422


class FoundingSheetMissing(FoundingRefused):
    code = "founding_sheet_missing"
    zh = "没有“{sheet}”这一页，或者它的表头里没有：{columns}。"
    en = 'There is no sheet "{sheet}", or its heading lacks: {columns}.'
    next_zh = "请用 flask found --blank 做一份空表，把内容抄进去。"
    next_en = "Make an empty file with flask found --blank and copy into it."


class FoundingCellEmpty(FoundingRefused):
    code = "founding_cell_empty"
    zh = "“{sheet}”第 {row} 行没有填“{column}”。"
    en = '"{sheet}", row {row}: "{column}" is empty.'
    next_zh = "请补上再运行。"
    next_en = "Fill it in and run it again."


class FoundingTwice(FoundingRefused):
    code = "founding_twice"
    zh = "“{sheet}”第 {row} 行的“{name}”前面已经有了。"
    en = '"{sheet}", row {row}: "{name}" stands there already.'
    next_zh = "请删掉一行，或者换一个名字。"
    next_en = "Remove one of the lines, or give another name."


class FoundingPlaceUnknown(FoundingRefused):
    code = "founding_place_unknown"
    zh = "“{sheet}”第 {row} 行的“{name}”不是“社区”页里唯一的一个区县、街道或社区。"
    en = '"{sheet}", row {row}: "{name}" is not the one district, street or community of that name on the sheet of communities.'
    next_zh = "请照“社区”页的写法填。"
    next_en = "Write it as it stands on that sheet."


class FoundingRoleUnfit(FoundingRefused):
    code = "founding_role_unfit"
    zh = "“{sheet}”第 {row} 行：“{name}”不能有岗位“{role}”。"
    en = '"{sheet}", row {row}: the role "{role}" cannot be held at "{name}".'
    next_zh = "岗位的写法见空表；街道的岗位填在街道或区县，店员、店长、专干、居委会填在社区。"
    next_en = "The empty file has the words; the street's role is held at a street or district, those of shop and office at a community."


class FoundingAdminsMissing(FoundingRefused):
    code = "founding_admins_missing"
    zh = "“{name}”要有两位管理员：一个人给的岗位，另一个人确认。"
    en = '"{name}" needs two administrators: a role that one gives, the other confirms.'
    next_zh = "请在“人员”页给它添上，岗位写“管理员”。"
    next_en = "Add them on the sheet of people, with the role of an administrator."


class FoundingLineUnfit(FoundingRefused):
    """What another "no" says of a line: `why`, in Chinese and English."""

    code = "founding_line_unfit"
    zh = "“{sheet}”第 {row} 行不能这样填。"
    en = '"{sheet}", row {row} cannot be so.'
    next_zh = "请改好再运行。"
    next_en = "Correct it and run it again."

    def message(self, language: str) -> str:
        """The line, and what is wrong with it."""
        zh, en = self.facts.get("why", ("", ""))
        return f"{super().message(language)} {zh if language == 'zh' else en}".rstrip()
