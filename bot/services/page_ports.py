"""What staff leaf through: the part of a unit of work that gives long lists a page at a time."""

from __future__ import annotations

from typing import Protocol

from bot.services.jobs.employer_ports import Employers
from bot.services.people.people_page_ports import PeoplePages
from bot.services.records.record_page_ports import RecordPages


class PageWork(Protocol):
    """Pages of what is kept."""

    @property
    def pages(self) -> RecordPages:
        """Pages of kept records."""
        ...

    @property
    def people_pages(self) -> PeoplePages:
        """Pages of people."""
        ...

    @property
    def employers(self) -> Employers:
        """Employers, by their records."""
        ...
