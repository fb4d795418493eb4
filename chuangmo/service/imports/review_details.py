"""What a reviewer looks at beside the differences: the sheet, and the month of other districts."""

from dataclasses import dataclass
from decimal import Decimal

from chuangmo.access.actor import REVIEWER, Actor
from chuangmo.period import Period
from chuangmo.service.board import Board, require
from chuangmo.service.imports.importing import hints_of
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.journal import SUBMIT
from chuangmo.store.rows import Selection
from loaders import stage
from loaders.model.staged import Hints, StagedBatch

#: So many values of a file are set beside those of other districts.
MOST_BESIDE = 60


@dataclass(frozen=True)
class BesideRow:
    """One value of a submitted file beside what holds for other districts in the same period.

    Attributes:
        sent: the submitted value, decimal text in ``unit``; ``None``: reported as missing.
        others: (area, value that holds) of other areas, in the order of the catalog.
    """

    indicator: str
    area: str
    period: Period
    unit: str
    sent: str | None
    others: tuple[tuple[str, str], ...]


def sheet_of(board: Board, actor: Actor, batch: int) -> StagedBatch:
    """A submitted file read anew as it was read when it was sent; nothing is written.

    Raises:
        StoreRefusal: no such file was submitted. ArchiveDamaged: the original is lost.
    """
    require(actor, REVIEWER)
    lines = [line.body for line in board.store.entries(SUBMIT) if line.body["batch"] == batch]
    if not lines:
        raise StoreRefusal(f"批次 {batch}：不是提交审核的。请先看审核的列表。")
    data = board.store.original(lines[0]["sha256"])
    hints = hints_of(board, data, Hints(answers=lines[0]["answers"]))
    return stage(data, lines[0]["file"], board.catalog, board.store, hints)


def beside(board: Board, actor: Actor, batch: int) -> tuple[list[BesideRow], int]:
    """The first values of a submitted file beside other districts', and how many there are."""
    require(actor, REVIEWER)
    sent = [
        row
        for row in board.store.carried(batch)[0].to_pylist()
        if row["site"] is None and not row["outside"] and row["qualifier"] != "removed"
    ]
    shown = sent[:MOST_BESIDE]
    if not shown:
        return [], 0
    held = board.store.current(
        Selection(
            indicators=tuple({row["indicator"] for row in shown}), site="",
            start=min(row["start"] for row in shown), end=max(row["end"] for row in shown),
        )
    ).to_pylist()  # fmt: skip
    others: dict[tuple[object, ...], dict[str, str]] = {}
    for row in held:
        if row["value"] is not None:
            others.setdefault(_series(row), {})[row["area"]] = _text(row["value"]) or ""
    areas = board.catalog.areas()
    return [
        BesideRow(
            row["indicator"], row["area"], Period(row["start"], row["end"], row["kind"]),
            row["unit"], _text(row["value"]),
            tuple(
                (area, found[area]) for area in areas if area in found and area != row["area"]
            ),
        )
        for row in shown
        for found in [others.get(_series(row), {})]
    ], len(sent)  # fmt: skip


def _series(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in ("indicator", "start", "end", "kind", "statistic", "dust"))


def _text(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
