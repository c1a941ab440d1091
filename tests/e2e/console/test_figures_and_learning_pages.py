"""Figures and the screens of learning in a real browser: no violation, no page wider than the window, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.core.conversation.learning import Asked, Unclear
from bot.services.records.record_ports import Entry
from tests.console.staff import ADMIN, EDITOR, Place
from tests.e2e.console.conftest import Visit
from tests.e2e.console.seeing import LOOKS, overflow, violations
from tests.serving import Served

PAGES = (
    "/staff/figures",
    "/staff/figures?period=2020",
    "/staff/figures/quarter?region=520100",
    "/staff/learning",
    "/staff/learning?decision=noted",
    "/staff/learning/1",
    "/staff/learning/examples",
    "/staff/learning/model",
)


@pytest.fixture(scope="module", autouse=True)
def something_to_see(served_console: Served[Place]) -> None:
    """Questions, a fair, somebody employed, sentences, an example, a training."""

    async def keep() -> None:
        place, day = served_console.place, served_console.place.clock.today()
        on = day.isoformat()
        fair = {"title": "助残专场招聘会", "date": on, "place": "文化广场", "posts": 30}
        async with place.service.units_of_work() as work:
            hired = {"job": "x", "introduced_on": on, "outcome_on": on}
            entries = [
                Entry("introductions", "532622", hired, {}, state="employed", state_since=day),
                Entry("fairs", "532622", fair, {}, state="published", state_since=day),
                Entry("job_needs", "532622", {}, {}, state="active", state_since=day),
            ]
            for each in entries:
                await work.records.add([each], "王芳", place.clock.now())
            for topic, outcome, times in (("startup_loan", "answered", 40), ("levy", "not_stated", 9)):
                await work.question_counts.add(day, "web", [Asked(topic, outcome, "532622", None)] * times)
            for text in ("修轮椅找谁呀", "去哪儿找活儿干"):
                await work.unclear.keep(Unclear(text, "telecom"), "532622", day, 99)
            await work.trainings.ask("周敏", round(place.clock.now().timestamp() * 1000))
            await work.commit()
        await place.service.learning.assign(2, "find_jobs", "去哪儿找活儿干", EDITOR, day)

    served_console.does(keep())


@pytest.mark.parametrize(("width", "height", "options"), LOOKS)
def test_axe_finds_nothing_on_figures_and_learning(
    visit: Visit, served_console: Served[Place], width: int, height: int, options: dict[str, str]
) -> None:
    page = visit(ADMIN, "/staff/figures", width, height, **options)
    for address in PAGES:
        page.goto(f"{served_console.address}{address}")
        assert violations(page) == "", address
        assert overflow(page) == 0, address
    page.goto(f"{served_console.address}/staff/learning/1")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page) == ""


def test_a_sentence_gets_its_topic_by_keyboard_and_it_is_undone(visit: Visit) -> None:
    page = visit(EDITOR, "/staff/learning/1")
    page.get_by_label("属于一个主题").focus()
    page.keyboard.press("Space")
    page.get_by_label("主题", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("我看过了，这句话看不出是谁说的").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="保存").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已定主题")).to_be_visible()
    page.get_by_role("button", name="撤销").press("Enter")
    expect(page.get_by_text("已撤销")).to_be_visible()
