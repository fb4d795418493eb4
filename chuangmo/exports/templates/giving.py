"""Templates that an office gives, and those that its files are made with."""

from dataclasses import dataclass

from chuangmo.access.actor import Actor
from chuangmo.exports.templates.checking import template_faults
from chuangmo.service.board import Board
from chuangmo.service.publication.templates import TemplateEvent, keep_template, template_bytes


@dataclass(frozen=True)
class Templates:
    """The templates that files are made with; ``None``: the board's own."""

    pptx: bytes | None = None
    docx: bytes | None = None


def give_template(board: Board, actor: Actor, name: str, data: bytes) -> TemplateEvent:
    """Make a file the office's template of its kind from now on.

    Raises:
        As ``keep_template``; an ``UnfitEntry`` says everything that stands against the file.
    """
    return keep_template(board, actor, name, data, template_faults)


def templates_of(board: Board, actor: Actor) -> Templates:
    """The templates that hold now.

    Raises:
        ArchiveDamaged: one is lost or changed.
    """
    return Templates(template_bytes(board, actor, "pptx"), template_bytes(board, actor, "docx"))
