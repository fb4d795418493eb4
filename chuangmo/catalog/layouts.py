"""Forms of workbooks as data: where each axis stands, by words and labels, never by row number.

Shipped forms stand in ``data/catalog/layouts``, those that people confirmed in
``HOME/catalog/layouts``; both have this one schema, and one extractor reads with either.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import tomli_w
from pydantic import ConfigDict, Field, ValidationError

from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.toml_text import UnfitText, parsed

Role = Literal["key", "value", "part", "derived", "ignored", "field"]
Across = Literal["period", "place", "zone"]
Where = Literal[
    "key", "header", "title", "sheet", "cover", "name", "parts", "rule", "answer", "magnitude"
]
RunKind = Literal["", "month", "day", "hour", "year", "ym"]
_LIST = re.compile(r"\[\n((?: {4}[^\n]*,\n)+)\]")
_HEAD = "# 已确认的版式，由 layout accept 写入。没有行号和列号；answers 是随版式记住的回答。\n"


class AxisSource(CatalogEntry):
    """Where one axis is read: a key column, the header, a title, a sheet's or file's name."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    where: Where = Field(alias="from")


class LayoutColumn(CatalogEntry):
    """The columns under one header, found by its words.

    Attributes:
        header: normalised header texts from the outer level to the inner one; ``{per}`` stands for
            a period, ``{place}`` for a place of the catalog, ``{n}`` for a number of a run.
        role: ``field`` is a column of a ledger; ``key`` then names the field.
        key: for keys the axis or part of it (date ym year month day hour district place ...).
        unit: as the header states it, or where it states none what the values stand in.
        across: axes that the header binds for its own column.
        nth: which of several columns under the same words, from the left; empty for all of them.
        optional: the form fits without this column too.
        reason: why an ignored column is not read.
    """

    header: tuple[str, ...]
    role: Role
    key: str = ""
    indicator: str = ""
    part: str = ""
    unit: str = ""
    statistic: str = ""
    modifiers: tuple[str, ...] = ()
    across: tuple[Across, ...] = ()
    nth: tuple[int, ...] = ()
    optional: bool = False
    reason: str = ""


class Layout(CatalogEntry):
    """One form of table.

    Attributes:
        fingerprint: of the tables that it was learned from; empty for a form written by hand.
        words: the sheet's name, its titles or the file's name hold one of these; empty for any.
        table: ``down`` where headers stand above, ``turned`` where they stand on the left.
        run: what the numbers of a header run count; empty where there is none.
        place, period, indicator, unit: where the axis is read; absent where any source will do.
        leave_out: texts of a key cell whose rows are not read.
        answers: topic of a question -> what was answered for the form.
    """

    id: str
    name: str = ""
    fingerprint: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    table: Literal["down", "turned"] = "down"
    run: RunKind = ""
    place: AxisSource | None = None
    period: AxisSource | None = None
    indicator: AxisSource | None = None
    unit: AxisSource | None = None
    leave_out: tuple[str, ...] = ()
    answers: dict[str, str] = Field(default_factory=dict)
    column: tuple[LayoutColumn, ...] = Field(min_length=1)

    @property
    def title(self) -> str:
        """The name shown to people."""
        return self.name or self.id

    @property
    def sources(self) -> dict[str, str]:
        """Axis -> where it is read, of the axes that the form fixes."""
        axes = {"place": self.place, "period": self.period, "indicator": self.indicator}
        return {axis: source.where for axis, source in axes.items() if source}


def rendered(layouts: Sequence[Layout], head: str = _HEAD) -> bytes:
    """The bytes of a layout file; what has its default is left out."""
    tables = [
        layout.model_dump(mode="json", by_alias=True, exclude_defaults=True) for layout in layouts
    ]
    text = tomli_w.dumps({"layout": tables})
    return (head + _LIST.sub(lambda m: f"[{' '.join(m[1].split())[:-1]}]", text)).encode()


class UnfitLayouts(ValueError):
    """A file that holds no forms.

    Attributes:
        line: from 1; ``None`` where no single line can be named.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(message)


def parse_layouts(data: bytes, name: str) -> list[Layout]:
    """The forms of one file.

    Raises:
        UnfitLayouts: the file is no layout file; its name and the place in it are in the message.
    """
    try:
        tables = parsed(data)
    except UnfitText as error:
        raise UnfitLayouts(f"{name}：版式文件读不懂（{error}）。", error.line) from error
    if set(tables) - {"layout"}:
        raise UnfitLayouts(f"{name}：版式文件里只能有 layout 表。")
    try:
        return [Layout.model_validate(table) for table in _tables(tables.get("layout", []))]
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnfitLayouts(f"{name}：版式文件的 {where} 不合要求（{first['msg']}）。") from error


def _tables(found: object) -> list[object]:
    return found if isinstance(found, list) else [found]


def chosen_layouts(folders: Iterable[Sequence[Layout]]) -> tuple[Layout, ...]:
    """The forms of several folders, those of the first folder first.

    A form of an earlier folder hides one with the same id or a fingerprint of its own in a later.
    """
    found: list[Layout] = []
    marks: set[str] = set()
    for here in folders:
        found += [one for one in here if not marks & {one.id, *one.fingerprint}]
        marks |= {mark for one in here for mark in (one.id, *one.fingerprint)}
    return tuple(found)
