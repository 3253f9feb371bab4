"""Every fault that one line of a workbook can have."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class LineFault(Refusal):
    """A fault in one line of a workbook; the line is left out, or taken and the fault noted."""

    status = 422
    #: a note that outranks what else is noted of its line
    weighty = False


class DuplicatePerson(LineFault):
    code = "duplicate_person"
    zh = "这个人在第 {first} 行已经登记过。"
    en = "This person is already registered in row {first}."
    next_zh = "请核对后删去其中一行。"
    next_en = "Compare the two rows and remove one."


class NameMissing(LineFault):
    code = "name_missing"
    zh = "这一行没有姓名。"
    en = "This line has no name."
    next_zh = "请补上姓名。"
    next_en = "Add the name."


class NameUnknown(LineFault):
    code = "name_missing"
    zh = "户号 {household} 的花名册里没有这一行的人，时长记不到人。"
    en = "The roster of household {household} does not have this person, so the hours belong to nobody."
    next_zh = "请在花名册中补登，或改正姓名。"
    next_en = "Add the person to the roster, or correct the name."


class ValueImpossible(LineFault):
    code = "value_impossible"
    zh = "“{column}”这一栏的内容不可能。"
    en = 'What stands under "{column}" is impossible.'
    next_zh = "请对照原件改正这一栏。"
    next_en = "Correct it from the original paper."


class BalanceShort(LineFault):
    code = "value_impossible"
    zh = "扣 {tenths:points} 分，可户号 {household} 当时只有 {balance:points} 分。"
    en = "{tenths:points} points were taken, but household {household} had only {balance:points} then."
    next_zh = "请核对扣减积分、户号，以及登记表里是否漏记了得分。"
    next_en = "Check the points, the household, and whether earned points are missing from the register."


class JoinedStays(LineFault):
    code = "joined_stays"
    zh = (
        "这一行和“{sheet}”第 {row} 行上次记成了一笔，那一行这次没有，也没有答改正或收回，所以这一笔先没有动。"
    )
    en = 'It came in as one with row {row} of "{sheet}", which is not here and was not answered to be taken back: nothing changed.'
    next_zh = "请把那一行所在的表一起带来，或者把两行一起答。"
    next_en = "Bring that sheet along, or answer for both lines."


class DecidedOnDesk(LineFault):
    code = "decided_on_desk"
    zh = "这一行上次记的那笔，工作台上有人提过撤回或异议，以那边为准，这一行先没有记。"
    en = "What this line became last time was objected to, or asked back, on the desk; that holds, and this line was not entered."
    next_zh = "请在工作台上把那一笔处理完，再导入一次；确实是两笔的，答“两笔都算”。"
    next_en = "Settle it on the desk and import again; where both count, answer so."


class LineTwice(LineFault):
    code = "line_twice"
    zh = "这一行与“{sheet}”第 {first} 行完全相同。"
    en = 'This line is the same as row {first} of "{sheet}".'
    next_zh = "如果只发生过一次，请删去一行；确有两次，请写明区别。"
    next_en = "If it happened once, remove one; if it really happened twice, say how they differ."


class HouseholdUnknown(LineFault):
    code = "household_unknown"
    zh = "花名册里没有户号“{household}”。"
    en = 'The roster has no household "{household}".'
    next_zh = "请改正户号，或先把这一户登记到花名册。"
    next_en = "Correct the number, or add the household to the roster first."


class PointsOutOfRange(LineFault):
    code = "points_out_of_range"
    zh = "记了 {tenths:points} 分，超过了规则 {rule} 封顶内最多能给的 {most:points} 分。"
    en = "{tenths:points} points is more than rule {rule} can give under its cap ({most:points})."
    next_zh = "请核对积分和事项；这一行没有入账。"
    next_en = "Check the points and the matter; this line was not posted."


class BalanceMiscounted(LineFault):
    code = "balance_miscounted"
    zh = "台账写剩余 {written:points} 分，算出来是 {computed:points} 分。"
    en = "The book says {written:points} points are left; the count gives {computed:points}."
    next_zh = "已按算出的数入账，请告诉这一户并改正台账。"
    next_en = "The counted figure was posted; tell the household and correct the book."


class GoodsUnknown(LineFault):
    code = "goods_unknown"
    zh = "商品对照表里没有“{item}”。"
    en = 'The goods table has no "{item}".'
    next_zh = "请按对照表改正商品名称，或先把它加进对照表。"
    next_en = "Write the name as in the goods table, or add the goods there first."


class BarcodeElsewhere(LineFault):
    code = "barcode_elsewhere"
    zh = "条码 {barcode} 已经是“{item}”的了，没有记到这一样上。"
    en = "Barcode {barcode} belongs to {item} already and was not entered for this one."
    next_zh = "请对照实物核对条码，在表里或商品页改正。"
    next_en = "Compare it with the goods, and correct it in the table or on the page of the item."


class DoorKept(LineFault):
    code = "door_kept"
    zh = "这一户账上的门牌是“{door}”，表上的不同；人收了，门牌没有改。"
    en = "The books have another door for this household ({door}); its people were taken, the door stays."
    next_zh = "请核对是不是同一户；写错的，在表里改正。"
    next_en = "Make sure that it is the same household; correct the table where it is wrong."


class TooFewInStock(LineFault):
    code = "stock_short"
    zh = "“{item}”当天在保质期内只有 {left} 件，不够发 {quantity} 件。"
    en = 'Only {left} unexpired pieces of "{item}" were in stock that day, {quantity} were handed out.'
    next_zh = "请核对入库台账是否漏记，或改正数量和日期。"
    next_en = "Check whether a delivery is missing, or correct the quantity or the date."


class DateUnreadable(LineFault):
    code = "date_unreadable"
    zh = "“{column}”写的日期认不出来。"
    en = 'The date under "{column}" cannot be read.'
    next_zh = "请写成 2025-03-05 这样的日期。"
    next_en = "Write it like 2025-03-05."


class DateBlank(LineFault):
    code = "value_blank"
    zh = "“{column}”是空的，上一行也没有可以照用的日期。"
    en = '"{column}" is empty, and the line above has no day to go by.'
    next_zh = "请补上日期再导入。"
    next_en = "Write the day and import again."


class ValueBlank(LineFault):
    code = "value_blank"
    zh = "“{column}”这一栏是空的。"
    en = 'Nothing stands under "{column}".'
    next_zh = "请照原件补上再导入。"
    next_en = "Fill it in from the original paper and import again."


class NoneOfName(LineFault):
    code = "household_unknown"
    zh = "没写户号，花名册里也没有“{words}”。"
    en = 'No household is written, and the roster has no "{words}".'
    next_zh = "请写上户号，或先把这个人登记到花名册。"
    next_en = "Write the household's number, or add the person to the roster first."


class SeveralOfName(LineFault):
    code = "household_unknown"
    zh = "没写户号，花名册里叫“{words}”的有 {count} 位，分不出是哪一户。"
    en = 'No household is written, and {count} in the roster are called "{words}".'
    next_zh = "请写上户号再导入。"
    next_en = "Write the household's number and import again."
