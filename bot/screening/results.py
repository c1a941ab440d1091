"""Writes the result: a Parquet or CSV file that appears when it is complete."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

ENDINGS = (".parquet", ".csv")
BYTE_ORDER_MARK = "\ufeff".encode()
"""Without it spreadsheets take Chinese in UTF-8 for something else."""
ROWS_AT_ONCE = 1 << 13


class TableWriter(Protocol):
    """Takes tables of one schema, one after the other."""

    def write_table(self, table: pa.Table) -> None:
        """Append."""
        ...


@contextmanager
def result_file(out: Path, schema: pa.Schema, *, for_spreadsheets: bool = False) -> Iterator[TableWriter]:
    """The file being written, by its ending; `out` is replaced only when all went well."""
    unfinished = out.with_name(out.name + ".unfinished")
    try:
        if out.suffix.lower() == ".csv":
            plain = pa.schema([field.with_type(_plain(field.type)) for field in schema])
            with unfinished.open("wb") as file:
                file.write(BYTE_ORDER_MARK if for_spreadsheets else b"")
                with pa_csv.CSVWriter(file, plain) as writer:
                    yield _PlainTables(writer, plain)
        else:
            # Reasons are read as a whole; minimum and maximum of them would say nothing.
            with pa_parquet.ParquetWriter(unfinished, schema, write_statistics=False) as writer:
                yield writer
        os.replace(unfinished, out)
    finally:
        unfinished.unlink(missing_ok=True)


class _PlainTables:
    """CSV knows no dictionaries."""

    def __init__(self, writer: pa_csv.CSVWriter, schema: pa.Schema) -> None:
        self._writer = writer
        self._schema = schema

    def write_table(self, table: pa.Table) -> None:
        """Append, a little at a time: as text, reasons take much room."""
        for start in range(0, len(table), ROWS_AT_ONCE):
            self._writer.write_table(table.slice(start, ROWS_AT_ONCE).cast(self._schema))


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
