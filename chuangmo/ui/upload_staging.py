"""The file at work on 上传: its answers and fixes of this session, and its cached preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.service import conclusions, importing
from chuangmo.service.conclusions import Changes
from chuangmo.store.rows import BatchInfo
from chuangmo.ui import cached
from loaders.batch_types import Correction, Hints, StagedBatch

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


@st.cache_resource(show_spinner="正在读表、核对……", max_entries=4, ttl=1800)
def _staged(
    generation: int, who: Actor, sha256: str, name: str, said: tuple[object, ...],
    _data: bytes, _hints: Hints,
) -> StagedBatch:  # fmt: skip
    return importing.preview(cached.get_board(), who, _data, name, _hints)


def stage_file(picked: Picked) -> StagedBatch:
    """The file read, recognised, checked and compared with what was said; nothing is written.

    Held once a process (not copied a session) and read again when the store has changed.
    """
    hints = hints_of(picked)
    return _staged(
        cached.generation(), cached.actor(), picked.sha256, picked.name, _said(hints),
        picked.data, hints,
    )  # fmt: skip


def _said(hints: Hints) -> tuple[object, ...]:
    """What was said beside the file, as a key."""
    fixes = ((f.sheet, f.cell, f.value, f.reason) for f in hints.corrections)
    return tuple(sorted(hints.answers.items())), tuple(fixes)


@st.cache_resource(show_spinner="正在预演导入后的判断……", max_entries=4, ttl=1800)
def _effect(
    generation: int, who: Actor, sha256: str, said: tuple[object, ...], _staged: StagedBatch
) -> Changes:
    return conclusions.effect_of(cached.get_board(), who, _staged)


def effect_of_file(staged: StagedBatch, picked: Picked) -> Changes:
    """Which conclusions the staged file would change; nothing is written."""
    return _effect(
        cached.generation(), cached.actor(), picked.sha256, _said(hints_of(picked)), staged
    )


def keep_result(picked: Picked, batch: int) -> None:
    """Remember which batch the entry became."""
    results = dict(st.session_state.get(_RESULTS, {}))
    st.session_state[_RESULTS] = results | {picked.key: batch}


def result_of(key: str) -> BatchInfo | None:
    """The batch that an entry of the list became in this session, while it stands."""
    number = st.session_state.get(_RESULTS, {}).get(key)
    if number is None:
        return None
    found = next((b for b in cached.batches() if b.batch == number), None)
    return found if found and found.state != "withdrawn" else None
