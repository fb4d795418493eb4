"""Exhibits as plain JSON values and back: what a 会议快照 keeps, so that files come out again."""

import base64
import logging
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.frozen_answers import FrozenQuestions, freeze_answers, from_json, to_json
from chuangmo.exhibits.monthly.meeting_set import meeting_set
from chuangmo.exhibits.monthly.one_page import one_page
from chuangmo.exhibits.views import BRIEFING, ONE_PAGE, VIEWS, ViewRequest, built
from chuangmo.period import Period, today
from chuangmo.service.board import Board
from chuangmo.service.decisions import snapshots
from chuangmo.service.decisions.snapshots import Snapshot
from chuangmo.service.publication import publishing
from chuangmo.service.publication.published import Publication
from chuangmo.service.questions import Questions

_log = logging.getLogger(__name__)
_DAY = "date"
#: The sets frozen for the files of a published month.
PACK_SETS = (BRIEFING, ONE_PAGE)


def save_meeting(
    board: Board,
    actor: Actor,
    name: str,
    request: ViewRequest,
    chosen: Sequence[tuple[str, Exhibit]] = (),
    *,
    with_pack: bool = False,
) -> Snapshot:
    """Freeze every view of the board for a meeting, and what else was chosen for it.

    Args:
        request: period and day of the meeting; its month decides what the views show.
        chosen: further exhibits with the view they are of (other places, other indicators).
        with_pack: whether the sets that the files of a published month are made of are kept too.

    Raises:
        As ``chuangmo.service.decisions.snapshots.save``.
    """
    version = board.data_version()
    reader = Questions(board, actor)
    shown = [(view, one) for view in VIEWS for one in built(view, reader, request)]
    known = {(one.key, one.verdict) for _, one in shown}
    shown += [(view, one) for view, one in chosen if (one.key, one.verdict) not in known]
    sets = _pack_sets(reader, request) if with_pack else []
    needed = _needed([one for _, one in shown] + [one for one, _ in sets])
    return snapshots.save(
        board, actor, name, request.period, request.as_of or request.month.as_of,
        [*({"view": view} | frozen(one) for view, one in shown), *(plain for _, plain in sets)],
        dust=request.dust, version=version,
        behind=to_json(freeze_answers(reader, request, needed)),
    )  # fmt: skip


def publish_month(board: Board, actor: Actor, month: Period, reason: str) -> Publication:
    """Freeze a month with every view of the board and make it public.

    Raises:
        As ``chuangmo.service.publication.publishing.snapshot_name`` and ``publish``.
    """
    name = publishing.snapshot_name(board, actor, month)
    request = ViewRequest(month, min(today(), month.last_day))
    save_meeting(board, actor, name, request, with_pack=True)
    return publishing.publish(board, actor, month, name, reason)


def _pack_sets(reader: Questions, request: ViewRequest) -> list[tuple[Exhibit, dict[str, Any]]]:
    """What the files of the month show, each also as it is kept.

    Files made of them later tell what was published, whatever was corrected since. A set that
    cannot be made is left out: the month is published all the same, and its pack says what lacks.
    """
    makers = {
        BRIEFING: lambda: meeting_set(reader, request.period),
        ONE_PAGE: lambda: one_page(reader, request.month, None, request.dust),
    }
    found: list[tuple[Exhibit, dict[str, Any]]] = []
    for view, make in makers.items():
        try:
            found += [(one, {"view": view} | frozen(one)) for one in make()]
        except Exception:  # noqa: BLE001 - told to the log, and by the pack
            _log.exception("the set %s of %s cannot be made", view, request.period.text)
    return found


def _needed(exhibits: Iterable[Exhibit]) -> list[tuple[str, str]]:
    """Indicator and place of every needed value in the exhibits."""
    return [
        (one.extra["indicator"], row[0].text)
        for one in exhibits
        if one.kind == "needs" and one.table is not None and "indicator" in one.extra
        for row in one.table.rows
    ]


def reader_of(board: Board, actor: Actor, name: str) -> FrozenQuestions | None:
    """Answers for files of a snapshot; ``None`` of one that was frozen before they were kept.

    Raises:
        As ``chuangmo.service.decisions.snapshots.behind_of``.
    """
    held = snapshots.behind_of(board, actor, name)
    return None if held is None else FrozenQuestions(board, actor, from_json(held))


def exhibits_of(
    board: Board, actor: Actor, name: str, view: str | None = None
) -> list[tuple[str, Exhibit]]:
    """The frozen exhibits of a snapshot, of one view (or set) or of all views, each with its view.

    Raises:
        As ``chuangmo.service.decisions.snapshots.content_of``.
    """
    found = snapshots.content_of(board, actor, name).exhibits
    return [(raw["view"], thawed(raw)) for raw in found if _is_of(raw["view"], view)]


def _is_of(view: str, asked: str | None) -> bool:
    """Whether an exhibit is of the view asked for; the sets of a pack only where they are."""
    return view not in PACK_SETS if asked is None else view == asked


def frozen(exhibit: Exhibit) -> dict[str, Any]:
    """The exhibit as plain JSON values; ``thawed`` gives an equal one back."""
    figure, table = exhibit.figure, exhibit.table
    return {
        "key": exhibit.key,
        "verdict": exhibit.verdict,
        "subtitle": exhibit.subtitle,
        "figure": None if figure is None else _plain(figure.to_plotly_json()),
        "frame": _frame(exhibit.frame),
        "foot": asdict(exhibit.foot),
        "notes": list(exhibit.notes),
        "demo": exhibit.demo,
        "extra": exhibit.extra,
        "kind": exhibit.kind,
        "table": None if table is None else asdict(table),
    }


def thawed(raw: dict[str, Any]) -> Exhibit:
    """The exhibit that ``frozen`` was given."""
    return Exhibit(
        key=raw["key"],
        verdict=raw["verdict"],
        subtitle=raw["subtitle"],
        figure=None if raw["figure"] is None else go.Figure(raw["figure"]),
        frame=_read_frame(raw["frame"]),
        foot=Foot(**raw["foot"]),
        notes=tuple(raw["notes"]),
        demo=raw["demo"],
        extra=raw["extra"],
        kind=raw["kind"],
        table=None if raw["table"] is None else _table(raw["table"]),
    )


def renamed(exhibit: Exhibit, title: str) -> Exhibit:
    """The exhibit under another title; unchanged where the title is empty."""
    return replace(exhibit, verdict=title) if title else exhibit


def _table(raw: dict[str, Any]) -> Table:
    heads = tuple(ColumnHead(**head) for head in raw["heads"])
    rows = tuple(tuple(Cell(**cell) for cell in row) for row in raw["rows"])
    return Table(heads, rows, raw["leading"])


def _frame(frame: pd.DataFrame) -> dict[str, Any]:
    """Columns with their types; a missing value is null."""
    return {
        "index": [_plain(value) for value in frame.index],
        "columns": [
            [str(name), _type(column), [_plain(value) for value in column]]
            for name, column in frame.items()
        ],
    }


def _type(column: pd.Series) -> str:
    days = [value for value in column if isinstance(value, date)]
    return _DAY if days and column.dtype == object else str(column.dtype)


def _read_frame(raw: dict[str, Any]) -> pd.DataFrame:
    columns = {name: _column(kind, values) for name, kind, values in raw["columns"]}
    frame = pd.DataFrame(columns)
    frame.index = pd.Index(raw["index"]) if raw["index"] else frame.index
    return frame


def _column(kind: str, values: list[Any]) -> pd.Series:
    if kind == _DAY:
        days = [None if value is None else date.fromisoformat(value) for value in values]
        return pd.Series(days, dtype=object)
    return pd.Series(values, dtype=kind)


def _plain(value: Any) -> Any:
    """A value of a Plotly figure or a frame as JSON knows it."""
    match value:
        case dict():
            return _array(value) if "bdata" in value else {k: _plain(v) for k, v in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case np.ndarray() | pd.Series() | pd.Index():
            return [_plain(one) for one in value]
        case np.generic():
            return _plain(value.item())
        case float():
            return value if math.isfinite(value) else None
        case datetime() | date():
            return value.isoformat()
        case _:
            return None if value is pd.NaT or value is pd.NA else value


def _array(raw: dict[str, Any]) -> list[Any]:
    """Plotly's packed numbers, unpacked."""
    packed = np.frombuffer(base64.b64decode(raw["bdata"]), dtype=raw["dtype"])
    if "shape" in raw:
        packed = packed.reshape([int(part) for part in str(raw["shape"]).split(",")])
    return [_plain(one) for one in packed.tolist()]
