"""What an export of a view holds: its exhibits, in order, under one title."""

from dataclasses import dataclass

import pandas as pd

from chuangmo.access.actor import Actor
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits import views
from chuangmo.exhibits.monthly.one_page import one_page
from chuangmo.exhibits.views import BRIEFING, DOSSIER, ONE_PAGE, ViewRequest, build
from chuangmo.exports.pptx.deck import meeting_exhibits
from chuangmo.service.board import Board
from chuangmo.service.figures import assessing
from chuangmo.service.questions import Questions

#: Every view that can be exported, and what it is called in titles and file names.
VIEWS = {
    views.OVERVIEW: "进展",
    views.INDICATOR: "进展",
    views.DISTRICT: "进展",
    views.TASKS: "任务进度",
    views.SCHEME: "创模清单",
    views.ASSESSMENT: "考核",
    views.MAP: "地图",
    views.OUTLOOK: "年度推演",
    BRIEFING: "简报",
    DOSSIER: "迎检材料",
    ONE_PAGE: "一页纸",
}
#: Views about one indicator.
ONE_INDICATOR = (views.INDICATOR, views.MAP, views.OUTLOOK)


@dataclass(frozen=True)
class Contents:
    """Exhibits of one file with the request they answer.

    Attributes:
        title: of the file, without the period; subtitle: the period in words.
    """

    view: str
    request: ViewRequest
    title: str
    subtitle: str
    exhibits: tuple[Exhibit, ...]


def contents_of(
    board: Board,
    actor: Actor,
    view: str,
    request: ViewRequest,
    title: str = "",
    exhibits: tuple[Exhibit, ...] | None = None,
) -> Contents:
    """The exhibits of a view, or those given; one that says so where there is nothing to show.

    Raises:
        UnknownId, UnknownPlace: no such indicator or area.
    """
    found = _built(board, actor, view, request) if exhibits is None else exhibits
    words = title or view_title(board.catalog, view, request)
    shown = found or (_nothing(board, actor, request),)
    return Contents(view, request, words, _span(view, request), shown)


def view_title(catalog: Catalog, view: str, request: ViewRequest) -> str:
    """``兰州市创模进展``, ``城关区PM10进展`` and alike."""
    place = catalog.area(request.area) if request.area else catalog.city.name
    one = view in ONE_INDICATOR or request.indicator
    about = usual_indicator(catalog, request).label if one else ""
    what = VIEWS[view]
    return f"{place}{about or _about(what)}{what}"


def usual_indicator(catalog: Catalog, request: ViewRequest) -> Indicator:
    """The indicator asked for, else the first of the catalog, as the views take it."""
    return catalog.indicator(request.indicator or next(iter(catalog.indicators)))


def _span(view: str, request: ViewRequest) -> str:
    """The period in words; districts are assessed by the year."""
    month = request.month
    return f"{month.year}年度" if view == views.ASSESSMENT else month.words


def _about(what: str) -> str:
    """What stands between the place and a view's own word: 区县 of 考核, else 创模 once."""
    if what == VIEWS[views.ASSESSMENT]:
        return "区县"
    return "" if what.startswith("创模") else "创模"


def _built(board: Board, actor: Actor, view: str, request: ViewRequest) -> tuple[Exhibit, ...]:
    if view == BRIEFING:
        return tuple(meeting_exhibits(board, actor, request.month.period))
    if view == ONE_PAGE:
        reader = Questions(board, actor)
        return tuple(one_page(reader, request.month, _district(reader, request), request.dust))
    if view == DOSSIER:
        return tuple(build(views.SCHEME, board, actor, request))
    return tuple(build(view, board, actor, request))


def _district(reader: Questions, request: ViewRequest) -> str | None:
    """The place asked for by its name in the catalog; ``None`` for the whole city."""
    return reader.catalog.area(request.area) if request.area else None


def _nothing(board: Board, actor: Actor, request: ViewRequest) -> Exhibit:
    extent = assessing.extent(board, actor)
    until = f"数据截至 {extent.last:%Y-%m-%d}" if extent.last else "还没有导入数据"
    said = f"{request.month.words}没有可以展示的数据"
    return Exhibit(
        key="empty",
        verdict=said,
        subtitle=until,
        figure=None,
        frame=pd.DataFrame(),
        foot=Foot("", until, "", ""),
        notes=("请先在“上传”页导入该时段的报表，或改选时段、指标、区县。",),
        demo=extent.demo,
        kind="empty",
        table=Table((ColumnHead("结论"),), ((Cell(said),),)),
    )


__all__ = [
    "BRIEFING", "DOSSIER", "ONE_INDICATOR", "ONE_PAGE", "VIEWS", "Contents", "contents_of",
    "usual_indicator", "view_title",
]  # fmt: skip
