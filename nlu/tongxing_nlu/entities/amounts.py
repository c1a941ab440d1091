"""Numbers with a meaning: people, posts, money, ratios, ages, grades, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from tongxing_nlu.entities.found import Found
from tongxing_nlu.entities.numerals import ARABIC, NUMBER, parse_number, plain

_ABOUT = r"(?:来|多|几|余)?"
_PERSON = r"(?:个人|名员工|个员工|名职工|个职工|名工人|个工人|号人|口人|人|名|位|个)"
_IMPAIRED = (
    r"(?:有证的|持证的?)?(?:残疾人|残疾员工|残疾职工|残疾工人|残障人士|残疾|聋哑人|聋人|聋哑|盲人|听障|视障|肢残|残障)"
)
_HIRED = r"(?:招了|招用了|雇了|雇|请了|用了|安排了|安置了|聘了|录用了|吸纳了|带了|有|用着|已招|已安排|已经招了)"
_MONEY_UNIT = r"(?:块钱|块|元钱|元|圆|人民币)"
_PAY = (
    r"(?:工资|月薪|薪资|年薪|平均工资|月收入|收入|挣|花了?|垫了?|交了?|缴了?|补了?|奖|罚款?|"
    r"贷款?|借|押金|学费|租金|房租|费用)"
)

_PLACED = re.compile(
    rf"{_HIRED}(?P<n>{NUMBER})(?:个|名|位|人)?(?={_IMPAIRED})"
    rf"|{_IMPAIRED}(?!一个[^，,。；;\s])(?P<m>{NUMBER})(?:个|名|位)(?![月人])|残疾(?:人|员工|职工)?(?P<k>\d+)(?:人|(?=[，,。；;\s]|$))"
)
_NOT_PLACED = re.compile(
    rf"(?:没有?|一个也没|一个都没)(?:招|安排|用|雇)(?:过|到)?(?={_IMPAIRED})|{_IMPAIRED}一个(?:都|也)没有?"
)
_POSTS = re.compile(
    rf"(?:编制数?|核定编制|在编)(?:是|为|有|共|总数)?(?P<n>{NUMBER})(?:人|个|名)?"
    rf"|(?P<m>{NUMBER})(?:个|人|名)(?:的)?编制"
)
_STAFF = (
    r"(?:单位|公司|企业|工厂|厂里?|店里?|全厂|全公司|(?<!残疾)(?:员工|职工|人数)|"
    r"在职|在岗|在册|共有?|总共|一共|大概|大约|我们)"
)
_STAFF_IS = r"(?:在职|员工|职工|总人数|人数)?(?:是|有|为|大概|大约|共|:)?"
_NOT_STAFF = rf"(?!\d|会|{_IMPAIRED}|\s*(?:月|年|岁|级|块|元|天|%|％|编制|万|层|点|号[^人]))"
_HEADS = re.compile(
    rf"{_STAFF}{_STAFF_IS}(?P<n>{NUMBER}){_ABOUT}(?:把)?{_PERSON}?{_NOT_STAFF}"
    rf"|(?P<m>{NUMBER}){_ABOUT}(?:把)?"
    r"(?:个人|名员工|个员工|名职工|个职工|名工人|个工人|号人|人的?(?:公司|企业|单位|工厂|厂|小厂|店|团队|学校|医院)|人的[\u4e00-\u9fff]{0,3}(?:集团|公司|厂))"
    rf"|(?:平均|^|(?<!\d\s)(?<=[，,。；;\s]))(?=[^人]{{2}})(?P<k>{NUMBER})个?人(?=[，,。；;\s]|$)"
)
_RATIO = re.compile(rf"百分之(?P<n>{NUMBER})|(?P<m>{ARABIC})\s*[%％]|千分之(?P<k>{NUMBER})|万分之(?P<w>{NUMBER})")
_AGE = re.compile(
    rf"(?P<n>{NUMBER})(?:周)?岁|(?:今年|年龄|虚岁|都)(?P<m>\d{{2}}|[二三四五六七八九]?十[一二三四五六七八九]?)(?:了|，|,|$)(?!年|月)"
)
_MONEY = re.compile(
    rf"(?P<n>{NUMBER})(?P<a>来|多|几)?\s*(?P<u>{_MONEY_UNIT})(?P<t>[一二三四五六七八九](?![一二三四五六七八九十百千万]))?"
    rf"|[¥￥](?P<m>{ARABIC})"
    rf"|(?<=工资)(?P<k>{NUMBER})(?![%％月年个人级岁])"
    rf"|{_PAY}(?:是|有|了|才|只有|大概|每月|一个月|为)?(?P<p>(?:\d+(?:\.\d+)?[千万kw]\d?|\d{{3,7}}|[一二两三四五六七八九十]+[百千万][一二两三四五六七八九十百千万零]*))(?![%％月年个人级岁户名])"
    rf"|(?P<w>\d+(?:\.\d+)?\s?万\d?|\d+(?:\.\d+)?w(?![a-z])|[一二两三四五六七八九十百千零]+万[一二两三四五六七八九十百千零]*)(?![人户亩个名家块元])"
    rf"|(?P<q>(?:\d+|[一二两三四五六七八九])千[一二三四五六七八九]?)(?![克瓦米人户名个字分年块元])"
)
_GRADE = re.compile(
    r"(?<![年班初高中])(?P<n>[一二三四1234])\s*[级急](?!别人|建造|消防|市场|工程|跳|考|学|英语|医院|甲)"
)
_RANGE = re.compile(r"(?P<a>[一二三四1234])\s*(?:至|到|、|-|~|和)?\s*(?P<b>[一二三四1234])\s*级")
_YEAR_MONTH_DAY = re.compile(
    r"(?P<y>(?:19|20)\d{2}|[二一][〇零九][〇零一二三四五六七八九]{2})\s*[年\-/.](?:\s*(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*[月\-/.](?:\s*(?P<d>[12]\d|3[01]|0?[1-9]|[二三]?十?[一二三四五六七八九十])\s*[日号]?)?)?"
    r"|(?<!\d)(?P<m2>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|(?P<d2>[12]\d|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])"
)
_YEAR_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def amounts(text: str) -> Iterator[Found]:
    """All amounts, overlapping ones included; `text` is half-width."""
    yield from _dates(text)
    yield from _grades(text)
    for match in _PLACED.finditer(text):
        yield from _whole("placed", match, _first(match))
    for match in _NOT_PLACED.finditer(text):
        yield Found("placed", "0", match.start(), match.end())
    for entity, pattern in (("posts", _POSTS), ("head_count", _HEADS), ("age", _AGE)):
        for match in pattern.finditer(text):
            yield from _whole(entity, match, _first(match))
    yield from _ratios(text)
    yield from _money(text)


def _first(match: re.Match[str]) -> str:
    return next(group for name, group in match.groupdict().items() if group and name in "nmk")


def _whole(entity: str, match: re.Match[str], number: str) -> Iterator[Found]:
    value = parse_number(number)
    limits: dict[str, Callable[[Decimal], bool]] = {
        "age": lambda age: 1 <= age <= 110,
        "head_count": lambda heads: 1 <= heads <= 1_000_000,
    }
    if value is not None and value == value.to_integral_value() and limits.get(entity, lambda _: True)(value):
        start = match.start() + match.group().index(number)
        yield Found(entity, plain(value), start, match.end())


def _ratios(text: str) -> Iterator[Found]:
    for match in _RATIO.finditer(text):
        for name, divisor in (("n", 100), ("m", 100), ("k", 1000), ("w", 10_000)):
            if match.group(name) and (value := parse_number(match.group(name))) is not None:
                yield Found("ratio", plain(value / divisor), match.start(), match.end())


def _money(text: str) -> Iterator[Found]:
    for match in _MONEY.finditer(text):
        name = next(name for name in "nmkpwq" if match.group(name))
        value = parse_number(re.sub(r"\s", "", match.group(name)))
        if value is None or value <= 0:
            continue
        if match.group("t"):
            value += (parse_number(match.group("t")) or 0) / 10
        yield Found("money", plain(value), match.start(name) if name != "m" else match.start(), match.end())


def _grades(text: str) -> Iterator[Found]:
    for match in _RANGE.finditer(text):
        first, last = sorted((_digit(match.group("a")), _digit(match.group("b"))))
        if first != last:
            yield Found("grade", ",".join(str(grade) for grade in range(first, last + 1)), match.start(), match.end())
    for match in _GRADE.finditer(text):
        yield Found("grade", str(_digit(match.group("n"))), match.start(), match.end())
    for match in re.finditer("重度|重残", text):
        yield Found("grade", "1,2", match.start(), match.end())


def _digit(text: str) -> int:
    return int(parse_number(text) or 0)


def _dates(text: str) -> Iterator[Found]:
    for match in _YEAR_MONTH_DAY.finditer(text):
        parts = match.groupdict()
        month, day = parts["m"] or parts["m2"], parts["d"] or parts["d2"]
        year = parts["y"].translate(_YEAR_DIGITS) if parts["y"] else ""
        value = year + (f"-{_digit(month):02d}" if month else "") + (f"-{_digit(day):02d}" if month and day else "")
        yield Found(
            "year" if year and not month else "date", value if year else f"-{value}", match.start(), match.end()
        )
