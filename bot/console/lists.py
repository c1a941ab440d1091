"""Lists: which part of one the address asks for, and the list as `templates/lists.html` shows it.

    COLUMNS = (Column("name", "accounts.name"), Column("since", "accounts.since"))
    query = read_query(visit.request, columns=COLUMNS, filters=("name", "role"), sort="name")
    rows, total = await desk.things.page(query.filters, query.sort, query.descending, query.first, query.size)

Filters stand in the address: what tells who somebody is (a phone or a certificate) is looked for by POST instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from fastapi import Request

SIZES = (25, 50, 100)
LONGEST = 100
EXPORTS = ("xlsx", "csv")


@dataclass(frozen=True)
class Column:
    """A column: its key, under which a list sorts, and its heading. `number` columns are set to the right."""

    key: str
    heading: str
    sorts: bool = True
    number: bool = False


@dataclass(frozen=True)
class Filter:
    """A field above a list. With `options` (value to label) one is chosen of them, `kind` is that of an input else."""

    key: str
    label: str
    options: Mapping[str, str] | None = None
    kind: str = "search"


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere. `says` is read out instead where the text alone does not tell where to."""

    text: str
    address: str
    says: str | None = None


@dataclass(frozen=True)
class Badge:
    """A cell that shows a state in a word: `kind` is `good`, `warn`, `bad` or empty, and never the only sign."""

    text: str
    kind: str = ""


Cell = str | int | Decimal | Link | Badge
Row = Sequence[Cell]


@dataclass(frozen=True)
class Query:
    """Which part of a list is asked for; pages are counted from 1."""

    path: str
    filters: Mapping[str, str]
    sort: str
    descending: bool
    page: int = 1
    size: int = SIZES[0]
    export: str | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.size

    @property
    def is_filtered(self) -> bool:
        """Whether anything is filtered."""
        return any(self.filters.values())

    def at(self, page: int) -> str:
        """The address of another page."""
        return self._address(page=page)

    def sorted_by(self, key: str) -> str:
        """The address of the list sorted by a column; by the one it is sorted by, the other way round."""
        turned = not self.descending if key == self.sort else False
        return replace(self, sort=key, descending=turned)._address(page=1)

    def exported(self, kind: str) -> str:
        """The address of the whole list as a file."""
        return self._address(page=1, export=kind)

    def _address(self, *, page: int, export: str | None = None) -> str:
        marks = {**self.fixed, **{name: value for name, value in self.filters.items() if value}}
        marks |= {"sort": ("-" if self.descending else "") + self.sort}
        marks |= {"size": str(self.size)} if self.size != SIZES[0] else {}
        marks |= {"page": str(page)} if page > 1 else {}
        marks |= {"export": export} if export else {}
        return f"{self.path}?{urlencode(marks)}"


@dataclass(frozen=True)
class Listing:
    """A list as it is shown: `empty` says what to do when there is nothing, `exports` which files are offered.

    `keep`: fields that the form of the filters carries along.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: int
    query: Query
    filters: Sequence[Filter] = ()
    empty: str = ""
    exports: Sequence[str] = ()
    name: str = "list"

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.query.size))


def read_query(
    request: Request, columns: Sequence[Column], filters: Sequence[str], sort: str, fixed: Sequence[str] = ()
) -> Query:
    """What the address asks for; what makes no sense is passed over. `sort` begins with `-` for descending.

    `fixed` names further marks of the address that every link of the list keeps.
    """
    asked = request.query_params
    order = asked.get("sort", sort)
    if order.removeprefix("-") not in {column.key for column in columns if column.sorts}:
        order = sort
    size = _whole(asked.get("size", ""), SIZES[0])
    return Query(
        path=request.url.path,
        filters={name: asked.get(name, "").strip()[:LONGEST] for name in filters},
        sort=order.removeprefix("-"),
        descending=order.startswith("-"),
        page=max(1, _whole(asked.get("page", ""), 1)),
        size=size if size in SIZES else SIZES[0],
        export=asked.get("export") if asked.get("export") in EXPORTS else None,
        fixed={name: asked[name][:LONGEST] for name in fixed if asked.get(name)},
    )


def paged[T](several: Sequence[T], query: Query) -> Sequence[T]:
    """The part of a list that is at hand as a whole; all of it for a file."""
    return several if query.export else several[query.first : query.first + query.size]


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
