"""Entry on 创模清单: the result of one item from its document, and the city's yearly targets."""

from typing import Any

import pandas as pd
import streamlit as st

from chuangmo.access.actor import REVIEWER
from chuangmo.assess.lines import answer_unit
from chuangmo.assess.verdict_types import MET
from chuangmo.catalog.models import Indicator, ItemEntry
from chuangmo.catalog.scheme_models import Scheme, SchemeItem
from chuangmo.catalog.target_models import Target
from chuangmo.period import year_period
from chuangmo.service.decisions import changing
from chuangmo.status import LINE_WORD, RESULT_WORD, TARGET
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.person import may
from chuangmo.ui.parts.seen import seen_before
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.parts.times import local_time
from chuangmo.ui.reads import PAGE
from chuangmo.ui.scheme.target_forms import enter_form
from chuangmo.wording import MARK_WORD, figure

#: The list, the results entered by hand, the yearly targets.
TABS = ("清单", "录入结果", LINE_WORD[TARGET])


def enter_item(scheme: Scheme, year: int) -> None:
    """What is entered so far, and for who may enter more the form of one item."""
    if not may(REVIEWER):
        _entered(scheme, year)
        return
    items = {f"{item.name}": item for item in scheme.items if item.takes(MET)}
    st.html(html.title(f"录入{year}年的定性、相对项目", "定量项目由监测数据判断，不能手工写结果"))
    if not items:
        st.html(html.note(["这一版体系没有须手工录入的项目。"]))
        return
    left, right = st.columns([1, 1], gap="medium")
    with left:
        _item_form(scheme, items, year)
    with right:
        _entered(scheme, year)


def _item_form(scheme: Scheme, items: dict[str, SchemeItem], year: int) -> None:
    with st.form("scheme_item", border=True):
        name = st.selectbox("项目", list(items), index=None, placeholder="请选择项目")
        result = st.segmented_control(
            "结果",
            list(RESULT_WORD),
            format_func=lambda key: RESULT_WORD[key],
            key="scheme_item_result",
        )  # fmt: skip
        document = st.text_input("文号或文件名称", placeholder="例如：兰政发〔2008〕12号")
        value = st.text_input("数值或说法（可空）", placeholder="例如：全省第 2 名")
        note = st.text_input("备注（可空）")
        sent = st.form_submit_button("写入", type="primary")
    item = items.get(name or "")
    now = {entry.item: entry for entry in _standing(scheme, year)}
    before = seen_before(f"items-{scheme.id}-{year}", now)
    if sent and item and (new := now.get(item.id)) != before.get(item.id):
        what = (
            f"{new.by or '—'} 刚写入“{RESULT_WORD[new.result]}”，{new.document}"
            if new
            else "刚被取消"
        )
        st.warning(f"没有写入：{year}年“{item.name}”{what}。请看过右边的录入再决定。")
    elif sent:
        _write_item(scheme, item, year, result, document, value, note)


def _standing(scheme: Scheme, year: int) -> list[ItemEntry]:
    items = reads.get_board().catalog.city.items
    return [entry for entry in items if entry.scheme == scheme.id and entry.year == year]


def _write_item(
    scheme: Scheme, item: SchemeItem | None, year: int, result: str | None, document: str,
    value: str, note: str,
) -> None:  # fmt: skip
    missing = [
        word
        for word, given in (("项目", item), ("结果", result), ("文号或文件名称", document.strip()))
        if not given
    ]
    if missing or item is None or result is None:
        st.warning(f"没有写入：请先填{'、'.join(missing)}。")
        return
    try:
        change = changing.set_item(
            reads.get_board(), reads.actor(), scheme=scheme.id, item=item.id, year=year,
            result=result, document=document, value=value.strip(), note=note.strip(),
        )  # fmt: skip
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    same = change.seq is None
    verb = "与已有的相同，没有改动" if same else "已写入"
    say_and_rerun(f"{year}年“{item.name}”{verb}：{RESULT_WORD[result]}，{document.strip()}。")


def _entered(scheme: Scheme, year: int) -> None:
    names = {item.id: item.name for item in scheme.items}
    entries = _standing(scheme, year)
    if not entries:
        st.html(html.note([f"{year}年还没有手工录入的结果。"]))
        return
    columns = [
        HtmlColumn("项目"), HtmlColumn("结果"), HtmlColumn("文号"),
        HtmlColumn("数值或说法", css="cm-hide-phone"),
        HtmlColumn("备注", css="cm-hide-phone"), HtmlColumn("录入"),
        HtmlColumn("时间", css="cm-hide-phone"),
    ]  # fmt: skip
    body = [
        [
            names.get(entry.item, entry.item),
            html.status_text(entry.result, RESULT_WORD[entry.result]),
            entry.document,
            entry.value or "—",
            entry.note or "—",
            entry.by or "—",
            local_time(entry.at) if entry.at else "—",
        ]
        for entry in entries
    ]
    st.html(html.title(f"{year}年已录入 {len(entries)} 项"))
    st.html(html.table(columns, body))


def enter_targets(year: int) -> None:
    """The grid of one indicator: last year's line, this year's to edit, one document for all."""
    catalog, writes = reads.get_board().catalog, may(REVIEWER)
    how = "照抄上一年，改动个别数，写明文号；每一条都记入日志" if writes else ""
    st.html(html.title("年度目标与任务数", how))
    with_lines = {target.indicator for target in catalog.city.targets}
    listed = [i for i in catalog.indicators.values() if i.id in with_lines]
    listed += [i for i in catalog.indicators.values() if i.id not in with_lines]
    by_words = {indicator_words(found): found for found in listed}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.selectbox("指标", list(by_words), key="target_indicator", width=250)
        chosen = st.selectbox("年份", [year, year + 1], key="target_year", width=120)
        copied = writes and st.checkbox("空白处照抄上一年", key="target_copy")
    found, wanted = by_words[words or next(iter(by_words))], int(chosen or year)
    if not writes:
        _listed(found, wanted)
        return
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        _target_form(found, wanted, bool(copied))
        if said := enter_form(found, wanted):
            say_and_rerun(said)
    with right:
        _listed(found, wanted)


def _target_form(found: Indicator, year: int, copied: bool) -> None:
    frame = target_frame(found, year, copied)
    unit = answer_unit(reads.get_board().catalog, found, year_period(year).last_day)
    stem = f"{found.id}-{year}-{copied}"
    with st.form(f"targets-{stem}", border=True):
        edited = st.data_editor(
            frame,
            hide_index=True,
            row_height=33,
            disabled=["区县", _now(year - 1), "现有文号"],
            key=f"target_grid-{stem}",
            placeholder="—",
            column_config=_grid(year, unit),
            alt=f"{found.name}{year}年目标",
        )
        document = st.text_input("文号或文件名称", placeholder="例如：兰政办发〔2008〕12号")
        sent = st.form_submit_button("写入有改动的", type="primary")
    catalog = reads.get_board().catalog
    now = {area: catalog.target(found.id, area, year) for area in catalog.areas()}
    before = seen_before(f"targets-{found.id}-{year}", now)
    moved = overtaken(changed_rows(found, year, edited), before, now)
    if sent and moved:
        words = "、".join(f"{a} {one.limit}" if (one := now[a]) else a for a in moved)
        st.warning(f"没有写入：别人刚改了{year}年的目标（现为 {words}）。请看过再决定。")
    elif sent:
        _write_targets(found, year, edited, document)


def _now(year: int) -> str:
    return f"{year}年"


def _grid(year: int, unit: str) -> dict[str, Any]:
    return {
        "区县": st.column_config.TextColumn(width=100),
        _now(year - 1): st.column_config.TextColumn(f"{year - 1}年（{unit}）", width=120),
        _now(year): st.column_config.TextColumn(f"{year}年（{unit}），可改", width=160),
        "现有文号": st.column_config.TextColumn(width=150),
    }


def target_frame(indicator: Indicator, year: int, copied: bool) -> pd.DataFrame:
    """One row a place: last year's line, this year's (or last year's copied), its document."""
    catalog = reads.get_board().catalog
    rows = []
    for area in catalog.areas():
        before, now = (catalog.target(indicator.id, area, y) for y in (year - 1, year))
        text = _number(now) or (_number(before) if copied else "")
        rows.append(
            {
                "区县": area,
                _now(year - 1): _number(before),
                _now(year): text,
                "现有文号": _paper(now) if now is None or not now.form else now.words,
            }
        )
    return pd.DataFrame(rows)


def _number(target: Target | None) -> str:
    """The number of one year; those with a form are no numbers of a grid."""
    return "" if target is None or target.form else target.limit


def _paper(target: Target | None) -> str:
    if target is None:
        return ""
    mark = MARK_WORD.get(target.mark, "")
    return target.document or (f"无文号（{mark}）" if mark else "文号不详")


def changed_rows(indicator: Indicator, year: int, edited: pd.DataFrame) -> list[tuple[str, str]]:
    """(place, number) of the rows whose number is not the one that stands."""
    catalog = reads.get_board().catalog
    found = []
    for area, raw in zip(edited["区县"], edited[_now(year)], strict=True):
        number = str(raw or "").strip()
        standing = catalog.target(indicator.id, str(area), year)
        if number and _number(standing) != number:
            found.append((str(area), number))
    return found


def overtaken(
    changes: list[tuple[str, str]],
    before: dict[str, Target | None],
    now: dict[str, Target | None],
) -> list[str]:
    """The places to be changed whose target is another one than was shown beside the input."""
    return [area for area, _ in changes if before.get(area) != now.get(area)]


def _write_targets(indicator: Indicator, year: int, edited: pd.DataFrame, document: str) -> None:
    changes = changed_rows(indicator, year, edited)
    if not changes:
        st.warning("没有写入：没有改动的数。先在表里改，或勾选“空白处照抄上一年”。")
        return
    if not document.strip():
        st.warning("没有写入：请写明文号或文件名称。")
        return
    done, refused = [], []
    for area, number in changes:
        try:
            changing.set_target(
                reads.get_board(), reads.actor(), indicator=indicator.id, area=area, year=year,
                limit=number, document=document,
            )  # fmt: skip
            done.append(area)
        except REFUSALS as refusal:
            refused.append(f"{area}：{refusal}")
    if refused:
        written = f"已写入 {'、'.join(done)}。" if done else ""
        st.error(f"{written}没有写入的：{'；'.join(refused)}")
        return
    say_and_rerun(f"已写入{indicator.name}{year}年 {len(done)} 条：{'、'.join(done)}。")


def _listed(indicator: Indicator, year: int) -> None:
    rows: list[list[object]] = []
    for one in PAGE.targets():
        target = one.entry
        if not isinstance(target, Target) or target.indicator != indicator.id:
            continue
        if not target.covers(year):
            continue
        rows.append(
            [
                target.area,
                target.words if target.form else f"{figure(target.limit)} {target.unit}",
                html.joined([_paper(target), " ", html.unverified(target.confidence)]),
                one.by or "随目录提供", local_time(one.at) if one.at else "—",
            ]
        )  # fmt: skip
    if not rows:
        st.html(html.note([f"{year}年还没有{indicator.name}的目标。"]))
        return
    columns = [
        HtmlColumn("区县"), HtmlColumn("目标", numeric=True), HtmlColumn("文号"),
        HtmlColumn("录入", css="cm-hide-phone"), HtmlColumn("时间", css="cm-hide-phone"),
    ]  # fmt: skip
    st.html(html.title(f"{indicator.name}{year}年的目标", f"{len(rows)} 条"))
    st.html(html.table(columns, rows))
