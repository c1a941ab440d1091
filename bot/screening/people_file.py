"""Reads people from a CSV or Parquet file, a piece at a time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from bot.screening.people import PeopleSource, UnreadablePeople

CSV_BLOCK = 16 << 20
"""Bytes of a CSV file that are read at once."""


def open_people(path: Path) -> PeopleSource:
    """The people in the file, by its ending. Raises `UnreadablePeople`."""
    readers: dict[str, type[CsvPeople | ParquetPeople]] = {".csv": CsvPeople, ".parquet": ParquetPeople}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadablePeople(f"{path} 不是 .csv 或 .parquet 文件，请另存为其中一种。")
    if not path.is_file():
        raise UnreadablePeople(f"没有找到文件 {path}。")
    source = reader(path)
    twice = [name for name, times in Counter(source.schema.names).items() if times > 1]
    if twice:
        raise UnreadablePeople(f"{path} 里有同名的列：{'、'.join(twice)}，请改名或删去多余的。")
    return source


class CsvPeople:
    """A CSV file in UTF-8 whose first line names the columns; every cell is read as text."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def fingerprint(self) -> str:
        """The hash of the file."""
        return _hash(self._path)

    @cached_property
    def schema(self) -> pa.Schema:
        """What the first line says, all of it text."""
        with _readable(self._path), pa_csv.open_csv(self._path, self._reading()) as reader:
            return pa.schema([(name, pa.string()) for name in reader.schema.names])

    def batches(self, columns: Sequence[str], rows: int, id_column: str | None = None) -> Iterator[pa.RecordBatch]:
        """A batch for each piece of the file; their size follows the file's, not `rows`."""
        text = pa_csv.ConvertOptions(
            include_columns=list(columns),
            column_types=dict.fromkeys(columns, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        )
        with _readable(self._path), pa_csv.open_csv(self._path, self._reading(), convert_options=text) as reader:
            yield from reader

    def _reading(self) -> pa_csv.ReadOptions:
        return pa_csv.ReadOptions(block_size=CSV_BLOCK)


class ParquetPeople:
    """A Parquet file; values keep their types, texts come with each different one stated once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def fingerprint(self) -> str:
        """The hash of the file."""
        return _hash(self._path)

    @cached_property
    def schema(self) -> pa.Schema:
        """The file's own."""
        with _readable(self._path), pa_parquet.ParquetFile(self._path) as file:
            return file.schema_arrow

    def batches(self, columns: Sequence[str], rows: int, id_column: str | None = None) -> Iterator[pa.RecordBatch]:
        """Batches of up to `rows`."""
        texts = [field.name for field in self.schema if _is_text(field.type) and field.name != id_column]
        with _readable(self._path), pa_parquet.ParquetFile(self._path, read_dictionary=texts, memory_map=True) as file:
            yield from file.iter_batches(rows, columns=list(columns))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowInvalid, UnicodeDecodeError, OSError) as error:
        if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error):
            raise UnreadablePeople(f"{path} 不是 UTF-8 编码，请另存为“CSV UTF-8”。") from error
        raise UnreadablePeople(f"{path} 读不下去，请检查是不是完整的文件：{error}") from error
