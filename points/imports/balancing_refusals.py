"""What counting through the books finds in a line beside what reading found."""

from __future__ import annotations

from points.imports.refusals import LineFault


class DeductionCut(LineFault):
    code = "deduction_cut"
    zh = "台账要扣 {tenths:points} 分，户号 {household} 当时只有 {balance:points} 分，实际扣了 {taken:points} 分。"
    en = "The book takes {tenths:points} points off, household {household} had {balance:points} then; {taken:points} were taken."
    next_zh = "扣到 0 为止，差的不追扣；请核对是否漏记了得分。"
    next_en = "A deduction goes down to nought and no further; check whether earned points are missing."
