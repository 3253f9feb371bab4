"""How the cells of a line were read: households, names, points, goods, hours."""

from __future__ import annotations

from points.imports.refusals import LineFault


class HouseholdReadAs(LineFault):
    code = "household_read_as"
    zh = "户号“{words}”读作 {household}。"
    en = 'The household "{words}" was read as {household}.'
    next_zh = "不对的话请改正户号再导入。"
    next_en = "If that is wrong, correct the number and import again."


class DoorReadAs(LineFault):
    code = "door_read_as"
    zh = "门牌“{words}”被表格软件变成了日期，读作 {door}。"
    en = 'The spreadsheet made a date ("{words}") of this door; it was read as {door}.'
    next_zh = "请核对门牌。"
    next_en = "Check the door."


class NameReadAs(LineFault):
    code = "name_read_as"
    zh = "姓名“{words}”按户号记在这一户。"
    en = 'The name "{words}" was taken for this household by its number.'
    next_zh = "不对的话请改正姓名或户号再导入。"
    next_en = "If that is wrong, correct the name or the number and import again."


class NumberBesideName(LineFault):
    code = "name_read_as"
    zh = "姓名这一列有的格还写着电话或证件号，只读姓名，号码没有保存。"
    en = "Some names have a telephone or identity number in their cell; the name was read, the number is not kept."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class PhoneBesideName(NumberBesideName):
    """Where the table has a column of telephones."""

    zh = "姓名这一列有的格还写着电话，已经记到电话栏。"
    en = "Some names have a telephone in their cell; it was taken as the telephone."


class NameReadPlain(LineFault):
    code = "name_read_as"
    zh = "姓名“{words}”读作“{name}”。"
    en = 'The name "{words}" was read as "{name}".'
    next_zh = "不对的话请改正姓名再导入。"
    next_en = "If that is wrong, correct the name and import again."


class FoundByName(LineFault):
    code = "person_found"
    zh = "“{words}”没写户号，是照姓名认出来的。"
    en = '"{words}" has no household number and was told by the name.'
    next_zh = "不对的话请写上户号再导入。"
    next_en = "If that is wrong, write the household's number and import again."


class PersonLeft(LineFault):
    code = "person_gone"
    zh = "备注写着“{words}”，照此登记，积分不变。"
    en = 'The note says "{words}"; the person is registered as that, the points stay.'
    next_zh = "请核对。"
    next_en = "Check it."


class BirthLost(LineFault):
    code = "birth_lost"
    zh = "身份证号被表格软件改坏了（只剩 15 位有效数字），出生年月留空。"
    en = "The spreadsheet destroyed this identity number (15 digits are left); the birth date stays empty."
    next_zh = "请补上出生年月；身份证号不用写。"
    next_en = "Fill in the birth date; the number itself is not needed."


class PointsUnreadable(LineFault):
    code = "value_impossible"
    zh = "积分写的是“{words}”，看不出是几分，没有入账。"
    en = 'The points say "{words}", which is no number of points; the line was not taken.'
    next_zh = "请写成一个数再导入。"
    next_en = "Write one number and import again."


class PointsTooFine(LineFault):
    code = "value_impossible"
    zh = "{words} 分比 0.1 分还细，没有入账。"
    en = "{words} points is finer than a tenth; the line was not taken."
    next_zh = "请改成一位小数再导入。"
    next_en = "Write it with one decimal and import again."


class OpeningBalance(LineFault):
    code = "opening_balance"
    zh = "这一行是上年结转的期初余额，不受规则封顶。"
    en = "This line is a balance carried over; no cap of a rule holds for it."
    next_zh = "请核对期初余额。"
    next_en = "Check the opening balance."


class Deduction(LineFault):
    code = "deduction"
    zh = "这一行是扣分（{words}）。"
    en = "This line takes points away ({words})."
    next_zh = "不对的话请改正再导入。"
    next_en = "If that is wrong, correct it and import again."


class GoodsSplit(LineFault):
    code = "goods_split"
    zh = "一格写了几样，件数、分数和剩余都对得上，拆成 {lines} 行。"
    en = "Several goods stand in one cell; pieces, points and what is left agree, so they became {lines} lines."
    next_zh = "请核对。"
    next_en = "Check them."


class QuantityReadAs(LineFault):
    code = "quantity_read_as"
    zh = "数量“{words}”读作 {quantity}。"
    en = 'The quantity "{words}" was read as {quantity}.'
    next_zh = "不对的话请改正数量再导入。"
    next_en = "If that is wrong, correct it and import again."


class QuantityByPrice(LineFault):
    code = "quantity_read_as"
    zh = "没写数量，扣了 {tenths:points} 分，按分价是 {quantity} 件。"
    en = "No quantity is written; {tenths:points} points pay for {quantity} at the price."
    next_zh = "不对的话请写上数量再导入。"
    next_en = "If that is wrong, write the quantity and import again."


class AgeNoBirth(LineFault):
    code = "birth_lost"
    zh = "出生年月写的是年龄“{words}”，是哪年生的说不准，留空。"
    en = 'An age ("{words}") stands in place of the birth date, which leaves two years; it stays empty.'
    next_zh = "请补上出生年月。"
    next_en = "Fill in the birth date."


class StockOut(LineFault):
    code = "stock_out"
    zh = "这一行是出库 {quantity} 件，库存相应减少。"
    en = "This line takes {quantity} pieces out of stock."
    next_zh = "请核对。"
    next_en = "Check it."


class StockOutRedeemed(LineFault):
    code = "stock_out_redeemed"
    zh = "这一行出库就是兑换登记表里的那一次，不再减一次。"
    en = "These pieces are those of the redemption book; they were not taken out again."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class ExpiryReadAs(LineFault):
    code = "expiry_read_as"
    zh = "保质期至“{words}”读作 {day}。"
    en = 'Good until "{words}" was read as {day}.'
    next_zh = "不对的话请写全年月日再导入。"
    next_en = "If that is wrong, write the whole date and import again."


class HoursReadAs(LineFault):
    code = "hours_read_as"
    zh = "时长“{words}”读作 {length:hours} 小时。"
    en = 'The hours "{words}" were read as {length:hours} hours.'
    next_zh = "不对的话请改正再导入。"
    next_en = "If that is wrong, correct them and import again."


class TimesBackward(LineFault):
    code = "value_impossible"
    zh = "没写时长，签退又不晚于签到，算不出来。"
    en = "No hours are written, and the sign-out is not after the sign-in."
    next_zh = "请照原件改正签到、签退，或写上时长，再导入。"
    next_en = "Correct the two times from the original paper, or write the hours, and import again."


class SheetCopied(LineFault):
    code = "sheet_copied"
    zh = "这张表和“{sheet}”完全相同，只算一次。"
    en = 'This sheet is the same as "{sheet}"; it was counted once.'
    next_zh = "如果真有两场，请写明区别。"
    next_en = "If there were two of them, say how they differ."


class RuleFromRegister(LineFault):
    code = "rule_from_register"
    zh = "这张签到表没写规则，照积分登记表里同一天同一人的那一行，按 {rule} 读。"
    en = "This sheet names no rule; the register's line of the same person and day says {rule}."
    next_zh = "不对的话请在页脚写上规则编号再导入。"
    next_en = "If that is wrong, write the rule's number into the foot and import again."


class MergedOverHouseholds(LineFault):
    code = "value_impossible"
    zh = "“{column}”的合并单元格跨了几户，看不出每户多少，没有入账。"
    en = '"{column}" is merged over several households; what each of them has is not clear, and nothing was taken.'
    next_zh = "请取消合并，每户写上自己的数，再导入。"
    next_en = "Unmerge it, write the figure of each household, and import again."


class PartOfMerged(LineFault):
    code = "part_of_merged"
    zh = "“{column}”和上一行是一个合并单元格，只算一次。"
    en = '"{column}" is one merged cell with the line above; it was counted once.'
    next_zh = "请核对。"
    next_en = "Check it."


class PriceOfThatTime(LineFault):
    code = "price_of_that_time"
    zh = "每件按 {tenths:points} 分兑换，和现在的分价不同，照当时写的记。"
    en = "A piece cost {tenths:points} points then, not what it costs now; it was taken as written."
    next_zh = "不对的话请改正再导入。"
    next_en = "If that is wrong, correct it and import again."


class IdentityTwice(LineFault):
    code = "identity_twice"
    zh = "这个身份证号第 {first} 行已经写过。"
    en = "This identity number stands in row {first} already."
    next_zh = "请核对是不是填错了；号码不会保存。"
    next_en = "Check whether one is wrong; the number is not kept."


class PointsNone(LineFault):
    code = "points_none"
    zh = "这一行是 0 分，没有可入账的。"
    en = "This line gives no points; there is nothing to take."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class LineReturned(LineFault):
    code = "line_returned"
    zh = "这一行领的物品后来退回了，两行相抵，都没有入账。"
    en = "The goods of this line were brought back; the two lines cancel each other and neither was taken."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class OpeningStock(LineFault):
    code = "opening_stock"
    zh = "这一行是期初库存 {quantity} 件。"
    en = "This line is stock that was there before: {quantity} pieces."
    next_zh = "请核对期初库存。"
    next_en = "Check the opening stock."


class HoursInMinutes(LineFault):
    code = "hours_in_minutes"
    zh = "“{heading}”这一列写的是分钟，按分钟算。"
    en = 'The column "{heading}" counts minutes and was read so.'
    next_zh = "不对的话请改列名再导入。"
    next_en = "If that is wrong, change its heading and import again."


class DeductionRedeemed(LineFault):
    code = "deduction_redeemed"
    zh = "这一行扣的分就是兑换登记表里的那一次，不再扣一次。"
    en = "These points are those of the redemption book; they were not taken away again."
    next_zh = "不用处理。"
    next_en = "Nothing needs to be done."


class FoundByPhone(FoundByName):
    """Of several with one name, the one with this phone."""

    zh = "同名的有几位，“{words}”是照电话认出来的。"
    en = 'Several have the name "{words}"; the phone told which one it is.'


class SlipMissing(LineFault):
    code = "slip_missing"
    zh = "这一行没有入库单号，照样入库。"
    en = "This delivery has no slip number; it was taken all the same."
    next_zh = "有单号的话请补上再导入。"
    next_en = "If it has one, write it and import again."


class RuleReadAs(LineFault):
    code = "rule_read_as"
    zh = "规则编号“{words}”读作 {rule}。"
    en = 'The rule number "{words}" was read as {rule}.'
    next_zh = "同样写的各行都这样读；不对的话请改正编号再导入。"
    next_en = "So it was in every line that has it; if that is wrong, correct the number and import again."
