"""The settings workbook on 设置: taken home, brought back, its differences, one confirmation."""

import hashlib

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from chuangmo.service.city.changing_settings import (
    apply_settings,
    preview_district_change,
    preview_settings_book,
    preview_undo,
    settings_book,
    since_words,
)
from chuangmo.service.city.renaming import DistrictRenamed
from chuangmo.service.city.values import (
    SettingsChange,
    SettingsMoved,
    SettingsPreview,
    SettingsSince,
    UnfitSettings,
)
from chuangmo.service.memo import JOURNAL
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.seen import seen_before
from chuangmo.ui.settings.renaming import CHANGING

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The journal line that is to be taken back, while that is being looked at.
UNDOING = "settings_undoing"
_ROUND, _CONFIRM = "settings_round", "settings_confirm"
_MOST = 200
#: What is typed to let a workbook put back what was changed after it was taken home.
_OLD = "照旧表写入"


def offer_workbook() -> None:
    """设置工作簿 to take home: made, and noted in the audit, when pressed."""
    board, who = reads.get_board(), reads.actor()
    st.download_button(
        "下载设置工作簿",
        lambda: settings_book(board, who)[1],
        file_name=f"{board.catalog.city.name}设置.xlsx",
        mime=XLSX,
        on_click="ignore",
        icon=":material/download:",
        key="settings_book",
    )


def take_workbook() -> None:
    """The workbook brought back, or a change to be taken back: what it would do, the button."""
    number = st.session_state.get(_ROUND, 0)
    picked = st.file_uploader("上传改好的设置工作簿", type="xlsx", key=f"settings_{number}")
    if picked is not None:
        st.session_state.pop(UNDOING, None)
        st.session_state.pop(CHANGING, None)
    place = st.empty()  # stays, so that the tables below do not fall back to where they began
    if picked is not None or UNDOING in st.session_state or CHANGING in st.session_state:
        with place.container():
            _look_at(picked)


def _look_at(picked: UploadedFile | None) -> None:
    """The workbook, or the change to be taken back where there is none."""
    board, who = reads.get_board(), reads.actor()
    if picked is not None:
        data, name = picked.getvalue(), picked.name

        def make() -> SettingsPreview:
            with st.spinner("正在读表、比较……"):
                return preview_settings_book(board, who, data, name)

        sha256 = hashlib.sha256(data).hexdigest()
        _decide(
            board.memo.answer(make, "settings workbook", who, sha256, name, depends=JOURNAL), name
        )
    elif (change := st.session_state.get(CHANGING)) is not None:
        named = change.old if isinstance(change, DistrictRenamed) else change.name
        _decide(preview_district_change(board, who, change), f"区县更名、合并：{named}")
    elif (seq := st.session_state.get(UNDOING)) is not None:
        try:
            _decide(preview_undo(board, who, seq), f"撤销登记簿第 {seq} 行的改动")
        except REFUSALS as refusal:
            st.error(str(refusal))


def _decide(seen: SettingsPreview, name: str) -> None:
    """What stands against it, what would differ, and the one button that writes."""
    with st.empty().container():
        _show_problems(seen)
        if seen.notices:
            st.html(html.note(seen.notices))
        typed = "" if seen.problems or seen.since is None else _ask_of_old(seen.since)
        if not seen.problems:
            _show_changes(seen, name)
    blocked = _hindrance(seen, typed)
    pressed = bool(st.session_state.get(_CONFIRM))
    with st.container(horizontal=True, vertical_alignment="center", key="settings-actions"):
        if st.button("放弃", key="settings_leave"):
            _begin_anew()
            st.rerun()
        st.space("stretch")
        words = html.text(blocked or "核对无误即可确认；确认后可撤销")
        st.html(html.wrap(f'<span class="mute">{words}</span>'), width="content")
        st.button("确认改动", type="primary", disabled=bool(blocked), key=_CONFIRM)
    shown = (seen.base, seen.wanted.digest)
    if seen_before(f"settings-{name}", shown) != shown and pressed:
        st.warning(str(SettingsMoved()))
    elif pressed and blocked:
        st.warning(f"没有写入：核对之后情况有变。{blocked}。")
    elif pressed:
        _write(seen)


def _ask_of_old(since: SettingsSince) -> str:
    """That the workbook is older than the settings; what was typed to take it all the same."""
    said = f'<div role="status">{html.text(since_words(since))}</div>'
    st.html(html.wrap(said, "cm-alert"))
    key = f"settings_old_{st.session_state.get(_ROUND, 0)}"
    return str(st.text_input(f"仍要照它写入的，请输入“{_OLD}”", key=key)).strip()


def _hindrance(seen: SettingsPreview, typed: str) -> str:
    if seen.problems:
        return f"改完 {len(seen.problems)} 处再上传"
    if seen.since is not None and typed != _OLD:
        return f"工作簿比现在的设置旧，要输入“{_OLD}”才能写入"
    return "" if seen.changes else "与现在的设置完全相同，没有要写入的"


def _write(seen: SettingsPreview) -> None:
    try:
        with st.spinner("正在登记、写入……"):
            done = apply_settings(reads.get_board(), reads.actor(), seen)
    except (SettingsMoved, UnfitSettings) as moved:
        st.warning(str(moved))
        return
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    _begin_anew()
    say_and_rerun(
        f"已写入 {len(done.changes)} 处改动（登记簿第 {done.seq} 行），各页已按新设置显示。"
        "如有差错，可在“改动记录”里撤销。"
    )


def _begin_anew() -> None:
    """An empty uploader, and nothing being taken back."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(UNDOING, None)
    st.session_state.pop(CHANGING, None)


def _show_problems(seen: SettingsPreview) -> None:
    if not seen.problems:
        return
    st.html(html.title(f"有 {len(seen.problems)} 处要改，没有写入任何数据", "改好后重新上传"))
    columns = [HtmlColumn("单元格"), HtmlColumn("写的是"), HtmlColumn("怎么改")]
    rows = [
        ["!".join(part for part in (one.sheet, one.cell) if part), one.found, one.message]
        for one in seen.problems[:_MOST]
    ]
    st.html(html.table(columns, rows, fold=True))


def _show_changes(seen: SettingsPreview, name: str) -> None:
    if seen.changes:
        st.html(html.title(f"确认后改动 {len(seen.changes)} 处", name))
        st.html(changes_table(seen.changes))


def changes_table(changes: tuple[SettingsChange, ...]) -> str:
    """What becomes what, a row each."""
    columns = [
        HtmlColumn("表"), HtmlColumn("哪一条"), HtmlColumn("哪一项"), HtmlColumn("原来"),
        HtmlColumn("改为"), HtmlColumn("单元格", css="cm-hide-phone"),
    ]  # fmt: skip
    rows = [
        [
            one.table, one.entry, one.field or ("新增" if one.after else "撤去"),
            one.before or "（空）", one.after or "（空）", one.cell.partition("!")[2],
        ]
        for one in changes[:_MOST]
    ]  # fmt: skip
    more = len(changes) - _MOST
    return html.stack(
        html.table(columns, rows, fold=True),
        html.note([f"另有 {more} 处没有列出，一并处理。"] if more > 0 else []),
    )
