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
