"""The office's own templates: given, replaced, taken back, each with its line in the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from chuangmo.access.actor import MANAGER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.store.errors import StoreFault
from chuangmo.store.journal import ATTACHED, JournalEntry

#: Type of journal line; begins as ``board._BESIDE`` lists it: no figure depends on it.
TEMPLATE_SET: Final = "office_template"
#: The kinds by their suffix, and their names on pages and in errors.
KINDS: Final = {"pptx": "演示文稿模板", "docx": "文档模板"}


@dataclass(frozen=True)
class TemplateEvent:
    """A template that was given, or that one was taken back.

    Attributes:
        kind: of ``KINDS``. seq: the journal line. name: of the file; "" where it was taken back.
        size: bytes; sha256: fingerprint of the file, "" where there is none.
        again: the journal line of the template that was put back, 0 for a new file.
    """

    kind: str
    seq: int
    at: str
    by: str
    name: str = ""
    size: int = 0
    sha256: str = ""
    again: int = 0


def template_history(board: Board, actor: Actor) -> list[TemplateEvent]:
    """Every template that was given or taken back, newest first."""
    require(actor, VIEWER)
    return [_event(line) for line in reversed(_lines(board))]


def templates_in_force(board: Board, actor: Actor) -> dict[str, TemplateEvent]:
    """The office's own templates by kind; a kind without one is the board's own."""
    require(actor, VIEWER)
    found: dict[str, TemplateEvent] = {}
    for line in _lines(board):
        event = _event(line)
        found.pop(event.kind, None)
        if event.name:
            found[event.kind] = event
    return found


def template_bytes(board: Board, actor: Actor, kind: str) -> bytes | None:
    """The office's own template of a kind; ``None`` where the board's own holds.

    Raises:
        ArchiveDamaged: the file is lost or changed.
    """
    event = templates_in_force(board, actor).get(kind)
    return None if event is None else _content(board, event.seq)


def keep_template(
    board: Board, actor: Actor, name: str, data: bytes,
    check: Callable[[str, bytes], Sequence[str]],
) -> TemplateEvent:  # fmt: skip
    """Make a file the template of its kind, in place of the one there is.

    Args:
        check: says by kind and content what stands against it.

    Raises:
        Forbidden: the person has no 业务管理. UnfitEntry: the file does not do.
        StoreFault: the journal or the archive cannot be written.
    """
    kind = name.rpartition(".")[2].lower()
    with audited(board.settings, actor, "operate", f"模板 {name}", MANAGER) as outcome:
        if kind not in KINDS:
            raise UnfitEntry(
                f"“{name}”不是模板。请选 .pptx 或 .docx（.potx、.dotx 请先另存为这两种）。"
            )
        if problems := check(kind, data):
            told = "\n".join(f"{n}．{one}" for n, one in enumerate(problems, 1))
            raise UnfitEntry(f"{name} 有 {len(problems)} 处要改，没有登记：\n{told}")
        outcome.detail = f"{KINDS[kind]}改为 {name}"
        said = {"kind": kind, "name": name, "bytes": len(data)}
        with board.changing:
            seq = board.store.record(TEMPLATE_SET, said, actor.name, data)
            return _event(_line(board, seq))


def take_back_template(board: Board, actor: Actor, kind: str) -> TemplateEvent | None:
    """Undo the last change of a kind: the template before it holds again, else the board's own.

    Returns:
        The template that holds now; ``None`` where it is the board's own.

    Raises:
        Forbidden: the person has no 业务管理. UnfitEntry: there is none of the office's own.
    """
    name = KINDS.get(kind, kind)
    with audited(board.settings, actor, "operate", name, MANAGER) as outcome, board.changing:
        given = _given(board, kind)
        if not given:
            raise UnfitEntry(f"没有{name}可以撤回，用的是看板自带的。")
        before = given[-2] if len(given) > 1 else None
        said = {"kind": kind, "name": "", "bytes": 0, "again": 0}
        if before:
            said |= {"name": before.name, "bytes": before.size, "again": before.seq}
        outcome.detail = f"改回 {before.name}" if before else "改回看板自带的"
        data = _content(board, before.seq) if before else None
        board.store.record(TEMPLATE_SET, said, actor.name, data)
    return templates_in_force(board, actor).get(kind)


def _given(board: Board, kind: str) -> list[TemplateEvent]:
    """The templates of a kind that a 撤回 would go back through, the one in force last."""
    stack: list[TemplateEvent] = []
    for event in (_event(line) for line in _lines(board)):
        if event.kind != kind:
            continue
        if event.name and not event.again:
            stack.append(event)
        elif stack:
            stack.pop()
    return stack


def _lines(board: Board) -> list[JournalEntry]:
    return board.store.entries(TEMPLATE_SET)


def _line(board: Board, seq: int) -> JournalEntry:
    return next(line for line in reversed(_lines(board)) if line.seq == seq)


def _content(board: Board, seq: int) -> bytes:
    data = board.store.attached(_line(board, seq))
    if data is None:
        raise StoreFault(f"journal.jsonl 第 {seq} 行：没有模板的内容。")
    return data


def _event(line: JournalEntry) -> TemplateEvent:
    said = line.body["payload"]
    return TemplateEvent(
        said["kind"], line.seq, line.at, line.actor, said["name"], said["bytes"],
        line.body.get(ATTACHED, "") if said["name"] else "", said.get("again", 0),
    )  # fmt: skip
