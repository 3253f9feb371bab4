"""What is asked about lines that came in before and stand otherwise now, or stand in the books no more."""

from __future__ import annotations

from points.imports.asking import AnswerChoice
from points.imports.reading.doubts import Doubt

_BOTH = AnswerChoice("both", "不是改正，两笔都算", "No correction: both count")

LINES_CORRECTED = Doubt(
    "lines_corrected",
    "这几行和上次导入的不一样，上次那几行不见了（如 {household}：{was} → {now}）：是改正吗？",
    "These lines differ from those of the last import, which are gone (such as {household}: {was} → {now}). Are they corrections?",
    (
        AnswerChoice(
            "correction",
            "是改正：原来那笔冲回，按现在的重新记",
            "Corrections: take the old ones back and enter these",
        ),
        _BOTH,
    ),
)
NAMES_CORRECTED = Doubt(
    "names_corrected",
    "这几个人上次是另一个名字（如 {household} 户：{was} → {now}）：是改正姓名吗？",
    "These people had another name last time (such as household {household}: {was} → {now}). Is it the same person?",
    (
        AnswerChoice("correction", "是同一个人，改正姓名", "The same person; correct the name"),
        AnswerChoice("both", "是另一个人，另外登记", "Another person; register them"),
    ),
)
LINES_VANISHED = Doubt(
    "lines_vanished",
    "上次导入的 {count} 行，这次的本子里没有了：收回吗？",
    "{count} lines of earlier imports are no longer in these books. Take them back?",
    (
        AnswerChoice("stays", "不收回，照旧算", "No, they stay"),
        AnswerChoice("take_back", "收回，原来那几笔冲回", "Yes, take them back"),
    ),
    moves_points=False,
)
