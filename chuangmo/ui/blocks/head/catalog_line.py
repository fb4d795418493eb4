"""The line for administrators on every page while a file of the catalog is wrong."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from chuangmo.catalog.faults import Fault
from chuangmo.catalog.mistakes.strays import stray_faults
from chuangmo.catalog.sources import overlay_folder
from chuangmo.service.overlay.keeper import Held
from chuangmo.settings import Settings
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import Safe
from chuangmo.ui.parts.times import local_time

_SHOWN = 3


def show_catalog_faults() -> None:
    """What is wrong where, and by what the figures are judged meanwhile; nothing as a rule."""
    board = reads.get_board()
    held = board.keeper.held()
    strays = [*reads.PAGE.boundary_faults(), *stray_faults(board.settings)]
    if held.faults:
        faults = (*held.faults, *strays)
        said = html.joined([html.bold("目录文件有误"), _holds(held, board.settings)])
    elif strays:
        faults = tuple(strays)
        said = html.joined([html.bold("目录文件夹里有读不了或没有人读的文件"), "，看板照常。"])
    else:
        return
    st.html(html.wrap(_line(said, faults, board.settings), "cm-alert"))


def _line(said: Safe, faults: Sequence[Fault], settings: Settings) -> str:
    rows = [_row(fault, settings) for fault in faults[:_SHOWN]]
    if more := len(faults) - _SHOWN:
        rows += [html.text(f"另有 {more} 处，运行 catalog check 查看全部。")] if more > 0 else []
    listed = "".join(f"<li>{row}</li>" for row in rows)
    return f'<div role="status">{said}<ul>{listed}</ul></div>'


def _holds(held: Held, settings: Settings) -> Safe:
    """By what the figures on the page are judged."""
    if held.adopted.left_out:
        names = "、".join(_name(str(path), settings) for path in sorted(held.adopted.left_out))
        return html.text(
            f"{names} 没有可用的旧内容，本页各数按随程序发行的目录判断；改正之前不能导入和登记。"
        )
    names = "、".join(
        _name(file, settings) + (f"（登记于 {local_time(at)}）" if at else " ")
        for file, at in held.kept
    )
    return html.text(f"改动没有采用，本页各数仍按改动前的 {names}判断；改正后自动生效。")


def _row(fault: Fault, settings: Settings) -> Safe:
    line = f"第 {fault.line} 行" if fault.line else ""
    entry = " ".join(part for part in (fault.entry, fault.field) if part)
    where = [html.code(_name(fault.file, settings)), line, entry]
    return html.joined([html.joined([part for part in where if part], " "), fault.reason], "：")


def _name(file: str, settings: Settings) -> str:
    """A file of the home below its catalog folder; any other as it is."""
    path, top = Path(file), overlay_folder(settings)
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else file
