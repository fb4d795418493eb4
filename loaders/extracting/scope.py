"""What the reading of one block shares: its columns, keys and surroundings."""

import re
from dataclasses import dataclass
from functools import cached_property

from loaders.binding.context import Context
from loaders.binding.file_context import FileContext
from loaders.binding.keys import KeyReader
from loaders.binding.row_keys import RowKeys
from loaders.extracting.extract import Extract, aside
from loaders.model.sheet import cell_text
from loaders.model.table import TIME_ROLES, Block, Column
from loaders.tables.finding import TableFinder
from loaders.words.normalise import label
from loaders.words.values import BLANK, Parsed, parse_value

_CLAUSE = re.compile(r"[,，。;；、:()]")
_PERCENTILE = re.compile(r"p\d{1,2}")


@dataclass(frozen=True)
class BlockScope:
    """One block with its columns, keys and surroundings.

    Attributes:
        open_axes: ``place`` or ``period`` where a question of this block leaves it open.
    """

    block: Block
    columns: list[Column]
    keys: KeyReader
    rows: RowKeys
    context: Context
    file: FileContext
    layout: TableFinder
    form: str
    open_axes: frozenset[str] = frozenset()

    @cached_property
    def stated_statistics(self) -> dict[str, str]:
        """The statistic that titles, notes or explanations state of an indicator by name.

        CO为第95百分位数，O3为日最大8小时均值第90百分位数: each clause speaks of what it names.
        """
        found: dict[str, str] = {}
        for text in (*self.block.titles, *self.block.notes, *self.file.help):
            for clause in _CLAUSE.split(label(text)):
                said = self.file.vocabulary.facets(clause)
                if len(said.indicators) == 1 and _is_stated(said.statistic):
                    found.setdefault(said.indicators[0], said.statistic)
        return found

    def aside(
        self, code: str, column: Column, rows: list[int], found: str, **words: str
    ) -> Extract:
        """Cells of a column that are no readings: counted, with one finding at the first."""
        return aside(code, self.block.sheet, column.index, rows, found, **words)

    def parsed(self, row: int, column: Column) -> Parsed:
        """One cell parsed, per cent formats applied."""
        raw = self.block.sheet.value(row, column.index)
        if raw is None:
            return BLANK
        return parse_value(raw, self.in_percent(row, column))

    def row_label(self, row: int) -> str:
        """The text of a row under the key column of indicators; empty without one."""
        column = self.keys.column("indicator")
        return cell_text(self.layout.shown(row, column.index)) if column else ""

    @property
    def rows_have_times(self) -> bool:
        """Whether the rows state their own times."""
        return any(c.role == "key" and c.key in TIME_ROLES for c in self.columns)

    def in_percent(self, row: int, column: Column) -> bool:
        """Whether a cell is in a per cent format."""
        return "%" in self.block.sheet.formats.get((row, column.index), "")


def _is_stated(statistic: str) -> bool:
    """Whether a statistic is none that a plain column of means may stand for."""
    return statistic in ("mda8", "median", "max", "min") or bool(_PERCENTILE.fullmatch(statistic))
