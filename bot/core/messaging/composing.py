"""One announcement in both wordings, out of what staff wrote and what is known of the fair."""

from __future__ import annotations

from typing import Protocol

from bot.core.messaging.announcement import Announcement, File
from bot.core.messaging.draft import Draft, FairDetails

CALENDAR, CODE = "fair.ics", "code.png"
"""Names of the files that are made of the fair."""


class Say(Protocol):
    """A sentence of the content files."""

    def __call__(self, key: str, easy: bool = False, **values: object) -> str:
        """The sentence, filled in."""
        ...


def compose(draft: Draft, fair: FairDetails | None, say: Say) -> tuple[Announcement, Announcement]:
    """The standard and the easy-read wording, complete as they are sent.

    Without easy-read words the standard ones are sent to everybody.
    """
    return _wording(draft, fair, say, easy=False), _wording(draft, fair, say, easy=bool(draft.easy_text))


def _wording(draft: Draft, fair: FairDetails | None, say: Say, *, easy: bool) -> Announcement:
    text = (draft.easy_text if easy else draft.text).strip()
    said = [say("broadcast_corrects", easy, title=draft.corrected)] if draft.corrected else []
    said.append(text if draft.title in text else f"{draft.title}\n{text}")
    if fair is not None:
        said += [line for line in (fair.easy_lines if easy else fair.lines) if line not in text]
    if draft.spot is not None and draft.spot.address not in "\n".join(said):
        said.append(say("broadcast_spot", easy, title=draft.spot.title, address=draft.spot.address))
    link = draft.link or (fair.link if fair else None)
    said.append(say("broadcast_leave", easy))
    if link:
        said.append(say("broadcast_link", easy, link=link))
    with_code = draft.qr and draft.image is None and fair is not None and fair.link is not None
    return Announcement(
        "\n".join(said),
        image=File(CODE) if with_code else draft.image,
        description=say("broadcast_code", easy) if with_code else _described(draft, say, easy=easy),
        spot=draft.spot,
        calendar=File(CALENDAR) if fair is not None else None,
    )


def _described(draft: Draft, say: Say, *, easy: bool) -> str:
    return say("broadcast_image", easy, description=draft.description) if draft.image else ""
