"""What programs get of the levy as a dialogue, what is kept of it, and when it begins."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest

from bot.bootstrap import Service
from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.levying.state import LevyForm
from bot.core.conversation.reading import Ask
from bot.core.conversation.session import Session, from_document, to_document
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Incoming

TODAY = dt.date(2026, 11, 21)
COMPLETE = "100人，1个三级残疾人，2024年平均工资8万，当地社平7万，残保金多少"
Say = Callable[..., tuple[Session, Answer]]


@pytest.fixture(scope="session")
def dialogue(service: Service) -> Dialogue:
    return service.dialogue()


@pytest.fixture
def say(dialogue: Dialogue) -> Say:
    """Plays one message, read as `topic` with this confidence."""

    def one(text: str, session: Session, topic: str = "levy", confidence: float = 0.93) -> tuple[Session, Answer]:
        reading = dialogue.read(session, Incoming(text), TODAY)
        count = len(reading.questions) if isinstance(reading, Ask) else 0
        turn = dialogue.respond(session, reading, [Interpretation(((topic, confidence),))] * count, TODAY)
        assert isinstance(turn, Turn), "the levy needs nothing fetched"
        return turn.session, turn.answer

    return one


def test_the_amount_is_told_to_programs_with_its_year_and_sources(say: Say) -> None:
    _, answer = say(COMPLETE, Session(region="410300"))
    assert [(each.value, each.currency, each.condition) for each in answer.amounts] == [("24000.00", "CNY", "2024")]
    assert {"征收比例", "第八条"} <= {clause.clause.partition("#")[0] for clause in answer.citations}
    assert "410000.levy" in answer.measures
    assert "怎么算的" in answer.detail and "出处" in answer.detail


def test_while_asking_no_amount_is_told(say: Say) -> None:
    _, answer = say("100人，2024年残保金多少", Session(region="410300"))
    assert answer.outcome is Outcome.STARTED
    assert (answer.amounts, answer.citations) == ((), ())


def test_nothing_due_is_an_amount_too(say: Say) -> None:
    _, answer = say("我们公司26人，2024年残保金多少", Session())
    assert answer.amounts[0].value == "0.00"


@pytest.mark.parametrize("region", ["410300", "532622", None])
@pytest.mark.parametrize("easy", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        COMPLETE,
        "我们公司1,234.5人，招了3个，其中1个重度，2024年平均工资26万，社平11万，残保金多少",
        "200人，没有残疾人，平均96,543.21元，2027年残保金多少",
        "250人，3个残疾人，2028年工资总额1625万，残保金多少",
    ],
)
def test_the_result_is_short(text: str, region: str | None, easy: bool, say: Say) -> None:
    _, answer = say(text, Session(region=region, easy=easy))
    assert answer.outcome is Outcome.ANSWERED
    assert len(answer.replies) == 1
    assert len(answer.replies[0].text) <= 250


def test_of_the_message_only_its_numbers_are_kept(say: Say) -> None:
    session, _ = say("我们红星机械厂的老李说，120人，平均8万，残保金多少", Session(region="410300"))
    document = json.dumps(to_document(session), ensure_ascii=False)
    assert "120" in document and "80000" in document
    assert "红星" not in document and "老李" not in document
    assert from_document(json.loads(document)) == session


@pytest.mark.parametrize("text", ["重来", "取消"])
def test_the_numbers_are_forgotten_on_request(text: str, say: Say) -> None:
    session, _ = say(COMPLETE, Session(region="410300"))
    assert isinstance(session.task, LevyForm)
    after, _ = say(text, session)
    assert after.task is None


@pytest.mark.parametrize(
    ("topic", "confidence", "begins"),
    [
        ("levy", 0.9, True),
        ("levy_reduction", 0.9, True),
        ("quota", 0.9, True),
        ("out_of_scope", 0.9, True),
        ("find_jobs", 0.3, True),
        ("employer_tax", 0.9, False),
    ],
)
def test_two_figures_and_a_question_for_the_sum_begin_it_even_if_misread(
    topic: str, confidence: float, begins: bool, say: Say
) -> None:
    session, answer = say("我们公司200人，一个残疾人都没招，要交多少", Session(region="410300"), topic, confidence)
    assert isinstance(session.task, LevyForm) is begins
    if topic.startswith("levy"):
        assert (answer.topic, answer.confidence) == (topic, confidence)


def test_a_second_message_adds_to_the_same_employer_until_another_head_count_is_told(say: Say) -> None:
    session, _ = say(COMPLETE, Session(region="410300"))
    session, _ = say("残疾人就业有哪些补贴", session, "employer_subsidy")
    session, answer = say("平均工资9万的话残保金多少，招了2个三级的", session)
    assert answer.outcome is Outcome.ANSWERED
    session, answer = say("另一家公司50人，残保金多少", session)
    assert answer.outcome is Outcome.STARTED
    assert isinstance(session.task, LevyForm)
    assert session.task.said == {"employees": "50", "kind": "enterprise"}


def test_an_interview_under_way_and_a_levy_are_told_apart_in_what_is_stored(say: Say) -> None:
    session, _ = say("我能享受什么政策", Session(region="410300", role="seeker"), "eligibility_check")
    assert from_document(to_document(session)) == session
    assert not isinstance(session.task, LevyForm)
    session, _ = say("100人的公司残保金交多少", session)
    assert isinstance(from_document(to_document(session)).task, LevyForm)
