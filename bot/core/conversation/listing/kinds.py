"""Which registers answer which question, and how an entry of each is told in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.records.record import Record

FAIRS, CLASSES, INSTITUTIONS = "fairs", "training_classes", "institutions"
TOPICS: Mapping[str, tuple[str, ...]] = {
    "find_fairs": (FAIRS,),
    "find_training": (CLASSES,),
    "institutions": (
        INSTITUTIONS, "hr_agencies", "startup_carriers", "employment_bases", "training_bases", "service_institutions",
        "supported_institutions", "named_organisations",
    ),
}  # fmt: skip
"""Registers by topic, the most general first. The directories that documents demand exist in some regions only."""
HEADLINES: Mapping[str, tuple[str, ...]] = {
    FAIRS: ("title", "date", "begins", "place"),
    CLASSES: ("course", "institution", "began"),
    INSTITUTIONS: ("name", "kind"),
    "startup_carriers": ("name", "kind", "updated"),
    "hr_agencies": ("name", "updated"),
    "policy_explanations": ("title", "source", "published"),
    "job_pushes": ("employer", "post", "deadline"),
}
"""The fields of a line; of any other register its first public ones."""
_FIRST = 3
DAYS = {FAIRS: "date", CLASSES: "began"}
"""By which day entries stand in order."""
ACCESSIBLE = {FAIRS: ("step_free", "toilet", "signing")}
"""What people have to know before they set out; where it is not told, that is said."""


def topic_of(register: str) -> str | None:
    """The question that a register answers as a list; `None` if it only stands beside other answers."""
    return next((topic for topic, registers in TOPICS.items() if register in registers), None)


def headline(register: str, public: Sequence[str]) -> tuple[str, ...]:
    """The fields of an entry's line."""
    return HEADLINES.get(register, tuple(public[:_FIRST]))


def in_order(records: Sequence[Record]) -> list[Record]:
    """Register by register, within each the nearest day first."""
    registers = list(dict.fromkeys(record.register for record in records))
    return sorted(
        records,
        key=lambda each: (registers.index(each.register), str(each.values.get(DAYS.get(each.register, ""), ""))),
    )
