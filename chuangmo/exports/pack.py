"""The pack of a published month makes itself: from what was frozen, file by file.

Nothing here delays or fails the publication: it stands before the first file is begun, and a file
that cannot be made leaves a sentence in its place.
"""

import logging
import os
import secrets
from pathlib import Path
from threading import Thread

from chuangmo.access.actor import Actor
from chuangmo.exhibits.frozen import exhibits_of
from chuangmo.exhibits.views import BRIEFING, ONE_PAGE, ViewRequest
from chuangmo.exports.files import ExportFile, ExportRequest, FormatFault, export
from chuangmo.exports.names import fit_name
from chuangmo.service.board import Board
from chuangmo.service.decisions.office_settings import office_settings
from chuangmo.service.decisions.snapshots import find_snapshot
from chuangmo.service.publication.packs import (
    FOLDER,
    keep_file,
    keep_outcome,
    pack_content,
    pack_of,
)
from chuangmo.service.publication.published import Publication
from chuangmo.store.errors import StoreFault, StoreRefusal

_log = logging.getLogger(__name__)
#: The standard set of a monthly meeting: format and view to what it is called.
STANDARD_SET = {
    ("pptx", BRIEFING): "演示文稿", ("docx", BRIEFING): "简报", ("xlsx", BRIEFING): "数据表",
    ("docx", ONE_PAGE): "一页纸",
}  # fmt: skip
#: In place of a view: the second file of the workbook, where its sources need one.
SOURCES = "sources"
_KNOWN = (FormatFault, StoreFault, StoreRefusal)


def make_pack(board: Board, actor: Actor, one: Publication) -> None:
    """Make the files of a publication that are not there yet, and put all into the folder.

    What goes wrong is kept beside what was made, and told to the log; nothing is raised.

    Args:
        actor: who published, or who makes it again; at least a reviewer.
    """
    try:
        held = pack_of(board, actor, one).files
        for what in STANDARD_SET:
            if what not in held:
                _make(board, actor, one, what)
        if folder := office_settings(board, actor).pack_folder:
            keep_outcome(board, actor, one, (FOLDER, ""), _laid_down(board, actor, one, folder))
    except Exception:  # noqa: BLE001 - the publication holds; what lacks can be made again
        _log.exception("the pack of %s cannot be kept", one.month.text)


def begin_pack(board: Board, actor: Actor, one: Publication) -> Thread:
    """``make_pack`` beside what goes on; the page does not wait for it."""
    thread = Thread(target=make_pack, args=(board, actor, one), name="pack", daemon=True)
    thread.start()
    return thread


def _make(board: Board, actor: Actor, one: Publication, what: tuple[str, str]) -> None:
    try:
        made = _exported(board, actor, one, *what)
    except _KNOWN as fault:
        keep_outcome(board, actor, one, what, str(fault))
    except Exception:  # noqa: BLE001 - the others are made, and this one says that it failed
        number = secrets.token_hex(4)
        _log.exception("fault %s: %s of %s", number, what, one.month.text)
        keep_outcome(board, actor, one, what, f"程序内部出错（编号 {number}），请告诉维护人员。")
    else:
        for n, file in enumerate(made.files):
            told = {
                "name": file.name, "media_type": file.media_type, "bytes": len(file.data),
                "sha256": file.sha256,
            }  # fmt: skip
            key = what if n == 0 else (what[0], SOURCES)
            keep_file(board, actor, one, key, told, file.data)


def _exported(board: Board, actor: Actor, one: Publication, form: str, view: str) -> ExportFile:
    """The file from what was frozen, so that it tells the same whenever it is made."""
    frozen = find_snapshot(board, actor, one.snapshot)
    exhibits = tuple(exhibit for _, exhibit in exhibits_of(board, actor, frozen.name, view))
    if not exhibits:
        raise FormatFault(
            "发布时没有留下这份材料的内容。请在导出中心的“本月例会材料”另行生成（数取自现在）；"
            "其后有更正的，重新发布即有。"
        )
    asked = ViewRequest(frozen.period, frozen.as_of, dust=frozen.dust)
    return export(board, actor, ExportRequest(form, view, asked, "", exhibits, frozen.name))


def _laid_down(board: Board, actor: Actor, one: Publication, folder: str) -> str:
    """Write the files into a folder of the publication's own; why not, empty where it was done."""
    place = Path(folder) / fit_name(one.snapshot)
    try:
        place.mkdir(exist_ok=True)
        for file in pack_of(board, actor, one).files.values():
            target = place / fit_name(file.name)
            waiting = target.with_name(target.name + ".part")
            waiting.write_bytes(pack_content(board, actor, file))
            os.replace(waiting, target)
    except OSError as error:
        return f"写不进文件夹“{place}”（{error.strerror}）。请检查文件夹和权限，再重新生成。"
    return ""
