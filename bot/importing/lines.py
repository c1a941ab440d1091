"""What kinds of lines a notice has besides its clauses."""

from __future__ import annotations

import datetime as dt
import re

from bot.importing.numbering import chinese_number

_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_CHINESE_DATE = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
NUMBER = re.compile(
    r"([\u4e00-\u9fff]{2,14})\s?[〔\[［（(【]\s?([12][0-9]{3})\s?[〕\]］）)】]\s?第?\s?([0-9]{1,5})\s?号"
)
ORDER = re.compile(r"[\u4e00-\u9fff]{2,20}令\s?第?\s?[0-9一二三四五六七八九十百零]+\s?号")
PAGE = re.compile(
    r"[-—–―·•\s]*[0-9]{1,3}[-—–―·•\s]*|第\s?[0-9]+\s?页(?:[，,/\s]*共\s?[0-9]+\s?页)?|[0-9]+\s?/\s?[0-9]+"
)
META = re.compile(
    r"(?:索引号|发布时间|成文日期|文号|发布机构|是否有效|名称|字体|信息来源|来源|浏览次数|发文机关|发文字号)[ ：:]"
)
NOISE = re.compile(
    r"[（(]?(?:此件|本件)(?:主动|依申请|不予)?公开(?:发布)?[）)]?。?"
    r"|是否宜公开选项.*"
    r"|.{0,30}[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日印发"
)
CHAPTER = re.compile(r"第[一二三四五六七八九十0-9]{1,3}[章节编](?:\s?[^，。；]{1,24})?")
COPIES = re.compile(r"(?:抄送|主送|分送)[ ：:]")
ATTACHMENT = re.compile(r"附\s?件\s?([0-9一二三四五六七八九十]{0,3})\s?([：:.．、]?)\s?")
YEARS = re.compile(r"[（(][0-9]{4}[^（()）]{0,12}[）)]")
_TITLE = re.compile(
    r"(?:方案|办法|细则|规定|计划|规划|意见|清单|分工|措施|条例|制度|标准|要点|通知|公告|决定)(?:[（(][^（()）]{1,16}[）)])?"
)
_OFFICE = re.compile(r"[\u4e00-\u9fff（）()、 ]{2,30}(?:政府|办公室|委员会|残工委|残联|联合会|局|厅|部|委|院)")
SENTENCE = re.compile(r"[，,。；;！？]")


def date_of(text: str) -> dt.date | None:
    """The day, if the line is nothing but a date."""
    text = text.replace(" ", "").replace("○", "〇")
    if found := _DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _CHINESE_DATE.fullmatch(text):
        year, month, day = map(chinese_number, found.groups())
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def number_of(text: str) -> str | None:
    """The document's own number, if the line is nothing but one: a number within a sentence is another document's."""
    bare = re.sub(r"^(?:文号|发文字号|文件编号)[ ：:]*|\s*签发人.*$", "", text).strip("（）() ")
    bare = f"{bare}）" if re.search(r"[（(][^）)]*$", bare) else bare
    if found := NUMBER.fullmatch(bare):
        return f"{found.group(1)}〔{found.group(2)}〕{found.group(3)}号"
    return bare.replace(" ", "") if ORDER.fullmatch(bare) else None


def is_title(text: str) -> bool:
    """A line of its own that reads as a document's title."""
    return 6 <= len(text) <= 90 and not SENTENCE.search(text) and bool(re.search(rf"{_TITLE.pattern}$", text))


def is_office(text: str) -> bool:
    """A line that names an office and nothing else, as signatures do."""
    return bool(_OFFICE.fullmatch(text))


def is_salutation(text: str) -> bool:
    """各乡（镇）人民政府，县直各部门："""
    addressed = re.search(r"各|有关|人民政府|单位", text)
    return text[-1:] in "：:" and len(text) <= 120 and "。" not in text and bool(addressed)
