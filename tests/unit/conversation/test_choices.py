"""A button chosen by its turn and place, on platforms where old buttons stay on the screen."""

from __future__ import annotations

import re

import pytest

from bot.core.conversation.cues import Cues
from bot.core.conversation.reading import Act, read
from bot.core.conversation.session import Session
from bot.core.messaging.reply import Button, Incoming

NOTHING = re.compile("^$")
CUES = Cues({}, (), {}, {}, NOTHING, NOTHING, {}, NOTHING)
OFFERED = Session(turn=4, buttons=(Button("砚山县", "region:532622"), Button("菜单", "cmd:menu")))


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ((4, 0), Act("region", "532622")),
        ((4, 1), Act("menu")),
        ((3, 0), Act("expired")),
        ((5, 0), Act("expired")),
        ((4, 2), Act("expired")),
        ((4, -1), Act("expired")),
    ],
)
def test_a_choice_counts_only_in_the_turn_that_offered_it(choice: tuple[int, int], expected: Act) -> None:
    assert read(OFFERED, Incoming(choice=choice), CUES) == expected


def test_a_choice_of_a_conversation_that_was_forgotten_has_expired() -> None:
    assert read(Session(), Incoming(choice=(4, 0)), CUES) == Act("expired")


def test_a_button_whose_value_means_nothing_has_expired() -> None:
    session = Session(turn=1, buttons=(Button("？", "no value of ours"),))
    assert read(session, Incoming(choice=(1, 0)), CUES) == Act("expired")
