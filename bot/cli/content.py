"""`tongxing content`: whether all wording is easy to read."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.catalog.content_pieces import excepted, pieces_of
from bot.catalog.content_rules import load_content_rules
from bot.cli.content_messages import messages_of
from bot.cli.failure import Failure
from bot.core.wording.pieces import Form
from bot.core.wording.rules import Finding, Rule, check_messages, check_pieces
from bot.settings import ROOT, Settings

app = typer.Typer(help="文字检查：难懂的词、长句子、表情符号、按钮、易读版。", no_args_is_help=True)

FORMS = {Form.STANDARD: "标准版", Form.EASY: "易读版", Form.NAME: "名称"}
ADVICE = {
    Rule.JARGON: "换成好懂的词（{detail}）",
    Rule.LONG_SENTENCE: "拆成短句（{detail}字）",
    Rule.EMOJI: "去掉表情符号（{detail}），用文字说",
    Rule.LONG_MESSAGE: "删短，或者放到“更多”后面（{detail}字）",
    Rule.MISSING_EASY: "补上易读版",
    Rule.LONG_BUTTON: "把按钮的字改短（{detail}字）",
    Rule.MANY_BUTTONS: "减少按钮，或者分成几页（{detail}个）",
    Rule.BUTTON_NUMBER: "去掉按钮前面的数字，显示时会自动编号",
    Rule.UNNUMBERED: "列出的数字都要有按钮，按钮放在最后一条消息里（{detail}）",
}


@app.callback()
def content() -> None:
    """文字检查。"""


@app.command()
def check(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """检查全部对外的文字和按钮；有问题就列出文件、位置、句子和改法，退出码为 1。"""
    service = Service(Settings())
    settings = service.settings
    rules, scope = load_content_rules(settings.data_dir / "reference", settings.content_dir)
    pieces = list(pieces_of(ROOT, scope))
    regions = sorted({measure.region for measure in service.catalogue.measures})
    messages = list(messages_of(service.dialogue(), regions, service.clock.today()))
    found = [*check_pieces(pieces, rules), *check_messages(messages, rules)]
    open_ = list(dict.fromkeys(each for each in found if not excepted(each, scope)))
    if as_json:
        sys.stdout.write(json.dumps([_document(each) for each in open_], ensure_ascii=False, indent=2) + "\n")
    if open_:
        raise Failure(_told(open_, as_json=as_json))
    if not as_json:
        sys.stdout.write(f"没有问题：{len(pieces)} 段文字，{len(messages)} 条消息。\n")


def _told(found: Sequence[Finding], *, as_json: bool) -> str:
    head = f"有 {len(found)} 处文字要改"
    if as_json:
        return f"{head}。"
    return f"{head}：\n" + "\n".join(_line(each) for each in found)


def _line(finding: Finding) -> str:
    place = " ".join(each for each in (finding.file, finding.key) if each)
    return f"{place}（{FORMS[finding.form]}）：{finding.text}\n  {_advice(finding)}"


def _advice(finding: Finding) -> str:
    return ADVICE[finding.rule].format(detail=finding.detail)


def _document(finding: Finding) -> dict[str, str]:
    return {
        "file": finding.file,
        "key": finding.key,
        "form": finding.form.value,
        "rule": finding.rule.value,
        "text": finding.text,
        "advice": _advice(finding),
    }
