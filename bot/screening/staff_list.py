"""The list for staff: one row for each person a measure concerns, in plain words, those who fit first."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bot.core.answers.knowledge import Knowledge
from bot.core.eligibility.determination import Determination, Verdict
from bot.core.verdicts.reasons import demanded
from bot.screening.heading import REGION
from bot.screening.judging import ID, Form
from bot.screening.parts import Parts
from bot.screening.results import result_file

VERDICT, REASONS, MISSING = "verdict", "reasons", "missing"
FIRST_TO_LAST = (Verdict.ELIGIBLE, Verdict.UNDETERMINED, Verdict.INELIGIBLE)


def staff_form(knowledge: Knowledge) -> Form:
    """Verdict, reasons and missing facts in words."""

    def texts(found: Determination) -> tuple[str, ...]:
        say, facts = knowledge.phrases.say, knowledge.catalogue.facts
        demands = dict.fromkeys(demanded(leaf, knowledge) for leaf in found.deciding)
        missing = [
            say("screen_missing_office" if facts[fact].by_office else "screen_missing", label=facts[fact].label)
            for fact in found.missing
        ]
        reasons = say(f"screen_reasons_{found.verdict.value}", demands=say("screen_and").join(demands))
        return found.verdict.value, reasons, say("screen_and").join(missing)

    return Form(columns=lambda _: (VERDICT, REASONS, MISSING), texts=texts)


def write_staff_list(out: Path, parts: Parts, knowledge: Knowledge) -> int:
    """Joins the parts of a single measure; how many people are on the list."""
    people = 0
    headings = knowledge.phrases.group("screen_columns")
    schema = pa.schema([(headings[name], pa.string()) for name in (ID, REGION, VERDICT, REASONS, MISSING)])
    with result_file(out, schema, for_spreadsheets=True) as writer:
        for verdict in FIRST_TO_LAST:
            for number in range(parts.finished()):
                table = parts.load(number).table
                chosen = table.filter(pc.equal(table[VERDICT], verdict.value))
                writer.write_table(_in_words(chosen, schema, knowledge))
                people += len(chosen)
    return people


def _in_words(table: pa.Table, schema: pa.Schema, knowledge: Knowledge) -> pa.Table:
    regions = table[REGION].combine_chunks()
    names = pa.array([knowledge.gazetteer.full_name(code) for code in regions.dictionary.to_pylist()], pa.string())
    verdicts = table[VERDICT].combine_chunks()
    words = pa.array([knowledge.phrases.name("screen_verdicts", name) for name in verdicts.dictionary.to_pylist()])
    columns = [
        table[ID],
        pa.DictionaryArray.from_arrays(regions.indices, names),
        pa.DictionaryArray.from_arrays(verdicts.indices, words),
        table[REASONS],
        table[MISSING],
    ]
    return pa.table([column.cast(pa.string()) for column in columns], schema=schema)
