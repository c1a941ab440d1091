"""What makes the chat page usable without help: announcing, drafts, contrast, speech, a broken line, a file to keep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.using import Open, focused, overflow, say, tree, violations

QUESTION = "去外省打工有补贴吗"
SPEAKING = """
window.said = [];
const voices = [{lang: "en-US", name: "en"}, {lang: "zh-HK", name: "yue"}, {lang: "zh-CN", name: "hui"}];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => voices,
  speak: (each) => { window.said.push(each); },
  cancel: () => { window.said.push({text: "(stopped)"}); },
}});
"""
HEARING = """
window.SpeechRecognition = function () { window.ear = this; };
window.SpeechRecognition.prototype.start = function () { window.listens = true; };
window.SpeechRecognition.prototype.stop = function () { window.ear.onend(); };
"""
HEARD = """() => {
  window.ear.onresult({results: [[{transcript: "外出打工有补贴吗"}]]});
  window.ear.onend();
}"""
SILENT = """
Object.defineProperty(window, "speechSynthesis", {value: undefined});
window.SpeechRecognition = window.webkitSpeechRecognition = undefined;
"""


def ask(page: Page, text: str = QUESTION) -> None:
    page.locator("#text").focus()
    say(page, text)


def test_a_whole_conversation_read_from_the_accessibility_tree(visit: Open) -> None:
    page = visit()
    ask(page)
    expect(page.get_by_text("您问的是哪个地区")).to_be_visible()
    page.get_by_role("button", name="砚山县").click()
    expect(page.get_by_text("1000元")).to_be_visible()
    read = tree(page)
    (log,) = [node for node in read if node["role"] == "log"]
    assert (log["name"], log["live"], log["atomic"], log["relevant"]) == ("对话", "polite", False, "additions text")
    spoken = [node["name"] for node in read if node["role"] == "StaticText"]
    inside = spoken[spoken.index("同行答：") : spoken.index("地区：砚山县")]
    speakers = [text for text in inside if text in ("同行答：", "您说：")]
    assert speakers == ["同行答：", "您说：", "同行答：", "您说：", "同行答："]
    for number, expected in enumerate(["我是同行", QUESTION, "您问的是哪个地区", "砚山县", "1000元"]):
        after = [index for index, text in enumerate(inside) if text in ("同行答：", "您说：")][number]
        assert expected in inside[after + 1]
    roles = [node["role"] for node in read]
    assert roles.index("banner") < roles.index("main") < roles.index("log") < roles.index("textbox")
    assert [node["name"] for node in read if node["role"] == "button"][-1] == "发送"
    named = ("button", "link", "textbox", "log")
    assert [node for node in read if node["role"] in named and not node["name"]] == []


def test_each_message_is_added_to_the_log_once_and_the_focus_stays(visit: Open) -> None:
    page = visit()
    page.evaluate("""() => {
        window.added = [];
        new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach((node) => {
          const text = (node.textContent || "").trim();
          const part = (node.nodeType === 1 ? node : node.parentElement).closest("[aria-live]");
          if (text && part.getAttribute("aria-live") !== "off") window.added.push(text);
        }))).observe(document.getElementById("log"), {childList: true, subtree: true, characterData: true});
        window.moved = 0;
        document.addEventListener("focusin", () => { window.moved += 1; });
    }""")
    ask(page)
    expect(page.get_by_role("button", name="砚山县")).to_be_visible()
    expect(page.locator("#send")).to_have_attribute("aria-disabled", "false")
    added = page.evaluate("window.added")
    assert [text[:4] for text in added] == ["您说：去", "同行答："]
    assert focused(page) == "text"
    assert page.evaluate("window.moved") == 1, "only the person's own step into the field"


def test_a_draft_is_kept_over_a_reload_and_goes_when_it_is_sent(visit: Open) -> None:
    page = visit()
    page.locator("#text").focus()
    page.keyboard.type("我想学按")
    page.reload()
    assert page.locator("#text").input_value() == "我想学按"
    page.locator("#text").focus()
    page.keyboard.press("End")
    say(page, "摩")
    expect(page.locator(".you p")).to_have_text("我想学按摩")
    expect(page.locator("#text")).to_have_value("")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    page.reload()
    assert page.locator("#text").input_value() == ""


def test_a_message_whose_answer_was_lost_is_sent_again_on_request_and_taken_once(visit: Open) -> None:
    page = visit()
    sent: list[dict[str, Any]] = []

    def lose(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        route.fetch()
        route.abort()

    ask(page, "砚山县")
    expect(page.get_by_text("地区：砚山县")).to_be_visible()
    page.route("**/chat", lose, times=1)
    ask(page)
    expect(page.get_by_role("alert")).to_contain_text("没有发出去")
    page.reload()
    expect(page.locator("#text")).to_have_value(QUESTION)
    page.locator("#text").focus()
    page.on("request", lambda request: request.url.endswith("/chat") and sent.append(request.post_data_json))
    page.keyboard.press("Enter")
    expect(page.get_by_text("前面已经收到")).to_be_visible()
    expect(page.get_by_text("1000元")).to_be_visible()
    assert len({each["id"] for each in sent}) == 1
    ask(page)
    expect(page.locator(".you")).to_have_count(2)
    assert len({each["id"] for each in sent}) == 2, "said once more on purpose it is another message"


def test_when_the_line_drops_it_is_said_and_nothing_is_lost(visit: Open) -> None:
    page = visit()
    page.context.set_offline(True)
    expect(page.get_by_text("网络断了")).to_be_visible()
    page.locator("#log button").first.click()
    expect(page.get_by_role("alert")).to_contain_text("没有发出去")
    assert violations(page) == ""
    page.context.set_offline(False)
    expect(page.get_by_text("网络通了")).to_be_visible()
    expect(page.locator(".you")).to_have_count(0)
    page.get_by_role("button", name="再发一次").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“补贴和省钱”里有这些")).to_be_visible()
    expect(page.get_by_role("button", name="再发一次")).to_be_hidden()
    assert focused(page) == "text"


def test_high_contrast_is_chosen_remembered_and_holds_on_every_page(visit: Open) -> None:
    for options in ({}, {"color_scheme": "dark"}):
        page = visit(360, 740, **options)
        page.get_by_text("更多设置").click()
        button = page.locator("#contrast")
        expect(button).to_have_attribute("aria-pressed", "false")
        button.click()
        expect(button).to_have_text("高对比度：开")
        expect(button).to_have_attribute("aria-pressed", "true")
        page.reload()
        ink = page.evaluate("getComputedStyle(document.body).color")
        assert ink == ("rgb(255, 255, 255)" if options else "rgb(0, 0, 0)")
        assert violations(page) == ""
        page.goto(page.url + "continue")
        assert page.evaluate("document.documentElement.dataset.contrast") == "more"
        assert violations(page) == ""


def test_at_400_percent_nothing_needs_scrolling_in_two_directions(visit: Open) -> None:
    page = visit(320, 256, device_scale_factor=4)
    page.get_by_text("更多设置").click()
    ask(page)
    expect(page.get_by_text("您问的是哪个地区")).to_be_visible()
    assert overflow(page) == 0
    field = page.locator("#text").bounding_box()
    assert field is not None
    assert field["width"] >= 100


def test_nothing_moves_by_itself_and_nothing_runs_out(visit: Open) -> None:
    page = visit(reduced_motion="no-preference")
    ask(page)
    expect(page.get_by_text("您问的是哪个地区")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    styles = page.evaluate("""() => [...document.querySelectorAll("*")].map((each) => getComputedStyle(each))
        .filter((one) => one.transitionDuration !== "0s" || one.scrollBehavior !== "auto").length""")
    assert styles == 0
    assert page.locator("meta[http-equiv=refresh]").count() == 0


def test_every_new_target_is_large_enough(visit: Open) -> None:
    page = visit(320, 640, before=SPEAKING + HEARING)
    page.get_by_text("更多设置").click()
    page.locator("#hear").click()
    for target in page.locator("button:visible, summary:visible, a.button:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 44, target.inner_text()
    assert overflow(page) == 0
    assert violations(page) == ""
    page.goto(page.url + "continue")
    for target in page.locator("button:visible, input:visible, a.button:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 44


def test_a_message_is_read_aloud_by_a_chinese_voice_and_stopped(visit: Open) -> None:
    page = visit(before=SPEAKING)
    button = page.locator(".aloud button")
    expect(button).to_have_text("朗读")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("停止")
    said = page.evaluate(
        "window.said.filter((each) => each.lang).map((each) => [each.text, each.lang, each.voice.name])"
    )
    assert said[0] == ["您好，我是同行，帮残疾朋友和用人单位查就业政策", "zh-CN", "hui"]
    assert ["1. 补贴和省钱", "zh-CN", "hui"] in said
    page.keyboard.press("Enter")
    expect(button).to_have_text("朗读")
    assert page.evaluate("window.said[window.said.length - 1].text") == "(stopped)"


def test_new_messages_are_read_aloud_by_themselves_only_if_that_is_switched_on(visit: Open) -> None:
    page = visit(before=SPEAKING)
    ask(page)
    choice = page.get_by_role("button", name="砚山县")
    before = choice.bounding_box()
    expect(page.locator(".bot").last.locator(".aloud button")).to_be_visible()
    assert choice.bounding_box() == before, "what one is about to press does not jump"
    assert page.evaluate("window.said.length") == 0
    page.get_by_text("更多设置").click()
    page.get_by_role("button", name="自动朗读：关").click()
    expect(page.locator("#autoread")).to_have_attribute("aria-pressed", "true")
    page.locator("#log").get_by_role("button", name="砚山县").click()
    page.wait_for_function("() => window.said.some((each) => each.text.includes('1000元'))")
    assert not page.evaluate("window.said.some((each) => each.text.includes('您说'))")
    page.reload()
    expect(page.locator("#autoread")).to_have_attribute("aria-pressed", "true")


def test_what_is_said_is_written_into_the_field_and_not_sent(visit: Open) -> None:
    page = visit(before=HEARING)
    page.locator("#text").fill("请问")
    page.locator("#hear").click()
    asked = page.get_by_role("group", name="浏览器会把您的声音变成文字")
    expect(asked).to_contain_text("境外")
    assert focused(page) == "hear-yes"
    assert violations(page) == ""
    assert page.evaluate("window.listens") is None, "nothing is heard before the person agrees"
    page.keyboard.press("Enter")
    expect(page.locator("#hear")).to_have_text("停止听")
    expect(page.get_by_text("正在听")).to_be_visible()
    page.evaluate(HEARD)
    expect(page.locator("#text")).to_have_value("请问外出打工有补贴吗")
    expect(page.get_by_text("看一看再发送")).to_be_visible()
    expect(page.locator(".you")).to_have_count(0)
    assert focused(page) == "text"
    page.locator("#hear").click()
    expect(page.locator("#hear")).to_have_text("停止听")
    page.evaluate("""() => { window.ear.onerror({error: "not-allowed"}); window.ear.onend(); }""")
    expect(page.get_by_text("麦克风没有打开")).to_be_visible()
    page.reload()
    assert page.locator("#text").input_value() == "请问外出打工有补贴吗"


def test_who_does_not_want_to_be_heard_goes_on_writing(visit: Open) -> None:
    page = visit(before=HEARING)
    page.locator("#hear").click()
    page.get_by_role("button", name="不用了").click()
    assert focused(page) == "text"
    expect(page.locator("#hear-about")).to_be_hidden()
    assert page.evaluate("window.listens") is None


def test_where_the_browser_has_no_speech_there_are_no_buttons_for_it(visit: Open) -> None:
    page = visit(before=SILENT)
    page.get_by_text("更多设置").click()
    expect(page.locator("#download")).to_be_visible()
    for name in ("#hear", "#autoread", ".aloud button"):
        expect(page.locator(name)).to_have_count(0) if name.startswith(".") else expect(
            page.locator(name)
        ).to_be_hidden()


def test_the_conversation_is_kept_as_a_file_made_in_the_browser(visit: Open, tmp_path: Path) -> None:
    page = visit()
    ask(page)
    expect(page.get_by_text("您问的是哪个地区")).to_be_visible()
    page.get_by_text("更多设置").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_download() as download:
        page.get_by_role("button", name="存下这次对话").click()
    assert download.value.suggested_filename == "同行对话.txt"
    download.value.save_as(tmp_path / "talk.txt")
    text = (tmp_path / "talk.txt").read_text(encoding="utf-8-sig")
    assert f"您说：{QUESTION}" in text
    assert text.index("同行答：您好") < text.index("您说：") < text.index("同行答：您问的是哪个地区")
    assert "  1. " in text
    assert [url for url in asked if not url.startswith("blob:")] == []


@pytest.mark.parametrize("script", [True, False])
def test_a_conversation_is_taken_over_by_a_code(visit: Open, script: bool) -> None:
    phone = visit(360, 740, java_script_enabled=script)
    phone.get_by_label("说您的问题").fill(QUESTION)
    phone.get_by_role("button", name="发送").click()
    phone.get_by_role("button", name="砚山县").click()
    expect(phone.get_by_text("1000元")).to_be_visible()
    phone.get_by_text("更多设置").click()
    phone.get_by_role("link", name="换一台设备继续").click()
    phone.get_by_role("button", name="取一个码").click()
    code = phone.locator(".code").inner_text()
    computer = visit(java_script_enabled=script, path="/continue")
    field = computer.get_by_label("另一台设备上显示的码")
    field.fill("ABCD-2345")
    computer.get_by_role("button", name="接过来").click()
    expect(computer.get_by_role("alert")).to_contain_text("这个码不对")
    expect(field).to_have_value("ABCD-2345")
    if script:
        assert focused(computer) == "code"
        assert violations(computer) == ""
        assert violations(phone) == ""
        assert overflow(phone) == 0
    field.fill(code.lower())
    computer.get_by_role("button", name="接过来").click()
    expect(computer.get_by_text("对话接过来了")).to_be_visible()
    expect(computer.get_by_text("1000元")).to_be_visible()
    phone.get_by_role("link", name="回到聊天").click()
    expect(phone.get_by_role("alert")).to_contain_text("已经在另一台设备上继续")
    if script:
        assert violations(phone) == ""


def test_a_page_that_stands_open_is_told_that_the_conversation_left(visit: Open) -> None:
    phone = visit()
    ask(phone)
    expect(phone.get_by_text("您问的是哪个地区")).to_be_visible()
    second = phone.context.new_page()
    second.goto(phone.url + "continue")
    second.get_by_role("button", name="取一个码").click()
    code = second.locator(".code").inner_text()
    computer = visit(path="/continue")
    computer.get_by_label("另一台设备上显示的码").fill(code)
    computer.keyboard.press("Enter")
    expect(computer.get_by_text("对话接过来了")).to_be_visible()
    ask(phone, "砚山县")
    expect(phone.get_by_role("alert")).to_contain_text("另一台设备")
    expect(phone.locator("#text")).to_have_value("砚山县")
    phone.get_by_role("button", name="再发一次").click()
    expect(phone.get_by_text("好的，按砚山县回答")).to_be_visible()
