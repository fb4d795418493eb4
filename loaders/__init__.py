"""Workbook to staged batch; the only place that knows spreadsheets.

What others may use stands in ``FACE`` and in ``loaders.model``. It is loaded when it is first asked
for, so that the process that opens a file reads nothing but ``loaders.opening``.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# openpyxl takes lxml where it is installed (the slides bring it) and then writes other bytes;
# with this it reads and writes by the standard library and defusedxml everywhere alike.
os.environ.setdefault("OPENPYXL_LXML", "False")

if TYPE_CHECKING:
    from loaders.corrections import text_at
    from loaders.opening.fault import ReadFault
    from loaders.opening.workbook import Refused, read_workbook
    from loaders.opening.zip_guard import MAX_UNPACKED, parts_of_package
    from loaders.returning.blank_book import FormColumn, FormNotes, FormSheet
    from loaders.returning.blank_book import drawn as drawn_form
    from loaders.returning.hand_form import HandRow, hand_form
    from loaders.returning.mark_up import MarkedUp, mark_up
    from loaders.returning.templates import KINDS, Template, template
    from loaders.staging import stage, submission

#: Name to the module that has it.
FACE = {
    "stage": "loaders.staging", "submission": "loaders.staging",
    "read_workbook": "loaders.opening.workbook", "Refused": "loaders.opening.workbook",
    "MAX_UNPACKED": "loaders.opening.zip_guard", "parts_of_package": "loaders.opening.zip_guard",
    "ReadFault": "loaders.opening.fault",
    "text_at": "loaders.corrections",
    "template": "loaders.returning.templates", "Template": "loaders.returning.templates",
    "KINDS": "loaders.returning.templates",
    "FormColumn": "loaders.returning.blank_book", "FormSheet": "loaders.returning.blank_book",
    "FormNotes": "loaders.returning.blank_book", "drawn_form": "loaders.returning.blank_book",
    "hand_form": "loaders.returning.hand_form", "HandRow": "loaders.returning.hand_form",
    "mark_up": "loaders.returning.mark_up", "MarkedUp": "loaders.returning.mark_up",
}  # fmt: skip
#: Names that are others there.
_THERE = {"drawn_form": "drawn"}
__all__ = [
    "FACE", "KINDS", "MAX_UNPACKED", "FormColumn", "FormNotes", "FormSheet", "HandRow", "MarkedUp",
    "ReadFault", "Refused", "Template", "drawn_form", "hand_form", "mark_up", "parts_of_package",
    "read_workbook", "stage", "submission", "template", "text_at",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """A part of the face, loaded now.

    Raises:
        AttributeError: it is none.
    """
    if name not in FACE:
        raise AttributeError(f"loaders has no {name}")
    return getattr(import_module(FACE[name]), _THERE.get(name, name))
