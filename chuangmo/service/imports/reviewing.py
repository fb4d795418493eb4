"""审核: submitted imports are let in or returned by somebody else than whoever sent them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chuangmo.access.actor import REVIEWER, UPLOADER, Actor, Forbidden
from chuangmo.assess.reasons import period_words
from chuangmo.period import Period
from chuangmo.service.auditing import allow, audited
from chuangmo.service.board import Board, require, require_area
from chuangmo.service.imports.importing import SUBMITTED, batch_areas, batches
from chuangmo.service.memo import JOURNAL
from chuangmo.service.publication.published import published_months
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.rows import BatchInfo, Diff

_ACTION = "review"


@dataclass(frozen=True)
class WaitingBatch:
    """A submitted file that nobody has decided on.

    Attributes:
        areas: whose values it holds. refusal: why the person may not decide on it; "" where so.
    """

    info: BatchInfo
    areas: tuple[str, ...]
    refusal: str


def waiting(board: Board, actor: Actor) -> list[WaitingBatch]:
    """What waits for a review, oldest first: a reviewer sees all of it, others what they sent."""
    require(actor, UPLOADER)
    found = [info for info in batches(board, actor) if info.state == SUBMITTED]
    return [_waiting(board, actor, info) for info in found]


def to_decide(board: Board, actor: Actor) -> int:
    """How many batches wait for the person's own decision; counted once for each state."""
    require(actor, UPLOADER)

    def count() -> int:
        return sum(not one.refusal for one in waiting(board, actor))

    return board.memo.answer(count, "batches to decide on", actor, depends=JOURNAL)


def difference(board: Board, actor: Actor, batch: int) -> Diff:
    """What a submitted batch would change if it were approved now.

    Raises:
        Forbidden: neither a reviewer nor whoever sent it. StoreRefusal: it does not wait.
    """
    _require_waiting(board, actor, batch)
    return board.store.approving(batch)


def found_in(board: Board, actor: Actor, batch: int) -> list[dict[str, Any]]:
    """What was found in a waiting workbook; keys of ``rows.DIAGNOSTICS``; raises as above."""
    _require_waiting(board, actor, batch)
    return board.store.diagnostics(batch)


def _require_waiting(board: Board, actor: Actor, batch: int) -> None:
    require(actor, UPLOADER)
    if not any(one.info.batch == batch for one in waiting(board, actor)):
        raise StoreRefusal(f"批次 {batch}：不在等审核。请先看审核的列表。")


def approve(
    board: Board, actor: Actor, batch: int, reason: str = "", *, shown: Diff | None = None
) -> BatchInfo:
    """Let a submitted batch into the figures.

    Args:
        shown: what it would change, as the reviewer saw it.

    Raises:
        Forbidden: no reviewer of these districts, or the person sent it.
        StoreRefusal: it does not wait, or corrects published figures and no reason is given.
        BaseMoved: it would change other values by now.
    """
    with _deciding(board, actor, batch, "通过", reason):
        if not reason.strip() and (late := corrected_months(board, actor, batch)):
            words = "、".join(map(period_words, late))
            raise StoreRefusal(f"{words}已发布，通过后会更正已公布的数。请写明理由。")
        return board.store.approve(batch, actor.name, reason.strip(), shown)


def send_back(board: Board, actor: Actor, batch: int, reason: str) -> BatchInfo:
    """Return a submitted batch to whoever sent it, who reads the reason; raises as ``approve``."""
    with _deciding(board, actor, batch, "退回", reason):
        if not reason.strip():
            raise StoreRefusal("理由：没有填写。请用一句话说明为什么退回，提交的人会看到。")
        return board.store.send_back(batch, actor.name, reason.strip())


def corrected_months(board: Board, actor: Actor, batch: int) -> list[Period]:
    """The published months whose figures rest on what a batch carries."""
    require(actor, UPLOADER)
    return published_months(board, actor, *board.store.carried(batch))


@contextmanager
def _deciding(board: Board, actor: Actor, batch: int, what: str, reason: str) -> Iterator[None]:
    subject = f"批次 {batch} {what}"
    allow(board.settings, actor, _ACTION, subject, REVIEWER)
    info = next((one for one in board.store.batches() if one.batch == batch), None)
    with audited(board.settings, actor, _ACTION, subject, REVIEWER) as outcome:
        board.keeper.require_own()
        if info is not None and info.state == SUBMITTED and (why := _refusal(board, actor, info)):
            raise Forbidden(why)
        outcome.detail = reason.strip()
        yield


def _waiting(board: Board, actor: Actor, info: BatchInfo) -> WaitingBatch:
    areas = tuple(sorted(batch_areas(board, info.batch)))
    return WaitingBatch(info, areas, _refusal(board, actor, info))


def _refusal(board: Board, actor: Actor, info: BatchInfo) -> str:
    """Why the person may not decide on a batch; empty where the person may."""
    try:
        require(actor, REVIEWER)
        if actor.districts is not None:
            require_area(actor, batch_areas(board, info.batch))
    except Forbidden as why:
        return str(why)
    if info.by == actor.name:
        return f"批次 {info.batch} 是 {actor.name} 自己提交的，须由别人审核。"
    return ""
