"""What `tongxing content check` finds, and that it leaves alone what is well said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from bot.catalog.content_pieces import excepted, pieces_of
from bot.catalog.content_rules import load_content_rules
from bot.cli import content
from bot.cli.failure import Failure
from bot.core.wording.pieces import Form, Message, Piece, sentences
from bot.core.wording.rules import Rule, check_messages, check_pieces, is_emoji
from bot.settings import ROOT, Settings

RULES, SCOPE = load_content_rules(Settings().data_dir / "reference", Settings().content_dir)


def found(text: str | None, form: Form = Form.EASY, kind: str = "talk") -> list[Rule]:
    return [each.rule for each in check_pieces([Piece("f.yaml", "k", form, text, kind)], RULES)]


@pytest.mark.parametrize(
    ("text", "form", "rules"),
    [
        ("你好。想问什么？", Form.EASY, []),
        ("届时来看看。", Form.EASY, [Rule.JARGON]),
        ("敬请光临。", Form.STANDARD, [Rule.JARGON]),
        ("用人单位要申报。", Form.STANDARD, []),
        ("用人单位要申报。", Form.EASY, [Rule.JARGON]),
        ("你是单位，就回“用人单位”。", Form.EASY, []),
        ("字" * 21 + "。", Form.EASY, [Rule.LONG_SENTENCE]),
        ("字" * 19 + "。" + "字" * 19 + "。", Form.EASY, []),
        ("字" * 21 + "。", Form.STANDARD, []),
        ("好的👍", Form.STANDARD, [Rule.EMOJI]),
        ("一二三四五六七八九。" * 21, Form.STANDARD, [Rule.LONG_MESSAGE]),
        (None, Form.EASY, [Rule.MISSING_EASY]),
        ("", Form.EASY, [Rule.MISSING_EASY]),
    ],
)
def test_a_text_is_held_to_the_rules(text: str | None, form: Form, rules: list[Rule]) -> None:
    assert found(text, form) == rules


def test_policies_may_name_what_people_need_at_the_counter() -> None:
    assert found("有公益性岗位。", kind="policy") == []
    assert found("有公益性岗位。", kind="talk") == [Rule.JARGON]
    assert found("公益性岗位要落实。", kind="policy") == [Rule.JARGON]


def test_marks_count_a_little_and_sentences_keep_their_signs() -> None:
    assert list(sentences("到{place_of_the_fair}去。带{what}！\n好")) == ["到……去。", "带……！", "好"]


@pytest.mark.parametrize(("sign", "is_one"), [("😀", True), ("✅", True), ("️", True), ("★", False), ("×", False)])
def test_pictures_are_told_from_signs_of_print(sign: str, is_one: bool) -> None:
    assert is_emoji(sign) is is_one


@pytest.mark.parametrize(
    ("message", "rules"),
    [
        (Message("w", Form.EASY, "选一个：", ("是", "不是")), []),
        (Message("w", Form.EASY, "选一个：", tuple("一二三四五六七八九十百")), [Rule.MANY_BUTTONS]),
        (Message("w", Form.EASY, "选一个：", ("字" * 21,)), [Rule.LONG_BUTTON]),
        (Message("w", Form.EASY, "选一个：", ("1. 是",)), [Rule.BUTTON_NUMBER]),
        (Message("w", Form.EASY, "1. 甲\n2. 乙", ("看甲",)), [Rule.UNNUMBERED]),
        (Message("w", Form.EASY, "1. 甲\n2. 乙", ("看甲", "看乙")), []),
        (Message("w", Form.EASY, "选一个：", ("是",), last=False), [Rule.UNNUMBERED]),
        (Message("w", Form.EASY, "字" * 201, ()), [Rule.LONG_MESSAGE]),
    ],
)
def test_a_whole_message_is_held_to_the_rules(message: Message, rules: list[Rule]) -> None:
    assert [each.rule for each in check_messages([message], RULES)] == rules


def test_wording_is_found_with_its_easy_form_wherever_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "content" / "zh-CN"
    folder.mkdir(parents=True)
    wording = {
        "phrases": {"a": {"standard": "您好", "easy": "你好"}, "b": {"standard": "请看"}},
        "lists": {"c": ["是"]},
    }
    (folder / "new.yaml").write_text(yaml.safe_dump(wording, allow_unicode=True), encoding="utf-8")
    (folder / "commands.yaml").write_text("heard: [届时]", encoding="utf-8")
    pieces = {(each.key, each.form): each.text for each in pieces_of(tmp_path, SCOPE)}
    assert pieces == {
        ("phrases.a.standard", Form.STANDARD): "您好",
        ("phrases.a.easy", Form.EASY): "你好",
        ("phrases.b.standard", Form.STANDARD): "请看",
        ("phrases.b.easy", Form.EASY): None,
        ("lists.c.0", Form.NAME): "是",
    }


def test_policies_facts_and_registers_are_looked_at_too() -> None:
    found = {(each.file, each.key) for each in pieces_of(ROOT, SCOPE)}
    assert ("policies/532622-yanshan/rural_transfer.yaml", "measures.rural_transfer.easy") in found
    assert ("policies/facts.yaml", "age.question") in found
    assert ("data/registers/job-needs.yaml", "fields.occupations.asks.easy") in found
    assert ("data/registers/job-needs.yaml", "fields.occupations.label") in found


def test_every_exception_names_its_reason_and_is_needed() -> None:
    pieces = list(pieces_of(ROOT, SCOPE))
    everything = list(check_pieces(pieces, RULES))
    for each in SCOPE.exceptions:
        assert each.reason
        alone = SCOPE.model_copy(update={"exceptions": [each]})
        assert any(excepted(finding, alone) for finding in everything), f"{each.file} {each.key} is not needed any more"
    assert [each for each in everything if not excepted(each, SCOPE)] == []


def test_the_command_says_what_to_mend(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(
        content, "pieces_of", lambda *_: [Piece("a.yaml", "phrases.b.easy", Form.EASY, "届时来。", "talk")]
    )
    monkeypatch.setattr(content, "messages_of", lambda *_: [])
    with pytest.raises(Failure) as failure:
        content.check(as_json=False)
    assert "a.yaml phrases.b.easy（易读版）：届时来。" in str(failure.value)
    assert "换成好懂的词（届时→到时候）" in str(failure.value)
    with pytest.raises(Failure):
        content.check(as_json=True)
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["file"], told["rule"], told["text"]) == ("a.yaml", "jargon", "届时来。")
