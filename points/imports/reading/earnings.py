"""Reads the points register: who earned how much for what on which day. It knows no goods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from points.imports.asking import LATER
from points.imports.lines import EarnedLine, PenaltyLine
from points.imports.reading import amounts, copies, matching, shapes
from points.imports.reading.caps import Caps
from points.imports.reading.cells import squeezed
from points.imports.reading.days import DayColumn
from points.imports.reading.doubts.contradictions import PENALTY_GIVES
from points.imports.reading.doubts.of_lines import SIGN_MEANT
from points.imports.reading.doubts.of_sheets import TOTAL
from points.imports.reading.faults import NOTED, Keys, canonical, unusable
from points.imports.reading.people.owners import LineOwner, Owners
from points.imports.reading.people.persons import Roster
from points.imports.reading.refusals import (
    Deduction,
    LeftForLater,
    LineTotal,
    MergedOverHouseholds,
    OpeningBalance,
    PartOfMerged,
    PointsNone,
    PointsTooFine,
    PointsUnreadable,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.rule_codes import RuleCodes, is_numbered
from points.imports.reading.tables import BookSheets, Columns, Table, TableLine, tables
from points.imports.reading.worksheet import Sheet
from points.imports.reading.years import Years
from points.imports.refusals import LineTwice, NameMissing, PointsOutOfRange

EARNINGS = Columns(
    {
        "day": ("日期", "时间", "登记日期", "发生日期", "登记时间", "积分日期"),
        "household": ("户号", "户编号", "家庭编号", "家庭户号"),
        "name": ("姓名", "居民姓名", "户主", "户主姓名", "申请人", "积分人"),
        "address": ("住址", "地址", "门牌", "家庭住址", "门牌号"),
        "rule": ("编号", "规则编号", "事项编号"),
        "matter": ("事项", "积分事项", "事由", "内容", "项目", "积分项目", "积分内容", "加分事项", "具体事项"),
        "tenths": (
            "积分", "得分", "所得积分", "获得积分", "奖励积分", "本次积分", "积分值", "加分", "收入", "收入积分", "增加", "分数", "分值",
        ),
        "minus": ("扣分", "减分", "扣除", "支出", "支出积分", "减少", "扣减积分"),
        "times": ("次数", "数量", "小时数", "时长"),
        "balance": ("结余", "余额", "剩余积分", "累计积分", "积分余额", "累计", "剩余"),
        "recorder": ("登记人", "记录人", "经办人", "填表人", "经手人"),
        "phone": ("电话", "联系电话", "手机", "手机号"),
        "signed": ("签字", "签名", "本人签字", "居民签字"),
        "note": ("备注", "说明"),
        "counter": ("序号", "行号"),
    },
    needed=("day", "household", "name", "matter", "tenths"),
    amounts=("tenths", "minus"),
    remarks=("note", "signed"),
    instead={"household": ("name",)},
)  # fmt: skip
_OPENING = re.compile(
    r"(上年度?|上期|上月|去年|往年|历年|历史|原有?|期初|年初|20\d\d年度?)(结转|结余|剩余|余额|积分|累计)|^期初$|^结转(积分|余额)?$|转入积分"
)
#: what takes away, or takes back
_TAKES = re.compile(r"^(扣分|扣减|扣除|罚分|处罚|违规)|冲销|冲正|冲回|冲红")
_CARRIED_ON = re.compile(r"(转|结转|转入)(下年|下月|下期|次年|下页)|承前|上月|上期|上页")


@dataclass
class _Reader:
    """Reads the tables of the register, one after the other."""

    roster: Roster
    rulebook: matching.RulesByName
    remarks: Remarks
    years: Years
    owners: Owners
    codes: RuleCodes
    keys: Keys = field(default_factory=Keys)

    def table(self, table: Table) -> Iterable[EarnedLine]:
        """The lines of one table that are taken."""
        column = DayColumn(table, EARNINGS, self.remarks, self.years, opens=True)
        days = column.read()
        numbered = is_numbered(table, self.rulebook)
        read = [(line, self.owners.find(line) if line.origin.row in days else None) for line in table.lines]
        for line, owner in self._one_of_merged(read):
            words = line.shown("day") if line.origin.row in column.carried else ""
            earned = self._line(line, days[line.origin.row], owner, numbered=numbered, opening=words)
            if earned is not None:
                yield earned

    def _one_of_merged(
        self, read: list[tuple[TableLine, LineOwner | None]]
    ) -> Iterable[tuple[TableLine, LineOwner]]:
        """The lines that have points of their own; a merged cell counts once, and only for one household."""
        groups: list[list[tuple[TableLine, LineOwner]]] = []
        for line, owner in read:
            if owner is None:
                continue
            if "tenths" in line.merged_on and groups:
                groups[-1].append((line, owner))
            else:
                groups.append([(line, owner)])
        for group in groups:
            if len({owner.household for _, owner in group}) > 1:
                for line, _ in group:
                    fault = MergedOverHouseholds(column=EARNINGS.title("tenths"))
                    self.remarks.add(line.origin, fault, cell=line.cell("tenths"))
                continue
            yield group[0]
            for line, _ in group[1:]:
                self.remarks.skip(line.place("tenths"), PartOfMerged(column=EARNINGS.title("tenths")))

    def _line(
        self, line: TableLine, on: date, owner: LineOwner, *, numbered: bool, opening: str
    ) -> EarnedLine | None:
        """A line; `opening` is what stands in place of its day where it was there when the book began."""
        matter = " ".join(one for one in (opening, line.shown("matter")) if one)
        penalty = self.codes.penalty(line, numbered=numbered)
        tenths = self._meant(line, self._tenths(line), penalty)
        if tenths is None:
            return None
        begun = opening or _OPENING.search(squeezed(matter))
        kind = "deduction" if tenths < 0 else "opening" if begun else "earned"
        rule = "" if kind == "opening" or penalty else self._rule(line, kind, numbered=numbered)
        if rule is None:
            return None
        if rule in self.rulebook.left:
            self.remarks.add(line.origin, matching.not_there(self.rulebook.left[rule]))
            return None
        if (
            kind == "earned"
            and not owner.name
            and (not rule or self.rulebook.rules[rule].credits_to == "person")
        ):
            self.remarks.add(line.origin, NameMissing(), NOTED, line.cell("name"))
        if kind == "deduction":
            words = line.shown("minus") or line.shown("tenths")
            self.remarks.note(line.origin, Deduction(words=words), line.cell("tenths"))
        earned = EarnedLine(
            key="",
            day=on,
            household=owner.household,
            name=owner.name,
            person=owner.person,
            rule=rule,
            matter=matter,
            tenths=tenths,
            recorder=line.shown("recorder"),
            origin=line.origin,
            kind=kind,
            minutes=amounts.hours_within(" ".join((matter, _hours_counted(line)))),
            span=amounts.span_within(" ".join((line.shown("day"), matter, line.shown("note")))),
        )
        return replace(earned, key=self.keys.key("earned", *_content(earned)))

    def _meant(self, line: TableLine, tenths: int | None, penalty: str) -> int | None:
        """The points with the sign that is meant: a positive figure beside words of a deduction is asked about."""
        said = _TAKES.search(squeezed(line["matter"]))
        if tenths is None or tenths < 0 or not (said or penalty):
            return tenths
        place, matter = line.place("tenths"), line.shown("matter")
        if penalty:
            words = " ".join(dict.fromkeys((penalty, matter)))
            answer = self.remarks.ask(PENALTY_GIVES, "register", place, penalty, rule=words).choice
        else:
            answer = self.remarks.ask(SIGN_MEANT, "register", place, words=matter).choice
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        return {"takes": -tenths, "gives": tenths}.get(answer)

    def _rule(self, line: TableLine, kind: str, *, numbered: bool) -> str | None:
        if kind == "deduction":
            return "" if numbered else self.rulebook.by_code(line["rule"])
        return self.codes.of(line, numbered=numbered)

    def _tenths(self, line: TableLine) -> int | None:
        """The points of a line, below zero where it takes away; None where they cannot be read, which is named."""
        taken, given = line.points("minus"), line.points("tenths")
        if taken.problem != "none" and given.problem == "none":
            given = taken if taken.tenths is None else replace(taken, tenths=-abs(taken.tenths))
        if given.tenths:
            return given.tenths
        words, cell = line.shown("tenths"), line.cell("tenths")
        if given.problem == "fine":
            self.remarks.add(line.origin, PointsTooFine(words=words), cell=cell)
        elif given.problem == "unclear":
            self.remarks.add(line.origin, PointsUnreadable(words=words), cell=cell)
        elif given.tenths == 0:
            self.remarks.skip(line.place("tenths"), PointsNone())
        else:
            self.remarks.add(line.origin, unusable(EARNINGS.title("tenths"), line["tenths"]), cell=cell)
        return None


def read_earnings(
    sheets: list[Sheet],
    roster: Roster,
    rulebook: matching.RulesByName,
    remarks: Remarks,
    years: Years,
    *,
    penalties: Sequence[PenaltyLine],
) -> list[EarnedLine]:
    """The lines that are taken, in the order of the book."""
    columns = replace(EARNINGS, looks=shapes.of(roster))
    found = tables(BookSheets("register", columns, sheets), remarks) if sheets else []
    for table in found:
        if not is_numbered(table, rulebook):
            for line in table.lines:
                code = rulebook.by_code(line["rule"])
                if code:
                    rulebook.learn(code, line.text("matter"))
    codes = RuleCodes(rulebook, penalties, remarks)
    reader = _Reader(roster, rulebook, remarks, years, Owners("register", roster, remarks), codes)
    read = [(table, list(reader.table(table))) for table in found]
    lines = copies.without_copies(read, _content, remarks)
    return _under_caps(_opened_once(_once(lines, remarks), remarks), rulebook, remarks)


def _hours_counted(line: TableLine) -> str:
    """What the column of times says, where its heading says that it counts hours."""
    heading = squeezed(line.head.words.get(line.head.places.get("times", -1), ""))
    return f"{line.text('times')}小时" if re.search("小时|时长", heading) else ""


def _opened_once(lines: list[EarnedLine], remarks: Remarks) -> list[EarnedLine]:
    """Without what only carries on: a balance of the month before, where the lines before it stand in the same book."""
    first: dict[str, date] = {}
    for line in lines:
        if line.kind != "opening":
            first[line.household] = min(line.day, first.get(line.household, line.day))
    kept = []
    for line in lines:
        begun = line.household in first and first[line.household] < line.day
        if line.kind == "opening" and _CARRIED_ON.search(squeezed(line.matter)):
            if _is_total(line, remarks, doubtful=not begun):
                continue
        elif line.kind == "opening":
            remarks.note(line.origin, OpeningBalance())
        kept.append(line)
    return kept


def _is_total(line: EarnedLine, remarks: Remarks, *, doubtful: bool) -> bool:
    """Whether a carried balance is a total; asked where the book begins with it."""
    place = matching.place_of(line.origin)
    answer = remarks.ask(TOTAL, "register", place, words=line.matter).choice if doubtful else "total"
    if answer == "total":
        remarks.skip(place, LineTotal())
    return answer != "counts"


def _content(one: EarnedLine) -> tuple[object, ...]:
    return one.day.isoformat(), one.household, one.name, one.rule, squeezed(one.matter), one.tenths


def _once(lines: list[EarnedLine], remarks: Remarks) -> list[EarnedLine]:
    """Leave out what stands there twice: the same person, day, rule, matter and points."""
    first: dict[str, EarnedLine] = {}
    kept = []
    for line in lines:
        before = first.setdefault(canonical("", *_content(line)), line)
        if before is line:
            kept.append(line)
        else:
            remarks.add(line.origin, LineTwice(sheet=before.origin.sheet, first=before.origin.row))
    return kept


def _under_caps(
    lines: list[EarnedLine], rulebook: matching.RulesByName, remarks: Remarks
) -> list[EarnedLine]:
    """Leave out what is more than the rule can give, alone or with what it gave before in the same window."""
    caps = Caps(rulebook.rules.values())
    kept = []
    for line in lines:
        most = caps.count_in(line) if line.kind == "earned" else None
        if most is None:
            kept.append(line)
        else:
            fault = PointsOutOfRange(tenths=line.tenths, rule=line.rule or "—", most=most)
            remarks.add(line.origin, fault)
    return kept
