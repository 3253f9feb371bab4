"""Why what somebody says of the columns of a table is not kept."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class MappingLacks(Refusal):
    code = "mapping_lacks"
    status = 422
    zh = "当作“{book}”读，还缺这些列：{columns}。"
    en = 'To be read as "{book}" these columns are still missing: {columns}.'
    next_zh = "请给它们各选一列，再存一次。"
    next_en = "Choose a column for each of them and save again."


class MappingUnknown(Refusal):
    code = "mapping_unknown"
    status = 422
    zh = "没有“{book}”这本台账，或者它没有“{column}”这一列。"
    en = 'There is no book "{book}", or it has no column "{column}".'
    next_zh = "台账和列的名字在《导入旧台账》里，请照写。"
    next_en = "The names of books and columns stand in the guide on imports; write them as they stand there."


class MappingGone(Refusal):
    code = "mapping_gone"
    zh = "这条列对应已经停用或换成新的了。"
    en = "What was kept of these columns has ended, or something newer stands in its place."
    next_zh = "请看现在的列表。"
    next_en = "Look at the list as it is now."
