"""会议快照: what a meeting saw, frozen under a name in the journal."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from chuangmo.access.actor import UPLOADER, VIEWER, Actor
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import MONTH, Period, parse_period, year_period
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.service.figures.assessing import areas_judged, verdict_rows
from chuangmo.service.figures.figures import Figures
from chuangmo.service.memo import DataVersion
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.journal import JournalEntry
from chuangmo.wording import shown_value

#: Type of journal line, and word of the audit.
SAVE, ACTION = "snapshot_save", "snapshot"
_LONGEST, _EFFORT = 60, 9


@dataclass(frozen=True)
class FrozenFigure:
    """One verdict as the meeting saw it.

    Attributes:
        period: notation of the command line (``2008``, ``2008-10``).
        published, limit: decimal texts in ``unit``; ``None`` where there is none.
        shown: the text that stands in tables (also of values too weak to publish).
        completion: of tasks, per cent.
    """

    indicator: str
    area: str
    period: str
    line: str
    status: str
    statistic: str
    published: str | None
    shown: str
    unit: str
    operator: str | None
    limit: str | None
    completion: str | None
    reason: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is about: indicator, area, period, line."""
        return self.indicator, self.area, self.period, self.line

    @property
    def told(self) -> tuple[str | None, ...]:
        """What a reader sees of it; two figures that tell the same are unchanged."""
        return self.status, self.published, self.shown, self.limit, self.completion


@dataclass(frozen=True)
class Snapshot:
    """A frozen meeting.

    Attributes:
        at: UTC; by: who froze it. period, as_of, dust: what was asked.
        generation: the journal line that the values rested on.
        sha256: of the frozen content (canonical JSON).
        count: how many figures it holds.
    """

    name: str
    at: str
    by: str
    period: Period
    as_of: date
    dust: str
    generation: int
    sha256: str
    count: int


@dataclass(frozen=True)
class Content:
    """What a snapshot froze.

    Attributes:
        exhibits: the views as plain JSON values; ``chuangmo.exhibits.frozen`` reads them.
    """

    figures: tuple[FrozenFigure, ...]
    exhibits: tuple[dict[str, Any], ...]


# -- freezing -------------------------------------------------------------------------------------


def save(
    board: Board,
    actor: Actor,
    name: str,
    period: Period,
    as_of: date,
    exhibits: Iterable[dict[str, Any]] = (),
    *,
    dust: str = WITH_DUST,
    version: DataVersion | None = None,
    behind: bytes | None = None,
) -> Snapshot:
    """Freeze the verdicts of a period (of a month: of its year so far too) under a name.

    Args:
        exhibits: what was shown, as plain JSON values.
        version: what the exhibits rest on; checked against the verdicts' own.
        behind: what files tell beyond the exhibits, as ``behind_of`` gives it back.

    Raises:
        Forbidden: below uploader. UnfitEntry: the name is empty or too long.
        StoreRefusal: the name is taken, or data or catalog changed while this was under way.
    """
    name = _fit_name(name)
    with audited(board.settings, actor, ACTION, f"定稿 {name}", UPLOADER):
        board.keeper.require_own()
        before = board.data_version() if version is None else version
        content, count = _content(board, period, as_of, dust, exhibits)
        with board.changing:
            _refuse_second(board, name)
            if board.data_version() != before:
                raise StoreRefusal("定稿期间数据或目录有改动，没有保存快照。请核对后再定稿。")
            plain = {
                "city": board.settings.city, "name": name, "period": period.text,
                "as_of": as_of.isoformat(), "dust": dust, "generation": before.journal,
                "sha256": hashlib.sha256(content).hexdigest(),
                "figures": count, "content": _packed(content),
            }  # fmt: skip
            attached = None if behind is None else zlib.compress(behind, _EFFORT)
            board.store.record(SAVE, plain, actor.name, attached)
            return _snapshot(_line(board, name))


def _fit_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST:
        raise UnfitEntry(f"快照名称应为 1 至 {_LONGEST} 字，例如“十月例会”。")
    return name


def _refuse_second(board: Board, name: str) -> None:
    for line in _lines(board):
        if line.body["payload"]["name"] == name:
            raise StoreRefusal(f"快照“{name}”已经有了，定稿后不再改动。请换一个名称。")


def _content(
    board: Board, period: Period, as_of: date, dust: str, exhibits: Iterable[dict[str, Any]]
) -> tuple[bytes, int]:
    """Figures and exhibits as canonical JSON, and how many figures."""
    frozen = [
        asdict(one)
        for asked in periods_of(period)
        for one in frozen_figures(Figures(board, asked, as_of, dust=dust), asked)
    ]
    plain = {"figures": frozen, "exhibits": list(exhibits)}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode(), len(frozen)


def periods_of(period: Period) -> tuple[Period, ...]:
    """The period itself; of a month its year too, for that is what meetings judge."""
    return (period, year_period(period.start.year)) if period.kind == MONTH else (period,)


def frozen_figures(figures: Figures, period: Period) -> list[FrozenFigure]:
    """All verdicts of a period as a snapshot keeps them."""
    catalog = figures.catalog
    areas = areas_judged(catalog, figures)
    rows = verdict_rows(figures, areas, period, ())
    return [_figure(row, period, shown_value(row, catalog.indicator(row.indicator)))
            for row in rows]  # fmt: skip


def _figure(row: Verdict, period: Period, shown: str) -> FrozenFigure:
    return FrozenFigure(
        row.indicator, row.area, period.text, row.line, row.status, row.statistic, row.published,
        shown, row.unit, row.operator, row.limit, row.completion, row.reason,
    )  # fmt: skip


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, _EFFORT)).decode()


# -- reading --------------------------------------------------------------------------------------


def list_snapshots(board: Board, actor: Actor) -> list[Snapshot]:
    """All snapshots of the city, oldest first."""
    require(actor, VIEWER)
    return [_snapshot(line) for line in _lines(board)]


def find_snapshot(board: Board, actor: Actor, name: str) -> Snapshot:
    """The snapshot of this name.

    Raises:
        StoreRefusal: there is none.
    """
    require(actor, VIEWER)
    return _snapshot(_line(board, name))


def content_of(board: Board, actor: Actor, name: str) -> Content:
    """What the snapshot froze, exactly as it was.

    Raises:
        StoreRefusal: there is no such snapshot. StoreFault: its content does not match its hash.
    """
    require(actor, VIEWER)
    line = _line(board, name)
    raw = line.body["payload"]
    try:
        content = zlib.decompress(base64.b64decode(raw["content"]))
        plain = json.loads(content)
        figures = tuple(_thawed(one) for one in plain["figures"])
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise StoreFault(f"journal.jsonl 第 {line.seq} 行：会议快照读不懂。") from error
    if hashlib.sha256(content).hexdigest() != raw["sha256"]:
        raise StoreFault(f"journal.jsonl 第 {line.seq} 行：会议快照的内容与指纹不符。")
    return Content(figures, tuple(plain["exhibits"]))


def behind_of(board: Board, actor: Actor, name: str) -> bytes | None:
    """What was kept for files beyond the exhibits; ``None`` of a snapshot that kept nothing.

    Raises:
        StoreRefusal: there is no such snapshot. StoreFault: what was kept is missing or damaged.
    """
    require(actor, VIEWER)
    line = _line(board, name)
    held = board.store.attached(line)
    try:
        return None if held is None else zlib.decompress(held)
    except zlib.error as error:
        raise StoreFault(f"journal.jsonl 第 {line.seq} 行：会议快照的明细读不懂。") from error


def _thawed(raw: dict[str, Any]) -> FrozenFigure:
    return FrozenFigure(**{one.name: raw[one.name] for one in fields(FrozenFigure)})


def _lines(board: Board) -> list[JournalEntry]:
    city = board.settings.city
    return [line for line in board.store.entries(SAVE) if line.body["payload"]["city"] == city]


def _line(board: Board, name: str) -> JournalEntry:
    wanted = " ".join(name.split())
    found = next((one for one in _lines(board) if one.body["payload"]["name"] == wanted), None)
    if found is None:
        raise StoreRefusal(f"没有名为“{name}”的快照。请先查看快照列表。")
    return found


def _snapshot(line: JournalEntry) -> Snapshot:
    raw = line.body["payload"]
    return Snapshot(
        raw["name"], line.at, line.actor, parse_period(raw["period"]),
        date.fromisoformat(raw["as_of"]), raw["dust"], raw["generation"], raw["sha256"],
        raw["figures"],
    )  # fmt: skip
