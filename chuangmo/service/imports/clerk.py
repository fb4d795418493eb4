"""Help for the clerk: blank forms, marked-up workbooks, corrections, hand entry."""

from collections.abc import Sequence
from dataclasses import replace

from chuangmo.access.actor import UPLOADER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import Period
from chuangmo.service.auditing import allow
from chuangmo.service.board import Board, require
from chuangmo.service.imports.importing import ImportResult, import_file, preview
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.rows import Selection
from loaders import HandRow, MarkedUp, Refused, Template, hand_form, mark_up, template
from loaders.model.staged import Hints, StagedBatch

#: Indicators whose sites the catalog of a city often does not list.
HAND_NAME = "手工录入.xlsx"
_SITED = (
    "water_source_compliance",
    "surface_water_compliance",
    "noise_regional",
    "noise_traffic",
)


def blank_form(
    board: Board, actor: Actor, kind: str, period: Period, district: str | None = None
) -> Template:
    """The blank form of one kind and period, its sites those of the catalog or reported before.

    Args:
        district: whose form it is, as a person calls it; ``None``: of the whole city.

    Raises:
        PeriodError, UnfitEntry: as ``loaders.returning.templates.template``.
        UnknownPlace: no such district.
    """
    require(actor, VIEWER)
    wanted = {"water": _SITED[:2], "noise": _SITED[2:]}.get(kind, ())
    known = {indicator: _reported_sites(board, indicator) for indicator in wanted}
    area = board.catalog.area(district) if district else None
    if area is not None and board.catalog.area_kind(area) != "district":
        raise UnfitEntry(f"“{area}”不是区县，空白表只能按区县或全市生成。")
    return template(kind, period, board.catalog, known, area)


def _reported_sites(board: Board, indicator: str) -> list[tuple[str, str]]:
    """(area, site) of the latest period in which sites of the indicator were reported."""
    if board.catalog.sites(None, indicator):
        return []
    rows = board.store.current(Selection(indicators=(indicator,))).to_pylist()
    last = max((row["end"] for row in rows if row["site"]), default=None)
    found = [(r["area"], r["site"]) for r in rows if r["site"] and r["end"] == last]
    return list(dict.fromkeys(found))


def marked_up(
    board: Board, actor: Actor, data: bytes, name: str, hints: Hints
) -> tuple[MarkedUp, StagedBatch]:
    """The sender's workbook with its faulty cells marked, and what was found in it.

    Raises:
        StoreRefusal: the file cannot be read at all; the sentence says why.
    """
    staged = preview(board, actor, data, name, hints)
    found = [staged.rejected] if staged.rejected else list(staged.uncondensed)
    try:
        return mark_up(data, name, found, staged.questions), staged
    except Refused as refusal:
        raise StoreRefusal(refusal.diagnostic.message) from refusal


def enter_by_hand(
    board: Board, actor: Actor, rows: Sequence[HandRow], *, document: str, reason: str = ""
) -> ImportResult:
    """Figures that have no workbook: one is made from them and imported as any other.

    Args:
        document: where the figures come from; it stands in the workbook.
        reason: for warnings that must be confirmed, as with any import.

    Raises:
        Forbidden: the person may not upload. UnfitEntry: the rows or the document do not do.
        UnknownId, UnknownPlace: an indicator, area or site that the catalog does not know.
    """
    data = hand_book(board, actor, rows, document=document)
    return import_file(board, actor, data, HAND_NAME, Hints(), reason=reason)


def hand_book(board: Board, actor: Actor, rows: Sequence[HandRow], *, document: str) -> bytes:
    """The workbook that hand entry makes of ``rows``; the same rows give the same bytes.

    Raises:
        Forbidden: the person may not upload. UnfitEntry: the rows or the document do not do.
        UnknownId, UnknownPlace: an indicator, area or site that the catalog does not know.
    """
    require(actor, UPLOADER)
    if not document.strip():
        raise UnfitEntry("没有写依据。请写明数据来自哪份文件或哪次来函。")
    catalog = board.catalog
    placed = [replace(row, area=catalog.area(row.area), site=_site(board, row)) for row in rows]
    allow(board.settings, actor, "upload", HAND_NAME, UPLOADER, [row.area for row in placed])
    sender = f"填报人：{actor.name}（手工录入）  依据：{' '.join(document.split())}"
    return hand_form(placed, catalog, sender)


def _site(board: Board, row: HandRow) -> str | None:
    if not row.site:
        return None
    known = board.catalog.site(row.site)
    return known.id if known else row.site.strip()
