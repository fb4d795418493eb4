"""Backups on behalf of a person: only an administrator may make one."""

from pathlib import Path

from chuangmo.access.actor import SYSTEM, Actor
from chuangmo.service.auditing import audited, is_only_read
from chuangmo.service.board import Board, require
from chuangmo.store.copies.backup import BackupResult, backup


def back_up(board: Board, actor: Actor, folder: Path) -> BackupResult:
    """Copy journal, archive, staged rows, overlay and accounts to ``folder``.

    Raises:
        Forbidden: the person is no administrator.
        StoreRefusal: the folder cannot hold a backup of this home.
        WritingClosed: the journal lost lines.
        StoreFault: what should be copied is damaged.
    """
    if is_only_read(board.settings, actor):
        require(actor, SYSTEM)
        return backup(board.settings, folder)
    subject = f"备份到 {folder}"
    with audited(board.settings, actor, "operate", subject, SYSTEM), board.changing:
        return backup(board.settings, folder, len(board.store.entries()))
