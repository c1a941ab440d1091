"""What a broadcast says, the same on every channel; each channel shows it in its own way."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.messaging.reply import Button


@dataclass(frozen=True)
class File:
    """An image or a calendar file among the files of a broadcast: its name there, e.g. `poster.jpg`."""

    name: str


@dataclass(frozen=True)
class Spot:
    """A place on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True)
class Announcement:
    """One wording of a broadcast. `description` says what the image shows, for those who do not see it.

    `text` is complete: whatever the image, the link or the place say stands in it too.
    """

    text: str
    image: File | None = None
    description: str = ""
    spot: Spot | None = None
    calendar: File | None = None
    buttons: tuple[Button, ...] = ()

    def said(self) -> str:
        """The text with what the image shows."""
        return f"{self.text}\n{self.description}" if self.image and self.description else self.text
