"""What the trained model must read right. Original sentences, none of them trained on or held out."""

import time

import pytest
from test_data import HELD_OUT

from tongxing_nlu.evaluate import evaluate
from tongxing_nlu.sentences import read_labelled
from tongxing_nlu.topics.model import TopicModel

READINGS = [
    # typing and dictation errors, pinyin
    ("我们公司的惨保金要怎么算呀", "levy"),
    ("canbaojin zenme suan", "levy"),
    ("想办烟曹证卖香烟", "retail_licence"),
    ("盲人安摩的考试啥时报名", "blind_massage"),
    ("gongyigang 还招人不", "public_post"),
    # traditional characters
    ("請問殘疾人考公務員體檢有什麼限制", "civil_service_exam"),
    ("公司沒請殘疾員工，殘保金一年要繳多少", "levy"),
    ("取消訂閱，不要再發訊息給我", "unsubscribe"),
    # dialect
    ("俺吃着低保嘞，去饭店刷盘子会不会把低保给掐了", "low_income_offset"),
    ("我家姑娘耳朵不好，高中读完了想克读个职校，哪点收", "vocational_education"),
    # long stories: the question decides
    (
        "我今年四十六，前几年在砖厂把手弄坏了，办了肢体三级的证，孩子读高中，老婆身体也不好，"
        "家里就靠我，现在想把镇上那间铺子盘下来开个小超市，手头差个五六万，能不能找银行借，利息国家给不给补",
        "startup_loan",
    ),
    (
        "您好，我是一家小型电子厂的人事，厂里去年平均二十六个人，一直没有残疾员工，今年税务那边又发短信来，"
        "我想确认一下像我们这种规模的是不是可以不交残保金",
        "levy_reduction",
    ),
    # neighbours
    ("去外省打工路费有没有补助", "rural_transfer"),
    ("村里有没有适合我干的活，不出远门", "rural_employment"),
    ("培训期间一天补多少生活费", "training_subsidy"),
    ("哪里有教电脑的培训班，怎么报名", "find_training"),
    ("我们厂想招三个听障的包装工", "post_job"),
    ("哪家工厂在招听障的包装工", "find_jobs"),
    ("举报一家公司拿我的证挂靠", "report_abuse"),
    ("公司挂靠残疾证被查到会有什么处罚", "penalty"),
    ("不用再提醒我招聘会了", "unsubscribe"),
    ("有招聘会的时候提醒我", "subscribe"),
    ("残疾人自己的个人所得税怎么减", "personal_tax"),
    ("公司安置残疾人增值税能退多少", "employer_tax"),
    # who only tells: the facts decide; with a wish or a question these do
    ("我视力三级，农业户，四十九岁，中专学历，去年被厂里辞了", "eligibility_check"),
    ("男 37 听力四级 渭城人 没干活", "eligibility_check"),
    ("听力四级，四十九岁，中专学历，想报个面点班在哪学", "find_training"),
    ("员工215，残疾员工2名，人均8万4", "levy"),
    ("我单位编制84个，残疾人一名，还要安排几个", "quota"),
    ("我们90人的厂想再招一名聋人打包", "post_job"),
    ("单位90人，工资总额700万，公积金一共要交多少", "out_of_scope"),
    # near misses are not ours
    ("失业保险金能领几个月", "out_of_scope"),
    ("公司公积金的比例是多少", "out_of_scope"),
    ("残疾车能不能上高速", "out_of_scope"),
    ("我的轮椅坏了去哪修", "out_of_scope"),
    ("明天会不会下雨", "out_of_scope"),
    ("给我写一首关于春天的诗", "out_of_scope"),
]
KEYWORDS = [
    "残保金",
    "烟草证",
    "盲人按摩",
    "公益性岗位",
    "招聘会",
    "培训班",
    "低保渐退",
    "按比例就业",
    "阳光家园",
    "退订",
    "人工",
]


@pytest.mark.parametrize(("text", "topic"), READINGS)
def test_is_read_as(model: TopicModel, text: str, topic: str) -> None:
    assert model.ranking(text)[0][0] == topic


@pytest.mark.parametrize("text", KEYWORDS)
def test_a_key_word_is_never_out_of_scope(model: TopicModel, text: str) -> None:
    ranking = model.ranking(text)
    assert ranking[0][0] != "out_of_scope"
    assert ranking[0][1] > 0.5


@pytest.mark.parametrize("text", ["", " ", "。。。", "?!", "𠮷", "😀😀", "a" * 5000, "残" * 3000, "\x00"])
def test_odd_input_is_ranked_without_error(model: TopicModel, text: str) -> None:
    assert len(model.ranking(text)) == len(model.topics)


def test_the_held_out_voices_are_understood(model: TopicModel) -> None:
    document, _ = evaluate(model, [sentence for path in HELD_OUT for sentence in read_labelled(path)])
    assert document["intent_accuracy"] >= 0.95
    assert document["top_three"] >= 0.99
    assert document["macro_f1"] >= 0.93
    assert document["outside_recall"] >= 0.90
    assert document["false_alarms"] <= 0.04


def test_confidence_tells_right_from_wrong(model: TopicModel) -> None:
    """Where it is sure it is right: of readings above 0.9 at least 98 in 100."""
    sentences = [sentence for path in HELD_OUT for sentence in read_labelled(path)]
    sure = [(s, r) for s in sentences if (r := model.ranking(s.text)[0])[1] > 0.9]
    assert len(sure) > 0.6 * len(sentences)
    assert sum(reading[0] in sentence.topics for sentence, reading in sure) >= 0.98 * len(sure)


def test_reading_is_quick(model: TopicModel) -> None:
    texts = [sentence.text for sentence in read_labelled(HELD_OUT[0])]
    started = time.process_time()
    for text in texts:
        model.ranking(text)
    assert (time.process_time() - started) / len(texts) < 0.005
