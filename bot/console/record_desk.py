"""What the pages of records and people work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.bootstrap import POSTINGS, Service
from bot.core.records.fields import Value
from bot.core.registry.review import review
from bot.core.registry.wording import Doubt
from bot.services.jobs.match_desk import MatchDesk
from bot.services.people.browse_people import BrowsePeople
from bot.services.people.import_people import ImportPeople
from bot.services.records.record_calendar import FairCalendar
from bot.services.records.record_due import RemindOfRecords
from bot.services.records.record_import import ImportRecords
from bot.services.records.record_lists import ListRecords
from bot.services.records.record_looks import LookAtRecords
from bot.services.records.record_pages import PageRecords
from bot.services.records.records import KeepRecords
from bot.services.records.undo_records import UndoRecords
from bot.services.records.waiting_files import WaitingFiles


@dataclass(frozen=True)
class RecordDesk:
    """Use cases around records and people. `links`: where codes on posters lead to, web first; `{number}` is a fair."""

    keep: KeepRecords
    lists: ListRecords
    looks: LookAtRecords
    pages: PageRecords
    undo: UndoRecords
    reminders: RemindOfRecords
    imports: ImportRecords
    import_people: ImportPeople
    files: WaitingFiles
    people: BrowsePeople
    fairs: FairCalendar
    match: MatchDesk
    doubts: Sequence[Doubt]
    topics: Mapping[str, str]
    purposes: Mapping[str, str]
    public_url: str
    links: Sequence[str]


def record_desk_of(service: Service) -> RecordDesk:
    """The use cases of a service; opens nothing."""
    book, units, phrases, settings = service.record_book, service.units_of_work, service.phrases, service.settings
    topics = {topic.id: topic.title for topic in service.catalogue.topics.values()}

    def doubts_of(register: str, values: Mapping[str, Value]) -> Sequence[str]:
        return review(values, service.doubts, phrases) if register in POSTINGS else ()

    return RecordDesk(
        keep=KeepRecords(book, units),
        lists=ListRecords(book, units),
        looks=LookAtRecords(book, units),
        pages=PageRecords(book, units),
        undo=UndoRecords(book, units),
        reminders=RemindOfRecords(book, units),
        imports=ImportRecords(book, units, phrases.group("record_columns"), doubts_of),
        import_people=ImportPeople(phrases, topics, book.region, units),
        files=WaitingFiles(units),
        people=BrowsePeople(book, units),
        fairs=FairCalendar(book, units),
        match=MatchDesk(book, service.find_jobs, service.match_words, units),
        doubts=service.doubts,
        topics=topics,
        purposes={name: purpose.name.choose(False) for name, purpose in service.purposes.items()},
        public_url=settings.public_url,
        links=_links(settings.public_url, settings.telegram_name),
    )


def _links(public_url: str, telegram_name: str | None) -> list[str]:
    web = [f"{public_url}/?fair={{number}}"] if public_url else []
    return web + ([f"https://t.me/{telegram_name}?start=fair_{{number}}"] if telegram_name else [])
