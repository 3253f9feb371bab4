"""Reads the sign-in sheets: which activity, led by whom, who was there for how long. It knows no points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from points.foundation import wording
from points.imports.asking import LATER, CellPlace
from points.imports.lines import ActivityLine, AttendanceLine, EarnedLine, SheetRow
from points.imports.reading import amounts, matching, shapes
from points.imports.reading.attended import lists_once
from points.imports.reading.cells import is_nothing, phone, squeezed, text, unbracketed
from points.imports.reading.clocks import read_times, span
from points.imports.reading.days.day_slips import usual_year
from points.imports.reading.doubts.contradictions import RULE_NUMBER
from points.imports.reading.doubts.of_lines import CANCELLED, HOURS_DIFFER
from points.imports.reading.faults import Keys, canonical, unusable
from points.imports.reading.people.name_cells import parted_name
from points.imports.reading.people.owners import LineOwner, Owners
from points.imports.reading.people.persons import Roster
from points.imports.reading.refusals import (
    DayNotNamed,
    HoursInMinutes,
    HoursReadAs,
    LeftForLater,
    LineCancelled,
    RuleFromRegister,
    RuleNotNamed,
    RuleReadAs,
    TimesBackward,
)
from points.imports.reading.remarks import Remarks
from points.imports.reading.sign_in import Foot, believable, joined_pages, read_foot
from points.imports.reading.tables import BookSheets, Columns, Table, TableLine, for_all, tables, void
from points.imports.reading.worksheet import Sheet
from points.imports.reading.years import Years
from points.imports.refusals import DateUnreadable, LineTwice, NameMissing, NameUnknown, ValueImpossible

#: what a column of both times is called
_STAY = (
    "签到签退", "签到/签退", "签到-签退", "签到、签退", "签到签退时间", "签到/签退时间", "签到与签退",
    "起止时间", "服务时间", "服务时段", "时间段", "时段", "到离时间",
)  # fmt: skip
ATTENDANCE = Columns(
    {
        "counter": ("序号", "编号", "行号"),
        "name": ("姓名", "志愿者姓名", "志愿者", "参加人", "服务人员"),
        "household": ("户号", "户编号", "家庭编号", "家庭户号"),
        "phone": ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式"),
        "signed_in": ("签到", "签到时间", "到岗时间", "开始时间", "到达时间"),
        "signed_out": ("签退", "签退时间", "离岗时间", "结束时间", "离开时间"),
        "span": _STAY,
        "hours": ("时长", "服务时长", "小时", "小时数", "志愿时长", "服务小时", "分钟", "服务分钟", "分钟数"),
        "address": ("住址", "地址", "家庭住址", "门牌"),
        "signed": ("签名", "签字", "本人签字", "本人签名"),
        "note": ("备注", "说明"),
    },
    needed=("name", "signed_in", "hours"),
    amounts=("hours",),
    remarks=("note", "signed"),
    about=("household", "name"),
    instead={"signed_in": ("span",), "hours": ("signed_out", "span", "signed_in")},
    lenient=("signed_in",),
    unusual=("span",),
)
_IN_MINUTES = re.compile(r"(?<![时:点])分钟|^分$|\(分\)")
_DAY_LONG = 24 * 60
#: of the time between sign-in and sign-out, what is less than this part was typed in another unit
_LEAST_PART = 4
#: written hours may be rounded up by so much over the time between sign-in and sign-out
_ROUNDED = 30


@dataclass
class _Reader:
    roster: Roster
    rulebook: matching.RulesByName
    remarks: Remarks
    year: int | None
    owners: Owners
    register: dict[tuple[date, str, str], set[str]]
    keys: Keys = field(default_factory=Keys)
    #: rules whose number was not typed as it was read, which is listed once
    listed: set[str] = field(default_factory=set)

    def activities(self, found: Sequence[Sequence[Table]], expected: int | None) -> Iterator[ActivityLine]:
        """Every activity that took place on a day that can be believed."""
        held = [
            (pages, read_foot(pages, self.year, self.rulebook)) for pages in found if self._took_place(pages)
        ]
        for (pages, _), foot in zip(held, believable(held, expected, self.remarks), strict=True):
            activity = self._activity(pages, foot) if foot is not None else None
            if activity is not None:
                yield activity

    def _activity(self, pages: Sequence[Table], foot: Foot) -> ActivityLine | None:
        """One activity with its attendances; None where its day or its rule cannot be told."""
        origin = SheetRow(pages[0].sheet.file, pages[0].sheet.name, foot.row)
        if foot.day is None:
            self.remarks.add(origin, DateUnreadable(column="活动时间") if foot.says_day else DayNotNamed())
            return None
        lines = [line for page in pages for line in page.lines]
        owners = [(line, self._owner(line)) for line in lines]
        if not self._is_known(foot, origin):
            return None
        rule = foot.rule or self._rule_of_register(foot.day, owners, origin)
        if not rule:
            self.remarks.add(origin, ValueImpossible(column="规则编号") if foot.says_rule else RuleNotNamed())
            return None
        if rule in self.rulebook.left:
            self.remarks.add(origin, matching.not_there(self.rulebook.left[rule]))
            return None
        key = self.keys.key("activity", foot.day.isoformat(), foot.starts, rule, squeezed(foot.title))
        return ActivityLine(
            key=key,
            title=foot.title,
            sheet=pages[0].sheet.name,
            day=foot.day,
            starts=foot.starts,
            leader=foot.leader,
            rule=rule,
            attendances=tuple(self._attendances(owners, key, pages[0])),
            origin=origin,
        )

    def _is_known(self, foot: Foot, origin: SheetRow) -> bool:
        """Whether the number of a sheet's rule is one of the table's; another one is asked about, and by digits alone listed."""
        code = self.rulebook.by_code(foot.typed)
        if not foot.typed or matching.plain_code(foot.typed) == matching.plain_code(code):
            return True
        place = CellPlace(origin.file, origin.sheet, f"A{foot.row}")
        if code and code not in self.listed:
            self.listed.add(code)
            self.remarks.note(origin, RuleReadAs(words=foot.typed, rule=code), place.cell)
        if code:
            return True
        answer = self.remarks.ask(RULE_NUMBER, "attendance", place, foot.typed, words=foot.typed).choice
        if answer == LATER:
            self.remarks.skip(place, LeftForLater())
        return answer == "matter"

    def _took_place(self, pages: Sequence[Table]) -> bool:
        """Whether an activity was held: a title, or a sentence below, that says it was called off is asked about."""
        page = pages[0]
        notes = [*page.above, *(note for one in pages for note in one.below if not for_all(note[1]))]
        titles = [*(words for row, words in notes if row not in page.pointed), page.sheet.name]
        said = next((match for words in titles if (match := void(words))), None)
        if said is None:
            return True
        place = CellPlace(page.sheet.file, page.sheet.name)
        answer = self.remarks.ask(CANCELLED, "attendance", place, words=said[0]).choice
        if answer in ("cancelled", LATER):
            self.remarks.skip(place, LineCancelled() if answer == "cancelled" else LeftForLater())
        return answer == "counts"

    def _owner(self, line: TableLine) -> LineOwner | None:
        """Who served; hours belong to a person, so one whom the roster does not have is named."""
        name = squeezed(line["name"])
        number = self.roster.number(line["household"])
        if not name:
            self.remarks.add(line.origin, NameMissing(), cell=line.cell("name"))
            return None
        spelled = (unbracketed(name), parted_name(name).name)
        unknown = number and not any(self.roster.named(one) for one in spelled)
        if unknown and self.roster.alike(number, unbracketed(name)) is None:
            self.remarks.add(line.origin, NameUnknown(household=number), cell=line.cell("name"))
            return None
        return self.owners.find(line)

    def _rule_of_register(
        self, on: date, owners: Sequence[tuple[TableLine, LineOwner | None]], origin: SheetRow
    ) -> str:
        """The rule that the register has for the same people on the same day, if it is one."""
        found: set[str] = set()
        for _, owner in owners:
            if owner:
                found |= self.register.get((on, owner.household, unbracketed(owner.name)), set())
        rule = next(iter(found)) if len(found) == 1 else ""
        if rule:
            self.remarks.note(origin, RuleFromRegister(rule=rule))
        return rule

    def _attendances(
        self, owners: Sequence[tuple[TableLine, LineOwner | None]], activity: str, page: Table
    ) -> list[AttendanceLine]:
        kept, keys = [], Keys()
        first: dict[str, AttendanceLine] = {}
        in_minutes = bool(_IN_MINUTES.search(squeezed(page.heading_of("hours"))))
        if in_minutes:
            place = page.heading_place("hours")
            origin = SheetRow(place.file, place.sheet, page.head.last)
            self.remarks.note(origin, HoursInMinutes(heading=page.heading_of("hours")), place.cell)
        for line, owner in owners:
            one = self._attendance(line, owner, in_minutes=in_minutes) if owner else None
            if one is None:
                continue
            words = canonical("", one.household, one.name, one.signed_in, one.minutes)
            before = first.setdefault(words, one)
            if before is one:
                key = keys.key("attendance", activity, one.household, one.name, one.minutes)
                kept.append(replace(one, key=key))
            else:
                self.remarks.add(line.origin, LineTwice(sheet=line.origin.sheet, first=before.origin.row))
        return kept

    def _attendance(self, line: TableLine, owner: LineOwner, *, in_minutes: bool) -> AttendanceLine | None:
        signed_in, signed_out, readable = read_times(line, self.remarks)
        if not readable:
            return None
        between = span(signed_in, signed_out)
        if signed_in and signed_out and not between and is_nothing(line["hours"]):
            self.remarks.add(line.origin, TimesBackward(), cell=line.cell(_served_in(line)))
            return None
        served = self._served(line, between, in_minutes=in_minutes)
        if served is None:
            return None
        if owner.person is None:
            self.remarks.add(line.origin, NameUnknown(household=owner.household), cell=line.cell("name"))
            return None
        return AttendanceLine(
            key="",
            household=owner.household,
            name=owner.name,
            phone=phone(line["phone"]),
            signed_in=signed_in,
            signed_out=signed_out,
            minutes=served,
            person=owner.person,
            origin=line.origin,
        )

    def _served(self, line: TableLine, between: int | None, *, in_minutes: bool) -> int | None:
        """The hours of the last column stand, where they can have been; where it is empty the two times are counted."""
        written = line["hours"]
        served = between if is_nothing(written) else amounts.minutes(written, in_minutes=in_minutes)
        if served is None or served <= 0 or (served > _DAY_LONG and between is None):
            column = _served_in(line)
            self.remarks.add(
                line.origin, unusable(ATTENDANCE.title(column), line[column]), cell=line.cell(column)
            )
            return None
        if between is not None and (served > between + _ROUNDED or served * _LEAST_PART < between):
            return self._asked(line, between, served)
        if (
            isinstance(written, str)
            and not is_nothing(written)
            and not text(written).replace(".", "").isdigit()
        ):
            self._say(line, served)
        return served

    def _say(self, line: TableLine, served: int) -> None:
        words = line.shown("hours")
        if not squeezed(words).removesuffix("小时").removesuffix("h").replace(".", "").isdigit():
            self.remarks.note(line.origin, HoursReadAs(words=words, length=served), line.cell("hours"))

    def _asked(self, line: TableLine, between: int, served: int) -> int | None:
        answer = self.remarks.ask(
            HOURS_DIFFER,
            "attendance",
            line.place("hours"),
            span=wording.hours(between),
            hours=line.shown("hours"),
        ).choice
        if answer == LATER:
            self.remarks.skip(line.place(), LeftForLater())
        return {"times": between, "hours": served}.get(answer)


def read_activities(
    sheets: list[Sheet],
    roster: Roster,
    rulebook: matching.RulesByName,
    remarks: Remarks,
    years: Years,
    *,
    earned: Sequence[EarnedLine],
) -> list[ActivityLine]:
    """Every activity with its attendances; a sheet that was copied counts once."""
    columns = replace(
        ATTENDANCE, looks={**shapes.of(roster), "hours": lambda cell: amounts.minutes(cell) is not None}
    )
    found = tables(BookSheets("attendance", columns, sheets, stacked=True), remarks) if sheets else []
    register: dict[tuple[date, str, str], set[str]] = {}
    for line in earned:
        if line.rule:
            register.setdefault((line.day, line.household, unbracketed(line.name)), set()).add(line.rule)
    year = years.within("attendance") or years.elsewhere("attendance")
    owners = Owners("attendance", roster, remarks)
    reader = _Reader(roster, rulebook, remarks, year, owners, register)
    filled = [pages for pages in joined_pages(found) if any(page.lines for page in pages)]
    return lists_once(list(reader.activities(filled, usual_year(line.day for line in earned))), remarks)


def _served_in(line: TableLine) -> str:
    """The column that says how long, as far as the table has one."""
    return next((one for one in ("hours", "span") if line.cell(one)), "signed_in")
