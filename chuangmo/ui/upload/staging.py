"""The file at work on 上传: its answers and fixes of this session, and its preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from chuangmo.service import conclusions
from chuangmo.service.conclusions import Changes
from chuangmo.service.imports import importing
from chuangmo.service.memo import JOURNAL
from chuangmo.store.rows import BatchInfo
from chuangmo.ui import reads
from chuangmo.ui.reads import PAGE
from loaders.model.staged import Correction, Hints, StagedBatch

_RESULTS, _ANSWERS, _FIXES = "import_results", "answers-", "fixes-"


@dataclass(frozen=True)
class Picked:
    """A chosen file; ``label`` names it in the list, ``by_hand`` marks a book made from a form.

    ``upload`` is Streamlit's number of one upload: the same bytes uploaded again are another.
    The bytes of an uploaded file stay with Streamlit's uploader, the session keeps the hash.
    """

    name: str
    data: bytes
    sha256: str
    label: str = ""
    by_hand: bool = False
    upload: str = ""

    @property
    def key(self) -> str:
        """What names the entry in the list of the sitting."""
        return self.upload or self.sha256

    @property
    def short(self) -> str:
        """The beginning of the fingerprint, for the keys of widgets."""
        return self.sha256[:12]


def answers_of(picked: Picked) -> dict[str, str]:
    """Question key to answer, as given in this session."""
    return dict(st.session_state.get(_ANSWERS + picked.sha256, {}))


def keep_answers(picked: Picked, answers: Mapping[str, str]) -> None:
    """Replace the answers of the file; nothing is written to the store."""
    st.session_state[_ANSWERS + picked.sha256] = dict(answers)


def fixes_of(picked: Picked) -> tuple[Correction, ...]:
    """The fixes of this session that wait for 确认导入."""
    return tuple(st.session_state.get(_FIXES + picked.sha256, ()))


def keep_fixes(picked: Picked, fixes: Sequence[Correction]) -> None:
    """Replace the waiting fixes of the file; nothing is written to the store."""
    st.session_state[_FIXES + picked.sha256] = tuple(fixes)


def hints_of(picked: Picked) -> Hints:
    """What the person said beside the file so far."""
    return Hints(answers=answers_of(picked), corrections=fixes_of(picked))


def stage_file(picked: Picked) -> StagedBatch:
    """The file read, recognised, checked and compared with what was said; nothing is written.

    Held once a process (not copied a session) and read again when the store, the catalog or what
    stands beside it has changed; for each person anew, for rights and districts differ.
    """
    board, who, hints = reads.get_board(), reads.actor(), hints_of(picked)

    def make() -> StagedBatch:
        with st.spinner("正在读表、核对……"):
            return importing.preview(board, who, picked.data, picked.name, hints)

    return board.memo.preview(make, who, picked.sha256, picked.name, _said(hints))


def _said(hints: Hints) -> tuple[object, ...]:
    """What was said beside the file, as a key."""
    fixes = ((f.sheet, f.cell, f.value, f.reason) for f in hints.corrections)
    return tuple(sorted(hints.answers.items())), tuple(fixes)


def effect_of_file(picked: Picked) -> Changes:
    """Which conclusions the staged file would change; nothing is written."""
    board, who, hints = reads.get_board(), reads.actor(), hints_of(picked)

    def make() -> Changes:
        staged = stage_file(picked)
        with st.spinner("正在预演导入后的判断……"):
            return conclusions.effect_of(board, who, staged)

    asked = (who, picked.sha256, picked.name, _said(hints))
    return board.memo.answer(make, "effect of a file", *asked, depends=JOURNAL)


def keep_result(picked: Picked, batch: int) -> None:
    """Remember which batch the entry became."""
    results = dict(st.session_state.get(_RESULTS, {}))
    st.session_state[_RESULTS] = results | {picked.key: batch}


def result_of(key: str) -> BatchInfo | None:
    """The batch that an entry of the list became in this session, while it stands."""
    number = st.session_state.get(_RESULTS, {}).get(key)
    if number is None:
        return None
    found = next((b for b in PAGE.batches() if b.batch == number), None)
    return found if found and found.state != "withdrawn" else None
