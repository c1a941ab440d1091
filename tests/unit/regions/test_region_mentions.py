"""Which places a sentence mentions, and how the speaker relates to them."""

import pytest

from bot.core.regions import Gazetteer, find_mentions

# sentence | code:relation, in order; several codes joined by + where the name is shared
SENTENCES = """
我是砚山人，有什么补贴|532622:home
户口在砚山|532622:home
老家砚山的|532622:home
砚山户口能申请吗|532622:home
我家在洛阳涧西|410305:home
我来自互助县|630223:home
俺是宜阳的|410327:home
我在砚山|532622:here
现在住在乐都|630202:here
人在贵阳|520100:here
洛阳这边有没有招聘会|410300:here
去上海打工有补贴吗|310000:destination
到广东务工|440000:destination
跑到浙江去了|330000:destination
在外地如深圳打工|440300:destination
我是砚山人，在深圳打工|532622:home 440300:destination
户口在民和，想去西宁上班|630222:home 630100:destination
我是贵州人，在白云区住|520000:home 520113:here
云南省文山州砚山县有什么政策|532622:plain
云南省 文山州 砚山县|532622:plain
贵州遵义怎么申请|520300:plain
河南洛阳涧西区残联电话|410305:plain
洛阳的偃师区有吗|410307:plain
洛阳老城区开店|410302:plain
海东平安怎么办证|630203:plain
涧西有残联吗|410305:plain
西工区和洛龙区|410303:plain 410311:plain
新安县的公益岗|410323:plain
嵩县有教种香菇的吗|410325:plain
蓟州有没有培训|120119:plain
蓟县的政策|120119:plain
孟津县残联|410308:plain
乐都怎么办残疾证|630202:plain
循化有招聘会吗|630225:plain
化隆县|630224:plain
民和的补贴|630222:plain
正安县怎么报名|520324:plain
习水有吗|520330:plain
威宁县在哪里办|520526:plain
富宁和丘北|532628:plain 532626:plain
户口在平安，想办低保|630203:home
老家互助的|630223:home
我是新县人|411523:home
我从江苏来|320000:plain
我不是贵阳的|520100:plain
长安区有没有|130102+610116:plain
朝阳区残联|110105+220104:plain
河南省洛阳市和贵州省|410300:plain 520000:plain
天津市河西区|120103:plain
上海浦东新区|310115:plain
户口迁到黔西市了|520581:home
天津静海的企业|120118:plain
西畴和麻栗坡|532623:plain 532624:plain
六盘水水城区|520204:plain
孩子在昆明上学，户口在广南|530100:here 532627:home
我想找工作|
残疾人平安生活互助|
祝您平安|
互助小组|
和平年代|
向阳生长|
新华书店招人吗|
城区有哪些岗位|
住在郊区|
住在城区|
安全培训|
东方红|
居民和村民都可以吗|
农民和残疾人|
健康保障政策|
健康县城建设|
规定安排残疾人就业|
按规定纳入医保定点|
市和县级残联|
三明治好吃|
安居乐业|
网上商城开店|
租金水电有优惠吗|
盲道通道维修|
合作社能帮忙吗|
公安机关|
解放路怎么走|
桥东有个厂|
领导都安排好了|
"""


def _rows() -> list[tuple[str, list[tuple[set[str], str]]]]:
    rows = []
    for line in SENTENCES.strip().splitlines():
        text, _, expected = line.partition("|")
        mentions = [part.split(":") for part in expected.split()]
        rows.append((text, [(set(codes.split("+")), relation) for codes, relation in mentions]))
    return rows


@pytest.mark.parametrize(("text", "expected"), _rows())
def test_a_sentence_mentions_these_places(
    gazetteer: Gazetteer, text: str, expected: list[tuple[set[str], str]]
) -> None:
    found = [
        ({region.code for region in mention.candidates}, mention.relation) for mention in find_mentions(text, gazetteer)
    ]
    assert found == expected


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(_rows()) >= 80


def test_the_span_covers_the_whole_nested_name(gazetteer: Gazetteer) -> None:
    text = "请问云南省文山州砚山县怎么办"
    (mention,) = find_mentions(text, gazetteer)
    assert text[slice(*mention.span)] == "云南省文山州砚山县"


def test_a_former_name_says_so(gazetteer: Gazetteer) -> None:
    (mention,) = find_mentions("蓟县的政策", gazetteer)
    assert mention.certainty == "former"


def test_a_shared_short_name_counts_only_where_something_decides(gazetteer: Gazetteer) -> None:
    assert find_mentions("钟山的岗位", gazetteer) == ()
    (mention,) = find_mentions("钟山的岗位", gazetteer, prefer=("520000",))
    assert [region.code for region in mention.candidates] == ["520201"]
    assert [region.code for region in mention.namesakes] == ["451122"]


def test_a_denied_place_is_marked(gazetteer: Gazetteer) -> None:
    (mention,) = find_mentions("我不是贵阳的", gazetteer)
    assert mention.denied
