"""A boundary file of one's own: examined, shown, and taken only when it stands up."""

from collections.abc import Mapping
from typing import Any

from chuangmo.access.actor import MANAGER, Actor
from chuangmo.catalog.boundaries import SHIPPED, boundary_report
from chuangmo.catalog.divisions.city_files import SKETCH
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.catalog.overlay import CITY, CityKey, entries_in
from chuangmo.catalog.own_outlines.examine import OutlineReport, written
from chuangmo.catalog.sources import overlay_folder
from chuangmo.service.auditing import allow, audited
from chuangmo.service.board import Board, require
from chuangmo.service.overlay.boundary_file import BOUNDARIES_SET, OWN_BOUNDARIES, boundary_file
from chuangmo.service.overlay.journal import as_plain
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import StoreFault

_ACTION = "catalog"
_OWN_NOTE = "区县边界为示意图，不作为划界依据；界线由本单位提供"


def check_boundaries(board: Board, actor: Actor, data: bytes) -> OutlineReport:
    """Everything that is wrong with a boundary file for the board's city; nothing is written.

    Raises:
        Forbidden: the person is no administrator.
    """
    require(actor, MANAGER)
    return boundary_report(data, board.catalog.city)


def set_boundaries(
    board: Board, actor: Actor, data: bytes, source: str = ""
) -> tuple[OutlineReport, int | None]:
    """Take a boundary file: the outlines as the board keeps them, journalled with the file.

    Args:
        source: who drew it and its 审图号, for the remark under every map.

    Returns:
        What it is worth, and the journal line; ``None`` where it does not stand up.

    Raises:
        Forbidden: the person is no administrator.
        StoreRefusal, WritingClosed, StoreFault: as for every change of the catalog.
    """
    allow(board.settings, actor, _ACTION, "设置界线", MANAGER)
    report = check_boundaries(board, actor, data)
    if not report.ok:
        return report, None
    lacking = f"{'、'.join(report.lacking)}没有界线，只列在表里。" if report.lacking else ""
    note = f"{_OWN_NOTE}{f'，{source}' if source else ''}。{lacking}"
    keys = {"boundaries": OWN_BOUNDARIES, "boundary_note": note}
    return report, _set(board, actor, keys, written(report, board.catalog.city))


def set_shipped_boundaries(board: Board, actor: Actor) -> int:
    """Go back to the outlines that ship; the file of one's own stays archived.

    Raises:
        Forbidden, StoreRefusal, WritingClosed, StoreFault: as ``set_boundaries``.
    """
    allow(board.settings, actor, _ACTION, "设置界线", MANAGER)
    return _set(board, actor, {"boundaries": SHIPPED, "boundary_note": SKETCH}, None)


def _set(board: Board, actor: Actor, keys: Mapping[str, str], data: bytes | None) -> int:
    board.keeper.require_own()
    settings, path = board.settings, boundary_file(board.settings)
    file = CITY.file.replace("*", settings.city)
    with board.changing, audited(settings, actor, _ACTION, "设置界线", MANAGER) as outcome:
        board.keeper.catch_up()
        top = overlay_folder(settings)
        text = board.keeper.held().adopted.texts.get(top / file, b"")
        present = entries_in(CITY, text, top / file)
        new = [CityKey(key, value) for key, value in keys.items()]
        changed = [one for one in new if present.get(one.key) != one]
        payload: dict[str, Any] = {
            "city": settings.city,
            "own": data is not None,
            "changes": [
                {"file": file, "old": as_plain(present.get(one.key)), "new": as_plain(one)}
                for one in changed
            ],
        }
        before = path.read_bytes() if path.is_file() else None

        def record() -> int:
            return board.store.record(BOUNDARIES_SET, payload, actor.name, data)

        try:
            if data is not None:
                ensure_folder(path.parent)
                write_durably(path, data, path.with_name(path.name + ".new"))
            seq = board.keeper.write_all({file: (changed, ())} if changed else {}, record)
        except OSError as error:
            raise StoreFault(
                f"{path.name}：写不进去（{error.strerror}），没有任何改动。请检查磁盘和权限。"
            ) from error
        except (UnfitEntry, StoreFault):
            _put_back(path, before)
            raise
        if data is None:
            path.unlink(missing_ok=True)
        outcome.detail = f"日志第 {seq} 行"
    return seq


def _put_back(path: Any, before: bytes | None) -> None:
    """The file as it was before a change that was not journalled."""
    if before is None:
        path.unlink(missing_ok=True)
    else:
        write_durably(path, before, path.with_name(path.name + ".new"))
