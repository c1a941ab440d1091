"""Turns tables of tasks into clauses: 表一5.3 is section 一, row 5, item 3; 附件3 is row 3 of the only attachment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.importing.blocks import Row
from bot.importing.document import SplitClause
from bot.importing.numbering import Level, mark_of, unfolded

_OPEN_ENDS = "。；！？"
LONGEST_NAME = 10
"""Characters of a column's name."""


def table_clauses(rows: Sequence[Row], prefix: str) -> Iterator[SplitClause]:
    """The clauses of one table. `prefix` is the part it stands in."""
    table = _numbered([list(row.cells) for row in rows if any(row.cells)])
    head = table[0] if table and _is_head(table[0]) else []
    section = ""
    for cells in _whole_rows(table):
        filled = [cell for cell in cells if cell]
        mark = mark_of(filled[0]) if len(filled) == 1 else None
        if mark and mark.level is Level.TOP:
            section = mark.label
        elif cells != head:
            yield from _row_clauses(cells, head, _base(prefix, section, cells[0]))


def _numbered(table: list[list[str]]) -> list[list[str]]:
    """The table with row numbers in the first column, counted where it has none."""
    if not table or any(cells[0].isdigit() for cells in table):
        return table
    names = [["序号", *table[0]]] if _is_head(table[0]) else []
    rows = [cells for cells in table if cells != table[0]] if names else table
    return names + [[str(number), *cells] for number, cells in enumerate(rows, start=1)]


def _whole_rows(table: list[list[str]]) -> list[list[str]]:
    """Rows that run over a page put together."""
    found: list[list[str]] = []
    for cells in table:
        if not cells[0] and found and found[-1][0].isdigit():
            found[-1] = _continued(found[-1], cells)
        else:
            found.append(cells)
    return found


def _continued(above: list[str], below: list[str]) -> list[str]:
    """`above` with the cells of the row that continues it; further items join the items, wherever a scan put them."""
    joined = above + [""] * (len(below) - len(above))
    items = next((column for column, cell in enumerate(above) if _items(cell)), None)
    for column, cell in enumerate(below):
        mark = mark_of(cell)
        is_item = items is not None and mark is not None and mark.level is Level.THIRD
        target = items if is_item and items is not None else column
        first = joined[target]
        whole = not first or not cell or first[-1] in _OPEN_ENDS or mark is not None
        joined[target] = "\n".join(filter(None, (first, cell))) if whole else first + cell
    return joined


def _is_head(cells: Sequence[str]) -> bool:
    """The names of the columns: short, none a number."""
    return all(cell and len(cell) <= LONGEST_NAME and not cell.isdigit() for cell in cells)


def _base(prefix: str, section: str, number: str) -> str:
    if section:
        return f"表{section}{number}"
    if not prefix:
        return f"表{number}"
    return f"{prefix}.{number}" if prefix[-1].isdigit() else f"{prefix}{number}"


def _row_clauses(cells: list[str], names: list[str], base: str) -> Iterator[SplitClause]:
    """The items of a row one by one, and the rest of the row (who, until when) under the row's own id."""
    rest: list[str] = []
    items: list[tuple[str, str]] = []
    for column, cell in enumerate(cells[1:], start=1):
        found = [] if items else _items(cell)
        if found:
            items = found
        elif cell:
            name = f"{names[column]}：" if column < len(names) and column > 1 else ""
            rest.append(name + cell)
    if rest:
        yield SplitClause(base, "\n".join(rest))
    for label, text in items:
        yield SplitClause(f"{base}.{label}", text)


def _items(cell: str) -> list[tuple[str, str]]:
    """1. … 2. … of a cell; nothing if it does not count up from one."""
    items: list[tuple[str, str]] = []
    for line in (piece for raw in cell.splitlines() for piece in unfolded(raw)):
        mark = mark_of(line)
        if mark and mark.level is Level.THIRD and mark.number == len(items) + 1:
            items.append((mark.label, mark.rest))
        elif items:
            label, text = items[-1]
            items[-1] = (label, f"{text}{'' if text[-1:] not in _OPEN_ENDS else chr(10)}{line}")
        else:
            return []
    return items
