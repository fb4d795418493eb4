"""The ledger behind a task: by method and district, what has not begun, the list itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from chuangmo.exhibits.tasks import Tasks
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.state import on_phone
from chuangmo.ui.reads import PAGE

NOT_BEGUN = "未开工"
_ALL = "全部"
_NO_METHOD = "未写明"
_SHOWN = 8
_ON_PHONE = 40
_COLUMNS = {
    "area": "区县", "unit_name": "单位", "model": "型号", "count": "台数", "tonnage": "蒸吨",
    "method": "方式", "status": "进度", "planned": "计划完成", "finished": "实际完成",
    "so2_cut": "削减SO2（吨）", "dust_cut": "削减烟尘（吨）", "file": "文件", "cell": "单元格",
}  # fmt: skip
_NUMBERS = ("tonnage", "so2_cut", "dust_cut")


def items_of(view: Tasks) -> list[Mapping[str, Any]]:
    """The list in force on the last day of the month, of the chosen place."""
    if view.indicator.ledger is None:
        return []
    rows = PAGE.ledger_items(view.indicator.ledger.kind, view.month.period)
    city = reads.get_board().catalog.city.name
    return [row for row in rows if view.area in (city, row["area"])]


def is_finished(row: Mapping[str, Any], through: date) -> bool:
    """Whether the unit counts as done: its date of completion has come."""
    return bool(row["finished"]) and date.fromisoformat(row["finished"]) <= through


def show_ledger(view: Tasks) -> None:
    """All of the lower half; one line where the task has no ledger."""
    if view.indicator.ledger is None:
        st.html(html.note([f"“{view.indicator.name}”按累计数报送，没有逐项台账。"]))
        return
    rows = items_of(view)
    if not rows:
        words = f"{view.month.year}年没有{view.area}的台账；到“上传”页导入台账后列在这里。"
        st.html(html.title("台账"))
        st.html(html.note([words]))
        return
    left, right = st.columns([1.1, 1], gap="medium")
    with left:
        _by_method(view, rows)
    with right:
        _not_begun(rows)
    _list(view, rows)


def _by_method(view: Tasks, rows: Sequence[Mapping[str, Any]]) -> None:
    """Units done and listed, methods across, districts down, with sums on both sides."""
    methods = [m for m, _ in Counter(r["method"] or _NO_METHOD for r in rows).most_common()]
    places = [a for a in reads.get_board().catalog.areas() if any(r["area"] == a for r in rows)]
    columns = [
        HtmlColumn("区县"),
        *(HtmlColumn(method, numeric=True) for method in methods),
        HtmlColumn("合计", numeric=True),
    ]
    body: list[list[object]] = []
    for place in [*places, _ALL]:
        own = [row for row in rows if place in (_ALL, row["area"])]
        cells = [[r for r in own if (r["method"] or _NO_METHOD) == m] for m in methods]
        texts = [_done_of(view, cell) for cell in [*cells, own]]
        body.append(
            [html.bold("合计"), *(html.bold(t) for t in texts)]
            if place == _ALL
            else [place, *texts]
        )
    done = {m: _done(view, [r for r in rows if (r["method"] or _NO_METHOD) == m]) for m in methods}
    busiest, most = max(done.items(), key=lambda pair: pair[1])
    st.html(html.title(f"{busiest}完成最多，{most} 台", "已完成 / 台账所列，台；按改造方式和区县"))
    st.html(html.table(columns, body))


def _done(view: Tasks, rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(row["count"] or 0 for row in rows if is_finished(row, view.month.as_of))


def _done_of(view: Tasks, rows: Sequence[Mapping[str, Any]]) -> str:
    listed = sum(row["count"] or 0 for row in rows)
    return f"{_done(view, rows)} / {listed}" if listed else "—"


def _not_begun(rows: Sequence[Mapping[str, Any]]) -> None:
    idle = sorted((r for r in rows if r["status"] == NOT_BEGUN), key=lambda r: r["planned"] or "9")
    units = sum(row["count"] or 0 for row in idle)
    if not idle:
        st.html(html.title("台账中没有未开工的单位"))
        return
    sub = "按计划完成日期，早的在上"
    st.html(html.title(f"{len(idle)} 家 {units} 台还没有开工", sub))
    columns = [
        HtmlColumn("区县"), HtmlColumn("单位"), HtmlColumn("台数", numeric=True),
        HtmlColumn("方式", css="cm-hide-phone"), HtmlColumn("计划完成"),
    ]  # fmt: skip
    body = [
        [r["area"], r["unit_name"], r["count"], r["method"] or "—", r["planned"] or "—"]
        for r in idle
    ]
    st.html(html.table(columns, body[:_SHOWN]))
    if body[_SHOWN:]:
        with st.expander(f"其余 {len(body) - _SHOWN} 家"):
            st.html(html.table(columns, body[_SHOWN:]))


def ledger_frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The list with Chinese heads, numbers as numbers and dates as dates, so that it sorts."""
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    for name in _NUMBERS:
        frame[name] = pd.to_numeric(frame[name])
    for name in ("planned", "finished"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.rename(columns=_COLUMNS)


def found_in(rows: Sequence[Mapping[str, Any]], words: str, state: str) -> list[Mapping[str, Any]]:
    """Rows whose unit, model, district or method contains all words, in one state or all."""
    wanted = words.split()
    return [
        row
        for row in rows
        if state in (_ALL, row["status"])
        and all(
            any(word in str(row[k] or "") for k in ("unit_name", "model", "area", "method"))
            for word in wanted
        )
    ]


def _list(view: Tasks, rows: Sequence[Mapping[str, Any]]) -> None:
    counted = Counter(row["status"] for row in rows)
    newest = max(row["as_of"] for row in rows)
    owners = len({(row["area"], row["unit_name"]) for row in rows})
    units = sum(row["count"] or 0 for row in rows)
    how = "每家写明原表单元格" if on_phone() else "点列名排序，单元格列指向原表"
    sub = f"{owners} 家 {units} 台，{newest} 的台账；{how}"
    st.html(html.title("台账", sub))
    with st.container(horizontal=True, vertical_alignment="center", key="ledger_filter"):
        words = st.text_input(
            "查找台账", key="ledger_words", width=260, label_visibility="collapsed",
            placeholder="查找单位、型号、区县或方式",
        )  # fmt: skip
        names = {_ALL: f"{_ALL} {len(rows)}"} | {s: f"{s} {n}" for s, n in counted.most_common()}
        state = st.pills(
            "进度", list(names), default=_ALL, format_func=lambda s: names[s], key="ledger_state",
            label_visibility="collapsed",
        )  # fmt: skip
    shown = found_in(rows, words or "", state or _ALL)
    if not shown:
        st.html(html.note(["没有符合的单位。请改查找的字，或选“全部”。"]))
        return
    if on_phone():
        _cards(shown)
        return
    st.dataframe(
        ledger_frame(shown),
        hide_index=True,
        row_height=33,
        height=min(430, 38 + 33 * len(shown)),
        placeholder="—",
        column_config=_config(),
        alt=f"{view.month.words}台账，{len(shown)} 行",
    )


def _cards(rows: Sequence[Mapping[str, Any]]) -> None:
    """The list for narrow screens: a card a unit; beyond the first the search finds the rest."""
    st.html(html.wrap(f'<ul class="cm-items">{"".join(map(_item, rows[:_ON_PHONE]))}</ul>'))
    if rows[_ON_PHONE:]:
        words = f"另有 {len(rows) - _ON_PHONE} 行；请用上面的查找缩小范围，或在宽屏上看全表。"
        st.html(html.note([words]))


def _item(row: Mapping[str, Any]) -> str:
    """Unit and state, then what it is, then the days and the cell."""
    size = f"{row['count'] or 0} 台" + (f"，{row['tonnage']} 蒸吨" if row["tonnage"] else "")
    done = f"实际 {row['finished']}" if row["finished"] else "未完成"
    what = "　".join(str(p) for p in (row["area"], row["model"], size, row["method"]) if p)
    days = f"计划 {row['planned'] or '—'}，{done}"
    return (
        f"<li><b>{html.text(row['unit_name'] or '—')}</b>"
        f"<span>{html.text(row['status'] or '—')}</span>"
        f"<p>{html.text(what)}</p>"
        f'<p class="mute">{html.text(days)}　{html.code(row["cell"] or "—")}</p>'
        "</li>"
    )


def _config() -> dict[str, Any]:
    return {
        "区县": st.column_config.TextColumn(width=90),
        "单位": st.column_config.TextColumn(width=210),
        "型号": st.column_config.TextColumn(width=130),
        "台数": st.column_config.NumberColumn(width=64, format="%d"),
        "蒸吨": st.column_config.NumberColumn(width=72, format="%.2f"),
        "计划完成": st.column_config.DateColumn(format="YYYY-MM-DD", width=110),
        "实际完成": st.column_config.DateColumn(format="YYYY-MM-DD", width=110),
        "削减SO2（吨）": st.column_config.NumberColumn(format="%.2f", width=112),
        "削减烟尘（吨）": st.column_config.NumberColumn(format="%.2f", width=112),
    }
