"""What the reading of one block shares: its columns, keys, surroundings and what is set aside."""

from dataclasses import dataclass, field

from loaders.binding.context import Context
from loaders.binding.file_context import FileContext
from loaders.binding.keys import KeyReader, RowKeys
from loaders.model.readings import Chunk
from loaders.model.sheet import cell_text
from loaders.model.staged import Question
from loaders.model.table import TIME_ROLES, Block, Column
from loaders.model.targets import FoundTarget
from loaders.tables.finding import SheetLayout
from loaders.tally import Tally
from loaders.words.values import BLANK, Parsed, parse_value


@dataclass
class BlockScope:
    """One block with its columns, keys and surroundings; what it gives is gathered here.

    Attributes:
        used: part columns (by index) that a reading takes up.
        beside: figures of the same period last year; compared with the store, never loaded.
        targets: printed targets that may be registered; never loaded either.
    """

    block: Block
    columns: list[Column]
    keys: KeyReader
    rows: RowKeys
    context: Context
    file: FileContext
    layout: SheetLayout
    tally: Tally
    form: str
    chunks: list[Chunk] = field(default_factory=list)
    beside: list[Chunk] = field(default_factory=list)
    targets: list[FoundTarget] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    open_axes: frozenset[str] = frozenset()

    def aside(
        self, code: str, column: Column, hits: list[tuple[int, str]], found: str, **values: str
    ) -> None:
        """Count cells that are no readings, with one diagnostic at the first."""
        if not hits:
            return
        self.tally.readings += len(hits)
        self.tally.set_aside += len(hits)
        self.tally.report(
            code, hits[0][0], column.index, found, count=len(hits), confirm=None, **values
        )

    def parsed(self, row: int, column: Column) -> Parsed:
        """One cell parsed, per cent formats applied."""
        raw = self.block.sheet.value(row, column.index)
        if raw is None:
            return BLANK
        return parse_value(raw, self._percent(row, column.index))

    def _percent(self, row: int, column: int) -> bool:
        formats = self.block.sheet.formats
        return bool(formats) and "%" in formats.get((row, column), "")

    def row_label(self, row: int) -> str:
        """The text of a row under the key column of indicators; empty without one."""
        column = self.keys.column("indicator")
        return cell_text(self.layout.shown(row, column.index)) if column else ""

    @property
    def rows_have_times(self) -> bool:
        """Whether the rows state their own times."""
        return any(c.role == "key" and c.key in TIME_ROLES for c in self.columns)

    def ask(self, question: Question) -> None:
        """Add a question once."""
        if question.key not in {known.key for known in self.tally.questions}:
            self.tally.questions.append(question)
