"""The files of a published month, kept with its snapshot: what was made, what lacks and why."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from chuangmo.access.actor import REVIEWER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.service.auditing import note_export
from chuangmo.service.board import Board, require
from chuangmo.service.publication.published import Publication
from chuangmo.store.errors import StoreFault
from chuangmo.store.journal import JournalEntry

#: Types of journal line: a file with its bytes, and what came of one that was not made.
PACK_FILE: Final = "publish_pack_file"
PACK_FAULT: Final = "publish_pack_fault"
#: What stands in place of a format where the folder of the office is meant.
FOLDER: Final = "folder"
#: So long after publication what is not there yet is still being made.
_PATIENCE = timedelta(minutes=3)


@dataclass(frozen=True)
class PackFile:
    """One file that was made.

    Attributes:
        format, view: what it is. seq: the journal line that holds it.
    """

    format: str
    view: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: str
    seq: int


@dataclass(frozen=True)
class Pack:
    """What there is for a published month.

    Attributes:
        files: by (format, view). faults: why one was not made, by the same; under ``FOLDER`` why
            the folder of the office did not take the files.
        in_hand: whether what is missing may still be on its way.
    """

    files: dict[tuple[str, str], PackFile]
    faults: dict[tuple[str, str], str]
    in_hand: bool


def pack_of(board: Board, actor: Actor, one: Publication) -> Pack:
    """The files of a publication as they stand; the last of each counts."""
    require(actor, VIEWER)
    files: dict[tuple[str, str], PackFile] = {}
    faults: dict[tuple[str, str], str] = {}
    for line in board.store.entries():
        if line.type not in (PACK_FILE, PACK_FAULT) or not _is_of(board, line, one):
            continue
        said = line.body["payload"]
        key = (said["format"], said["view"])
        if line.type == PACK_FAULT:
            faults[key] = said["reason"]
            continue
        faults.pop(key, None)
        if key[0] != FOLDER:
            files[key] = PackFile(
                *key, said["name"], said["media_type"], said["bytes"], said["sha256"], line.at,
                line.seq,
            )  # fmt: skip
    since = datetime.now(UTC) - datetime.fromisoformat(one.at)
    return Pack(files, faults, since < _PATIENCE)


def keep_file(
    board: Board, actor: Actor, one: Publication, what: tuple[str, str], made: dict[str, Any],
    data: bytes,
) -> None:  # fmt: skip
    """Keep a file that was made with the snapshot.

    Args:
        what: format and view. made: name, media_type, bytes, sha256.

    Raises:
        Forbidden: below reviewer. StoreFault: the journal or the archive cannot be written.
    """
    require(actor, REVIEWER)
    board.store.record(PACK_FILE, _about(board, one, what) | made, actor.name, data)


def keep_outcome(
    board: Board, actor: Actor, one: Publication, what: tuple[str, str], reason: str = ""
) -> None:
    """Keep why something was not made or written; an empty reason: the folder took the files.

    Raises:
        As ``keep_file``.
    """
    require(actor, REVIEWER)
    kind = PACK_FAULT if reason else PACK_FILE
    board.store.record(kind, _about(board, one, what) | {"reason": reason}, actor.name)


def pack_content(board: Board, actor: Actor, file: PackFile, noted: bool = True) -> bytes:
    """The bytes of a file of a pack, with a line of the audit written first.

    Args:
        noted: false where it does not leave the board.

    Raises:
        UnfitEntry: there is no such file. StoreFault: the audit cannot be written.
        ArchiveDamaged: it is lost.
    """
    require(actor, VIEWER)
    lines = [line for line in board.store.entries(PACK_FILE) if line.seq == file.seq]
    if not lines:
        raise UnfitEntry(f"没有文件“{file.name}”。请刷新页面。")
    data = board.store.attached(lines[0])
    if data is None:
        raise StoreFault(f"journal.jsonl 第 {file.seq} 行：没有文件的内容。")
    if noted:
        note_export(board.settings, actor, file.name, file.sha256, "发布时生成的例会材料")
    return data


def _about(board: Board, one: Publication, what: tuple[str, str]) -> dict[str, str]:
    return {
        "city": board.settings.city, "month": one.month.text, "snapshot": one.snapshot,
        "format": what[0], "view": what[1],
    }  # fmt: skip


def _is_of(board: Board, line: JournalEntry, one: Publication) -> bool:
    said = line.body["payload"]
    return (said["city"], said["snapshot"]) == (board.settings.city, one.snapshot)
