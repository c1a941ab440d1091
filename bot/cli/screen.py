"""Answers on a terminal: plain lines, buttons with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from bot.core.answers.answer import Answer
from bot.core.messaging.reply import Reply
from bot.services.conversation.converse import replies_of


def print_answer(answer: Answer, out: TextIO) -> None:
    """Every reply, then the choices of the last one."""
    print_replies(replies_of(answer), out)


def print_replies(replies: Sequence[Reply], out: TextIO) -> None:
    """Replies as paragraphs; only the last one's buttons can be chosen by number."""
    for index, reply in enumerate(replies):
        out.write(f"{reply.text}\n")
        if index == len(replies) - 1:
            for number, button in enumerate(reply.buttons, start=1):
                out.write(f"  {number}. {button.text}\n")
    out.flush()
