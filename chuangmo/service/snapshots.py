"""会议快照: what a meeting saw, frozen under a name in the journal, and what has changed since."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from chuangmo.access.actor import UPLOADER, VIEWER, Actor
from chuangmo.assess.question import KEEP
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import MONTH, Period, parse_period, year_period
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.service.conclusions import rests_on
from chuangmo.service.figures import Figures
from chuangmo.service.reading import areas_judged, verdict_rows
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.journal import IMPORT, RESTORE, WITHDRAW, Entry
from chuangmo.store.rows import Selection
from chuangmo.wording import shown_value

#: Type of journal line, and word of the audit.
SAVE, ACTION = "snapshot_save", "snapshot"
_LONGEST = 60


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


@dataclass(frozen=True)
class SnapshotChange:
    """A figure that the board now gives otherwise than the meeting saw it.

    Attributes:
        then, now: ``None`` where there was, or is, no such figure.
        batches: imported, withdrawn or restored since and carrying data behind it; empty where a
            limit, a target or a correction was changed instead.
    """

    then: FrozenFigure | None
    now: FrozenFigure | None
    batches: tuple[int, ...]

    @property
    def row(self) -> FrozenFigure:
        """The newer of the two, for indicator, area, period and line."""
        found = self.now or self.then
        assert found is not None
        return found


# -- freezing -------------------------------------------------------------------------------------


def save(
    board: Board,
    actor: Actor,
    name: str,
    period: Period,
    as_of: date,
    exhibits: Iterable[dict[str, Any]] = (),
    *,
    dust: str = KEEP,
    generation: int | None = None,
) -> Snapshot:
    """Freeze the verdicts of a period (of a month: of its year so far too) under a name.

    Args:
        exhibits: what was shown, as plain JSON values.
        generation: what the exhibits rest on; checked against the verdicts' own.

    Raises:
        Forbidden: below uploader. UnfitEntry: the name is empty or too long.
        StoreRefusal: the name is taken, or the data changed while this was under way.
    """
    name = _fit_name(name)
    with audited(board.settings, actor, ACTION, f"定稿 {name}", UPLOADER):
        before = board.store.generation() if generation is None else generation
        content, count = _content(board, period, as_of, dust, exhibits)
        with board.changing:
            _refuse_second(board, name)
            if board.store.generation() != before:
                raise StoreRefusal("定稿期间数据有改动，没有保存快照。请核对数据后再定稿。")
            plain = {
                "city": board.settings.city, "name": name, "period": period.text,
                "as_of": as_of.isoformat(), "dust": dust, "generation": before,
                "sha256": hashlib.sha256(content).hexdigest(),
                "figures": count, "content": _packed(content),
            }  # fmt: skip
            board.store.record(SAVE, plain, actor.name)
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
        for one in _frozen(Figures(board, asked, as_of, dust=dust), asked)
    ]
    plain = {"figures": frozen, "exhibits": list(exhibits)}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode(), len(frozen)


def periods_of(period: Period) -> tuple[Period, ...]:
    """The period itself; of a month its year too, for that is what meetings judge."""
    return (period, year_period(period.start.year)) if period.kind == MONTH else (period,)


def _frozen(figures: Figures, period: Period) -> list[FrozenFigure]:
    catalog = figures.catalog
    areas = areas_judged(catalog, figures)
    rows = verdict_rows(figures, areas, period, (), catalog.scheme(None).id)
    return [_figure(row, period, shown_value(row, catalog.indicator(row.indicator)))
            for row in rows]  # fmt: skip


def _figure(row: Verdict, period: Period, shown: str) -> FrozenFigure:
    return FrozenFigure(
        row.indicator, row.area, period.text, row.line, row.status, row.statistic, row.published,
        shown, row.unit, row.operator, row.limit, row.completion, row.reason,
    )  # fmt: skip


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 9)).decode()


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


def _thawed(raw: dict[str, Any]) -> FrozenFigure:
    return FrozenFigure(**{one.name: raw[one.name] for one in fields(FrozenFigure)})


def _lines(board: Board) -> list[Entry]:
    city = board.settings.city
    return [line for line in board.store.entries(SAVE) if line.body["payload"]["city"] == city]


def _line(board: Board, name: str) -> Entry:
    wanted = " ".join(name.split())
    found = next((one for one in _lines(board) if one.body["payload"]["name"] == wanted), None)
    if found is None:
        raise StoreRefusal(f"没有名为“{name}”的快照。请先查看快照列表。")
    return found


def _snapshot(line: Entry) -> Snapshot:
    raw = line.body["payload"]
    return Snapshot(
        raw["name"], line.at, line.actor, parse_period(raw["period"]),
        date.fromisoformat(raw["as_of"]), raw["dust"], raw["generation"], raw["sha256"],
        raw["figures"],
    )  # fmt: skip


# -- what has changed since -----------------------------------------------------------------------


def changed_since(board: Board, actor: Actor, name: str) -> list[SnapshotChange]:
    """The figures that the board now gives otherwise, in the order of the snapshot; new ones last.

    Judged anew are the snapshot's own periods up to its own ``as_of``.
    """
    snapshot = find_snapshot(board, actor, name)
    then = {one.key: one for one in content_of(board, actor, name).figures}
    moved = _moved(board.store.entries(), snapshot.generation)
    found: list[SnapshotChange] = []
    for asked in periods_of(snapshot.period):
        figures = Figures(board, asked, snapshot.as_of, dust=snapshot.dust)
        now = {one.key: one for one in _frozen(figures, asked)}
        held = {key: one for key, one in then.items() if key[2] == asked.text}
        pairs = [(held.get(key), now.get(key)) for key in dict.fromkeys([*held, *now])]
        turned = [pair for pair in pairs if _told(pair[0]) != _told(pair[1])]
        carried = _carried(board, moved, asked, snapshot.as_of) if turned else {}
        found += [
            SnapshotChange(before, after, _behind(figures, before or after, carried))
            for before, after in turned
        ]
    return found


def _told(one: FrozenFigure | None) -> tuple[str | None, ...]:
    return one.told if one is not None else ()


def _moved(lines: Iterable[Entry], generation: int) -> tuple[int, ...]:
    """Batches that hold now and did not then, or the other way round."""
    then: set[int] = set()
    now: set[int] = set()
    for line in lines:
        for held in (then, now) if line.seq <= generation else (now,):
            if line.type in (IMPORT, RESTORE):
                held.add(line.body["batch"])
            elif line.type == WITHDRAW:
                held.discard(line.body["batch"])
    return tuple(sorted(then ^ now))


def _carried(
    board: Board, moved: tuple[int, ...], period: Period, as_of: date
) -> dict[int, tuple[set[tuple[str, str]], set[tuple[str, str]]]]:
    """By batch: the (indicator or list, area) it carried within the period, and up to its end."""
    end = min(period.end, datetime.combine(as_of + timedelta(days=1), datetime.min.time()))
    return {
        batch: (
            set(board.store.carriers(Selection(start=period.start, end=end), (batch,))),
            set(board.store.carriers(Selection(end=end), (batch,))),
        )
        for batch in moved
    }


def _behind(
    figures: Figures,
    row: FrozenFigure | None,
    carried: dict[int, tuple[set[tuple[str, str]], set[tuple[str, str]]]],
) -> tuple[int, ...]:
    """Batches with data of the period itself, else of the past years it was judged by."""
    assert row is not None
    catalog = figures.catalog
    members = figures.members(catalog.indicator(row.indicator))
    areas = (row.area, *(members if catalog.area_kind(row.area) == "city" else ()))
    wanted = {(name, area) for name in rests_on(figures, row.indicator) for area in areas}
    within = tuple(batch for batch, (inside, _) in carried.items() if inside & wanted)
    return within or tuple(batch for batch, (_, upto) in carried.items() if upto & wanted)
