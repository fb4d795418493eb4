"""What the reading of one block shares: its columns, keys and surroundings."""

from dataclasses import dataclass

from loaders.binding.context import Context
from loaders.binding.file_context import FileContext
from loaders.binding.keys import KeyReader
from loaders.binding.row_keys import RowKeys
from loaders.extracting.extract import Extract, aside
from loaders.model.sheet import cell_text
from loaders.model.table import TIME_ROLES, Block, Column
from loaders.tables.finding import TableFinder
from loaders.words.values import BLANK, Parsed, parse_value


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
