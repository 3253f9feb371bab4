"""Why books that were read do not go into a community."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class CommunityUnclear(Refusal):
    code = "community_unclear"
    status = 422
    zh = "台账上写的是“{name}”，不清楚要导入到哪个社区（现有：{known}）。"
    en = 'The books say "{name}"; it is not clear which community is meant (known: {known}).'
    next_zh = "请用 --community 加社区编号再导入一次；新社区先用 flask create-admin --community-name 建立。"
    next_en = "Import again with --community and its number; found a new one first with flask create-admin --community-name."


class PursesArePersonal(Refusal):
    code = "purses_are_personal"
    zh = "这个社区按个人记分，而台账按户记分，没有导入。"
    en = "This community keeps points per person, the books keep them per household; nothing was imported."
    next_zh = "请先由管理员把积分账户改为按户，再导入一次。"
    next_en = "Have the administrator set the purses to households first, then import again."


class CorrectionsNeedTwo(Refusal):
    code = "corrections_need_two"
    status = 422
    zh = "有上次导入的明细要改正或收回，这要两个人：一个人提出，另一个人确认。这次什么都没有写。"
    en = "Lines of an earlier import are to be corrected or taken back, which takes two people. Nothing was written."
    next_zh = "请在网页“导入”里提出，由另一个人确认；或者先回答“先不处理”，只导入新的明细。"
    next_en = "Ask for it on the page of imports, where another person agrees; or answer that these wait, and only new lines come in."


class NothingToUndo(Refusal):
    code = "nothing_to_undo"
    status = 409
    zh = "这次导入没有可以收回的了：明细都已经收回，或者分已经用掉了、货已经换走了。"
    en = "Nothing of this import can be taken back: its lines went out before, or their points and goods were used since."
    next_zh = "要改正单笔，请在居民页面上提出冲正。"
    next_en = "To correct a single line, ask for its reversal on the page of the resident."


class DeliveryUsed(Refusal):
    code = "delivery_used"
    status = 409
    zh = "入库台账改少或收回的货，已经换走了一部分，货架上不够了，没有导入。"
    en = "Of goods that the delivery book now has fewer of, some were handed out since; the shelf has not enough. Nothing was written."
    next_zh = "先核对这批货：用掉的写进兑换表或出库，或者先不处理这一行，再导入一次。"
    next_en = (
        "Look at this batch first: enter what went out, or answer that this line waits, and import again."
    )


class ImportCorrected(Refusal):
    code = "import_corrected"
    status = 409
    zh = "这次导入改正过以前的明细，不能整个收回：收回了，原来的也回不来。"
    en = "This import corrected lines of an earlier one; taken back, it would not bring those back."
    next_zh = "要改回去，请把改正以前的表再交一次，按“是改正”答。"
    next_en = "To go back, hand in the tables from before once more and answer that they are corrections."
