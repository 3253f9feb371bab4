"""What is asked where two places of the books do not go together: a note and lines, two times, a line and its person.

The kinds of doubt about a cell by itself are in of_lines.py.
"""

from __future__ import annotations

from points.imports.asking import AnswerChoice
from points.imports.reading.doubts import CANCELLED_CHOICE, COUNTS_CHOICE, Doubt

NOTE_ON_LINES = Doubt(
    "note_on_lines",
    "“{sheet}”上写着“{words}”：哪几行不算？",
    '"{sheet}" says "{words}". Which lines do not count?',
    (
        AnswerChoice("rows", "这几行不算（写行号，如 5、7-9）", "These rows (such as 5, 7-9)", wants="rows"),
        AnswerChoice("cancelled", "整张表都不算", "None of the sheet counts"),
        AnswerChoice("counts", "都算，照写的入账", "All of them count"),
    ),
)
TIMES_OVERLAP = Doubt(
    "times_overlap",
    "同一个人同一时间记了两处（{name}，{day} {one} 和 {other}）：两处都算吗？",
    "One person is in two places at the same time ({name}, {day}, {one} and {other}). Do both count?",
    (
        AnswerChoice("first", "只算先写的一处", "Only the one that comes first"),
        AnswerChoice("both", "都算，时间没写准", "Both; the times are not exact"),
    ),
)
AFTER_LEAVING = Doubt(
    "after_leaving",
    "花名册上 {name} 写着“{words}”，那以后还有这几行：算不算？",
    'The roster says "{words}" of {name}, and these lines are later. Do they count?',
    (COUNTS_CHOICE, CANCELLED_CHOICE),
)
LEFT_SOMETIME = Doubt(
    "left_sometime",
    "花名册上 {name} 写着“{words}”，没写哪一天；这几行是那以前的，算不算？",
    'The roster says "{words}" of {name} and names no day. Are these lines from before, and do they count?',
    (COUNTS_CHOICE, CANCELLED_CHOICE),
)
RULE_NUMBER = Doubt(
    "rule_number",
    "这几行的规则编号写的是“{words}”，规则表里没有对得上的一条：按事项算吗？",
    'These lines have the rule number "{words}", and no one rule has it. Go by the matter?',
    (AnswerChoice("matter", "不看编号，按事项算", "Yes, by the matter"),),
)
RULE_DIFFERS = Doubt(
    "rule_differs",
    "这几行的规则编号“{words}”是“{rule}”，事项却是“{matter}”：按哪个？",
    'The rule number of these lines ("{words}") means "{rule}", their matter says "{matter}". Which is right?',
    (
        AnswerChoice("matter", "按事项", "The matter"),
        AnswerChoice("number", "按编号", "The number"),
    ),
)
PENALTY_GIVES = Doubt(
    "penalty_gives",
    "这几行按“{rule}”是要扣分的，积分却是正数：是扣分吗？",
    'By "{rule}" these lines take points away, and the figure gives some. Are they deductions?',
    (AnswerChoice("takes", "是扣分", "Deductions"), AnswerChoice("gives", "是得分", "Points earned")),
)
HOUSEHOLD_TWICE = Doubt(
    "household_twice",
    "户号 {household} 在“{sheet}”第 {row} 行已经有人家，这几行又写同一个户号：是同一户吗？",
    'Household {household} stands in row {row} of "{sheet}" already. Are these people of the same household?',
    (AnswerChoice("same", "是同一户", "Yes, the same household"),),
)
