"""证明材料: for each measured result of a scorecard the workbooks and cells it was made from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.period import year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.trace import excerpt
from chuangmo.service.scoring.scorecard import Scorecard

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_RUNS, _GROUPS = 4, 6  # runs of cells named of one sheet, groups of workbooks of one result
_MOST = 20_000  # cells that are listed; of more those of the last day


@dataclass(frozen=True)
class Evidence:
    """The cells behind the city's figure of one indicator in one year, in words."""

    indicator: str
    year: int
    words: str


def evidence(board: Board, actor: Actor, card: Scorecard) -> tuple[Evidence, ...]:
    """What proves the figures of a scorecard, of its year and the two before it."""
    require(actor, VIEWER)
    city = board.catalog.city.name
    wanted = {
        (str(value["indicator"]), result.year)
        for row in card.rows
        for result in row.years
        for value in result.values
        if value["value"]
    }
    found = []
    for name, of_year in sorted(wanted):
        period = year_period(of_year)
        cells = excerpt(board, actor, name, period, city, as_of=card.as_of, most=_MOST)
        if words := cells_words([one for one in cells.cells if one["used"]], cells.total):
            found.append(Evidence(name, of_year, words))
    return tuple(found)


def cells_words(cells: Iterable[Mapping[str, Any]], total: int = 0) -> str:
    """``《2008年1月.xls》“大气”表C5—C12、E3``; many workbooks and many cells are counted.

    Args:
        total: of all cells behind the figure, where ``cells`` are only those of its last day.
    """
    listed = list(cells)
    books: dict[str, dict[str, list[str]]] = {}
    for one in listed:
        sheets = books.setdefault(str(one["file"]), {})
        sheets.setdefault(one["sheet"] or "", []).append(str(one["cell"]))
    alike: dict[str, list[str]] = {}
    for file, sheets in books.items():
        alike.setdefault(_sheets(sheets), []).append(f"《{file}》")
    named = [f"{_files(files)}{where}" for where, files in alike.items()]
    more = f"等{len(books)}份" if len(named) > _GROUPS else ""
    words = "；".join(named[:_GROUPS]) + more
    return f"{words}（共{total}格，此处列最后一日）" if total > 2 * len(listed) > 0 else words


def _files(files: list[str]) -> str:
    """Workbooks with the same cells: all where they are few, else the first and how many."""
    return "、".join(files) if len(files) <= _GROUPS // 2 else f"{files[0]}等{len(files)}份的"


def _sheets(sheets: Mapping[str, list[str]]) -> str:
    return "、".join(
        (f"“{sheet}”表" if sheet else "") + _runs(sorted(set(addresses), key=_place))
        for sheet, addresses in sheets.items()
    )


def _place(address: str) -> tuple[int, int, str]:
    """Column by column, from the top; addresses of text files as they are."""
    found = _ADDRESS.fullmatch(address)
    return (_number(found[1]), int(found[2]), "") if found else (0, 0, address)


def _runs(addresses: list[str]) -> str:
    """Neighbours down a column or along a row as one run; more than four runs are counted."""
    runs = list(_joined(addresses))
    if len(runs) <= _RUNS:
        return "、".join(runs)
    return f"{'、'.join(runs[:_RUNS])}等{len(addresses)}格"


def _joined(addresses: list[str]) -> Iterator[str]:
    first = last = ""
    for address in addresses:
        if last and _follows(last, address) and (first == last or _aligned(first, last, address)):
            last = address
            continue
        if first:
            yield first if first == last else f"{first}—{last}"
        first = last = address
    if first:
        yield first if first == last else f"{first}—{last}"


def _follows(before: str, after: str) -> bool:
    """Whether a cell is the next one down the column or along the row."""
    one, two = _ADDRESS.fullmatch(before), _ADDRESS.fullmatch(after)
    if one is None or two is None:
        return False
    down = one[1] == two[1] and int(two[2]) == int(one[2]) + 1
    along = one[2] == two[2] and _number(two[1]) == _number(one[1]) + 1
    return down or along


def _aligned(first: str, last: str, after: str) -> bool:
    """Whether three cells stand in one column or in one row."""
    cells = [_ADDRESS.fullmatch(one) for one in (first, last, after)]
    known = [one for one in cells if one is not None]
    return any(len({one[n] for one in known}) == 1 for n in (1, 2))


def _number(column: str) -> int:
    found = 0
    for letter in column:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
