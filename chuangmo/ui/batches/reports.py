"""报送进度: district by month, one district by indicator and month, and the text that reminds."""

from collections.abc import Callable, Sequence

import streamlit as st

from chuangmo.period import Period, year_period
from chuangmo.service.imports.completeness import (
    INVALID,
    LATE,
    MISSING,
    REPORTED,
    SUBMITTED,
    Completeness,
    DutyRow,
)
from chuangmo.status import STATUS
from chuangmo.ui import reads
from chuangmo.ui.blocks.report_cells import STATE, ReportCell, cell_of, owed
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import Safe, chem, text, wrap
from chuangmo.ui.reads import PAGE


def load_reports(months: Sequence[Period]) -> Completeness | None:
    """The board of the chosen year; ``None`` where the city has listed no duties."""
    if not reads.get_board().catalog.city.duties:
        return None
    years = sorted({period.start.year for period in months}, reverse=True)
    picked = st.selectbox(
        "年份",
        years,
        format_func=lambda year: f"{year}年",
        key="report_year",
        label_visibility="collapsed",
        width=150,
    )
    return PAGE.completeness(year_period(picked or years[0]))


def show_reports(board: Completeness | None) -> None:
    """Sentence, board of districts, one district in detail with its reminder."""
    if board is None:
        st.html(html.title("报送进度"))
        st.html(html.note(["目录里没有登记报送责任（duties.toml），无法判断谁该报什么。"]))
        return
    st.html(html.title(_sentence(board), _sub(board)))
    rows = [row for row in board.rows if row.due is not None]
    if not rows:
        return
    areas = list(dict.fromkeys(row.area for row in rows))
    months = [period.text for period in board.period.months()]
    st.html(_legend(rows))
    st.html(
        _grid("区县", areas, months, lambda a, m: [r for r in rows if (r.area, r.month) == (a, m)])
    )
    _detail(board, rows, areas, months)


def _sentence(board: Completeness) -> str:
    rows = owed(board.rows)
    due = [
        row
        for row in rows
        if row.state in (REPORTED, LATE, INVALID, MISSING)
        or (row.state == SUBMITTED and (row.due or "") < board.as_of.isoformat())
    ]
    counts = {state: sum(1 for row in due if row.state == state) for state in STATE}
    said = [f"{counts[state]} 项{STATE[state][1]}" for state in STATE if counts[state]]
    year = board.period.start.year
    if not due:
        return f"{year}年还没有到期的报送。"
    return f"{year}年到期应报 {len(due)} 项，{'，'.join(said)}。"


def _sub(board: Completeness) -> str:
    demo = any(row.demo for row in board.rows)
    days = "演示数据的收到日为虚构；" if demo else ""
    return f"截至 {board.as_of}；{days}季报、年报列在期末月份，无效为已报但有效数据不足"


def _legend(rows: Sequence[DutyRow]) -> str:
    items = ""
    for state, (status, word) in STATE.items():
        style, count = STATUS[status], sum(1 for row in rows if row.state == state)
        items += (
            f'<span class="cm-s-{style.css}"><span class="g">{style.glyph}</span>{word}'
            f"<b>{count}</b></span>"
        )
    return wrap(f'<div class="cm-legend">{items}</div>')


def _grid(
    head: str,
    names: Sequence[str],
    months: Sequence[str],
    rows_of: Callable[[str, str], list[DutyRow]],
    labels: dict[str, str] | None = None,
) -> str:
    """Names down, months across; a glyph with the number of reports in that state."""
    tops = "".join(f'<th scope="col">{int(month[5:])}<small>月</small></th>' for month in months)
    body = ""
    for name in names:
        cells = "".join(_cell(name, month, cell_of(rows_of(name, month))) for month in months)
        shown = (labels or {}).get(name, name)
        body += f'<tr><th scope="row">{chem(shown)}</th>{cells}</tr>'
    return wrap(
        f'<table class="cm-reports"><thead><tr><th scope="col">{text(head)}</th>{tops}</tr></thead>'
        f"<tbody>{body}</tbody></table>",
        "cm-scroll",
    )


def _cell(name: str, month: str, cell: ReportCell) -> Safe:
    if cell.state is None:
        return Safe('<td class="none"><span class="sr" aria-label="无应报">·</span></td>')
    status, _ = STATE[cell.state]
    style = STATUS[status]
    alt = text(f"{name} {int(month[5:])}月：{cell.hint}")
    count = f"<small>{cell.count}</small>" if cell.count > 1 else ""
    return Safe(
        f'<td class="cm-s-{style.css}" aria-label="{alt}" title="{alt}">'
        f'<span class="g">{style.glyph}</span>{count}</td>'
    )


def _detail(board: Completeness, rows: list[DutyRow], areas: list[str], months: list[str]) -> None:
    st.html(html.title("一个区县的各项报送", "行为指标，列为月份；悬停可见状态"))
    area = st.selectbox(
        "报送区县", areas, key="report_area", label_visibility="collapsed", width=180
    )
    mine = [row for row in rows if row.area == area]
    names = list(dict.fromkeys(row.indicator for row in mine))
    labels = {name: reads.get_board().catalog.indicator(name).label for name in names}
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        st.html(
            _grid(
                "指标", names, months,
                lambda i, m: [row for row in mine if (row.indicator, row.month) == (i, m)],
                labels,
            )
        )  # fmt: skip
    with right:
        _reminder(board, area)


def _reminder(board: Completeness, area: str) -> None:
    found = next((one for one in board.reminders if one.area == area), None)
    if found is None:
        st.html(html.title("催报文字"))
        st.html(html.note([f"{area}没有未报或无效的数据，不必催报。"]))
        return
    st.html(html.title("催报文字", "指到文字上，点右上角图标复制"))
    st.code(found.text, language=None, wrap_lines=True)
