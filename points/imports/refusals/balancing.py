"""What counting through the books finds in a line beside what reading found."""

from __future__ import annotations

from points.imports.refusals import LineFault


class DeductionCut(LineFault):
    code = "deduction_cut"
    zh = "台账要扣 {tenths:points} 分，户号 {household} 当时只有 {balance:points} 分，实际扣了 {taken:points} 分。"
    en = "The book takes {tenths:points} points off, household {household} had {balance:points} then; {taken:points} were taken."
    next_zh = "扣到 0 为止，差的不追扣；请核对是否漏记了得分。"
    next_en = "A deduction goes down to nought and no further; check whether earned points are missing."


class OldCardTwice(LineFault):
    code = "old_card_twice"
    zh = "原来的卡号“{number}”不止一户在用，没有认下。"
    en = 'More than one household has the old card number "{number}"; it was not adopted.'
    next_zh = "请对照存折改正卡号；在改正以前，这几户按姓名和门牌查找。"
    next_en = (
        "Correct the numbers from the passbooks; until then these households are found by name and door."
    )
