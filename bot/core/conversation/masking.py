"""Hides names and numbers of people before text leaves the service process."""

from __future__ import annotations

import re

MARK = "〔"
"""What every mark begins with."""
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_CERTIFICATE = re.compile(r"(?<!\d)\d{17}[\dXx](?:[1-7][1-4](?:[Bb]\d+)?)?(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{9,}[Xx]?(?!\d)")
_NAMED = re.compile(
    rf"(我叫|名叫|叫做|姓名(?:是|：|:)?|名字(?:是|叫|：|:)?)\s?([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2,3}})"
)
_SELF = re.compile(rf"(?:(?<=我是)|(?<=本人))([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[,，。.；;、 ]|$)")
_TITLED = re.compile(
    rf"([{_SURNAMES}])(?:[\u4e00-\u9fff]{{1,2}})(?=(?:同志|先生|女士|师傅|老师)(?![\u4e00-\u9fff]?傅))"
)


def mask(text: str) -> str:
    """`text` with certificate, identity, phone and other long numbers and stated names replaced by marks."""
    text = _CERTIFICATE.sub("〔证号〕", text)
    text = _PHONE.sub("〔电话〕", text)
    text = _LONG_NUMBER.sub("〔号码〕", text)
    text = _NAMED.sub(r"\1〔姓名〕", text)
    text = _SELF.sub("〔姓名〕", text)
    return _TITLED.sub("〔姓名〕", text)
