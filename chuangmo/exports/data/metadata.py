"""What stands beside the rows of a data view: without it a number of the board means nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from chuangmo.assess.stretches import WITH_DUST
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.exports.data import columns
from chuangmo.exports.data.views import DataRequest, Row, view_of
from chuangmo.period import Period, month_period
from chuangmo.service.decisions.office_settings import office_settings
from chuangmo.service.publication.published import Publication
from chuangmo.service.questions import Questions

_NO_LICENCE = "看板没有写明使用许可。转发、公布以前，请先征得数据所属单位同意。"
_DEMO = "其中有演示数据，内容为虚构，不得作为依据引用。"
_FEW = 12


def metadata_of(
    reader: Questions, name: str, request: DataRequest, rows: Sequence[Row]
) -> dict[str, Any]:
    """What, where, period, unit, standard, source, licence, published when; and the columns.

    Raises:
        As ``rows_of``.
    """
    view, catalog, extent = view_of(name), reader.catalog, reader.extent()
    judged = request.month.year_period if view.of_year else request.period
    as_of = request.month.as_of if view.of_year else request.until
    demo = any(row.get("demo") for row in rows) if rows and "demo" in rows[0] else extent.demo
    area = catalog.area(request.area) if request.area else catalog.city.name
    indicator = catalog.indicator(request.indicator) if request.indicator else None
    return {
        "view": name,
        "title": view.title,
        "what": view.what,
        "city": catalog.city.name,
        "area": area,
        "indicator": None if indicator is None else {"id": indicator.id, "name": indicator.name},
        "period": request.period.text,
        "judged_period": judged.text,
        "as_of": as_of.isoformat(),
        "time_zone": "Asia/Shanghai",
        "dust": WITH_DUST,
        "units": sorted({row["unit"] for row in rows if row.get("unit")}),
        "unit_note": "每个数的单位写在同一行的 unit（单位）里，不同行可以不同。",
        "standards": _documents(reader, request, view.of_year, rows),
        "source": "已导入看板的报表与台账",
        "data_through": min(as_of, extent.last).isoformat() if extent.last else None,
        "last_batch": extent.batch,
        "demo": demo,
        "licence": " ".join((*([_DEMO] if demo else []), _licence(reader))),
        "published": _published(reader, request, view.of_year),
        "generation": reader.board.store.journal_seq(),
        "made_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "count": len(rows),
        "columns": [asdict(one) for one in view.columns],
        "column_types": {
            columns.NUMBER: "十进制数；JSON、CSV 里照公布的位数写，Parquet 里是双精度，不留末尾的零",
            columns.COUNT: "整数", columns.DAY: "日期", columns.YES: "是或否",
            columns.TEXT: "文字",
        },
    }  # fmt: skip


def _licence(reader: Questions) -> str:
    return office_settings(reader.board, reader.actor).licence or _NO_LICENCE


def _documents(
    reader: Questions, request: DataRequest, of_year: bool, rows: Iterable[Row]
) -> list[str]:
    """The documents judged by: of the rows, else of the verdicts behind the same figures."""
    found = {row.get("document") for row in rows}
    if request.indicator and not any(found):
        month = request.month
        asked = (month.year_period, month.as_of) if of_year else (request.period, request.until)
        entry = reader.catalog.indicator(request.indicator)
        found = {row.document for row in reader.verdicts_on(entry.id, *asked, WITH_DUST)}
    return sorted(one for one in found if one)


def _published(reader: Questions, request: DataRequest, of_year: bool) -> dict[str, Any]:
    """Which months of it somebody stands for, since when, and which nobody does yet."""
    months = [request.month.period] if of_year else _months(request.period)
    known = {one.month: one for one in reader.published()}
    given = [known[month] for month in months if month in known]
    running = [month.text for month in months if month not in known]
    state = "在报，没有发布" if not given else "已发布" if not running else "有的月份没有发布"
    return {
        "state": state,
        "months": [_publication(reader, one, alone=len(months) == 1) for one in given],
        "not_published": running,
    }


def _months(period: Period) -> list[Period]:
    """The months that a period touches."""
    first = month_period(period.start.year, period.start.month)
    last = month_period(period.last_day.year, period.last_day.month)
    return Period(first.start, last.end, "cumulative").months()


def _publication(reader: Questions, one: Publication, alone: bool) -> dict[str, Any]:
    """A published month; of one asked for alone also how many figures were corrected since."""
    found = reader.corrections_since(one.month) if alone else None
    return {
        "month": one.month.text, "at": one.at, "by": one.by, "snapshot": one.snapshot,
        "corrections_since": None if found is None else len(found),
    }  # fmt: skip


def require_few_months(request: DataRequest, most: int = 10 * _FEW) -> None:
    """Refuse a period that nobody means to ask for at once.

    Raises:
        UnfitEntry: it is longer than ``most`` months.
    """
    if len(_months(request.period)) > most:
        raise UnfitEntry(f"时段“{request.period.text}”太长，一次最多问 {most // _FEW} 年。")
