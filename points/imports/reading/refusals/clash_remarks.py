"""What is said where the sign-in sheet and the register differ about one afternoon."""

from __future__ import annotations

from points.imports.refusals import LineFault


class PointsAgainstHours(LineFault):
    code = "points_against_hours"
    weighty = True
    zh = "签到表上这个人那天是 {served:hours} 小时，照规则 {counted:points} 分，这里登记了 {tenths:points} 分。"
    en = "The sign-in sheet has {served:hours} hours, which give {counted:points} points by the rule; here are {tenths:points}."
    next_zh = "时长照签到表、积分照登记表入账；请核对是哪一本写错了。"
    next_en = "Hours were taken from the sheet, points from the register; check which of the two is wrong."


class HoursAgainstHours(LineFault):
    code = "points_against_hours"
    weighty = True
    zh = "签到表上这个人那天是 {served:hours} 小时，这里写的是 {said:hours} 小时。"
    en = "The sign-in sheet has {served:hours} hours of this person; here {said:hours} hours are written."
    next_zh = "时长照签到表、积分照登记表入账；请核对是哪一本写错了。"
    next_en = "Hours were taken from the sheet, points from the register; check which of the two is wrong."
