"""What a person says about a place: their home, where they are, where they are going."""

import re
from typing import Literal

Relation = Literal["home", "here", "destination", "plain"]

_REACH = 12

_DENIED = re.compile(r"(不是|不在|没在|没去|不去|离开|离开了)$")
_HOME_BEFORE = re.compile(
    r"(户口|户籍|老家|籍贯|祖籍|家乡|原籍|出生地)(所在地|本)?(也|就|还|都|仍|一直)?"
    r"(是在|是|在|住|属于|落在|转回|转到|迁回|迁到|[:：])?$"
    r"|(?<![国大专厂商])家就?(是|在|住|住在)$"
    r"|(来自|生在|出生在|嫁到|嫁在)了?$"
    r"|(我|我们|咱|咱们|俺|本人|他|她|孩子|老公|老婆|父亲|母亲|爸爸|妈妈)(也|就|都)?是(个)?$"
)
_HOME_AFTER = re.compile(
    r"(这边|那边|本地|当地|农村|城镇|城里|的)?"
    r"(户口|户籍|籍|老乡|人(?!民|社|才|力|口|事|员|家|均|工|数|多|少))"
)
_HERE_BEFORE = re.compile(
    r"(住在|人在|现居|现住|暂住|居住在|租住在|待在|呆在|身在|生活在|位于|目前在|现在在|住|在)(了)?$"
)
_HERE_AFTER = re.compile(r"(这边|这里|这儿|本地|当地)")
_AWAY_BEFORE = re.compile(
    r"(去|到|去了|到了|去往|前往|跑到|跑去|赴|想去|外出到|转移到|搬到|来到|回到|往|奔|外地如|外地比如|外省如)$"
)
_AWAY_LIST = re.compile(r"(外地|外省|外面|省外|县外)(如|比如|像|例如)$")
_WORK_AFTER = re.compile(r"(那边|这边|那儿)?(打工|务工|上班|工作|干活|做工|做事|就业|谋生|进厂)")
# After a word that is also a place name, only these make 在 or 去 mean the place.
_BOUNDED_AFTER = re.compile(
    r"($|[,，。.!！?？、;；\s]|这边|那边|这里|本地|当地|打工|务工|上班|工作|住|干活|残联|户口|人社|的?$)"
)


def relation_at(text: str, start: int, end: int) -> Relation:
    """How the words around a place name relate the person to that place."""
    before = text[max(0, start - _REACH) : start]
    after = text[end : end + _REACH]
    if is_denied(text, start):
        return "plain"
    if _HOME_AFTER.match(after) or _HOME_BEFORE.search(before):
        return "home"
    if _AWAY_BEFORE.search(before) or _AWAY_LIST.search(before):
        return "destination"
    if _HERE_BEFORE.search(before) or _HERE_AFTER.match(after):
        return "here"
    return "plain"


def is_denied(text: str, start: int) -> bool:
    """Whether a place is named as the one that is not meant: 不是砚山的."""
    return _DENIED.search(text[max(0, start - _REACH) : start]) is not None


def works_there(text: str, end: int) -> bool:
    """Whether the words after a place name say that somebody works there."""
    return _WORK_AFTER.match(text[end : end + _REACH]) is not None


def means_place(text: str, start: int, end: int) -> bool:
    """Whether the words around an everyday word make it a place name after all."""
    before = text[max(0, start - _REACH) : start]
    if is_denied(text, start):
        return False
    if _HOME_BEFORE.search(before) or re.match(r"(户口|户籍|籍)", text[end : end + _REACH]):
        return _BOUNDED_AFTER.match(text, end) is not None or _names_people(text, end)
    cued = _AWAY_BEFORE.search(before) or _HERE_BEFORE.search(before)
    return cued is not None and _BOUNDED_AFTER.match(text, end) is not None


def _names_people(text: str, end: int) -> bool:
    return _HOME_AFTER.match(text[end : end + _REACH]) is not None or text[end : end + 1] == "的"
