"""The files of a published month, for whoever looks at it: taken with one click, made again."""

from functools import partial

import streamlit as st

from chuangmo.access.actor import REVIEWER
from chuangmo.exports.pack import STANDARD_SET, make_pack
from chuangmo.period import Period
from chuangmo.service.publication.packs import FOLDER, Pack, PackFile, pack_content, pack_of
from chuangmo.service.publication.published import Publication
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.outcome import say_and_rerun
from chuangmo.ui.parts.person import may
from chuangmo.ui.parts.state import month_words
from chuangmo.ui.reads import PAGE

_FOLDER_WORDS, _SOURCES_WORDS = "另存到文件夹", "数据来源"


def show_pack(month: Period, headed: bool = True) -> None:
    """A button a file, a sentence for each that is missing; nothing of a month not published.

    Args:
        headed: whether a title stands above.
    """
    one = next((found for found in PAGE.published() if found.month == month), None)
    if one is None:
        return
    found = pack_of(reads.get_board(), reads.actor(), one)
    if not (found.files or found.faults or found.in_hand or headed):
        return  # published before packs made themselves
    if headed:
        words = f"{month_words(month)}：与发布时的数相同，其后的更正不在里面"
        st.html(html.title("发布时的例会材料", words))
    with st.container(horizontal=True, key=f"pack-{int(headed)}"):
        for what, file in found.files.items():
            _offer(file, STANDARD_SET.get(what, _SOURCES_WORDS), headed)
    _tell_missing(one, found)


def _offer(file: PackFile, word: str, headed: bool) -> None:
    st.download_button(
        f"{word}（{file.name.rpartition('.')[2]}，{file.size / 1024:.0f} KB）",
        partial(pack_content, reads.get_board(), reads.actor(), file), file_name=file.name,
        mime=file.media_type, key=f"pack-{file.seq}-{int(headed)}", on_click="ignore",
        icon=":material/download:",
    )  # fmt: skip


def _tell_missing(one: Publication, found: Pack) -> None:
    """What is not there and why; who could have published may have it made again."""
    missing = [what for what in STANDARD_SET if what not in found.files]
    told = [f"{STANDARD_SET[what]}没有生成：{found.faults[what]}" for what in missing
            if what in found.faults]  # fmt: skip
    quiet = "、".join(STANDARD_SET[what] for what in missing if what not in found.faults)
    if quiet and found.in_hand:
        st.html(html.note([f"{quiet}正在生成，过一会儿刷新本页。"]))
    elif quiet:
        told.append(f"{quiet}没有生成：看板可能在生成中途停止了。")
    if reason := found.faults.get((FOLDER, "")):
        told.append(f"{_FOLDER_WORDS}：{reason}")
    if not told:
        return
    st.warning("　".join(told))
    if may(REVIEWER) and st.button("重新生成", key=f"pack-again-{one.snapshot}"):
        with st.spinner("正在生成……"):
            make_pack(reads.get_board(), reads.actor(), one)
        say_and_rerun("已重新生成，结果如下。")
