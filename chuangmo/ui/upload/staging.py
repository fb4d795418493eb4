"""The file at work on 上传: what the person said of it, kept as a draft, and its preview."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from chuangmo.service import conclusions
from chuangmo.service.conclusions import Changes
from chuangmo.service.drafts.drafts import FILE
from chuangmo.service.imports import importing
from chuangmo.service.memo import JOURNAL
from chuangmo.store.rows import BatchInfo
from chuangmo.ui import reads
from chuangmo.ui.blocks import in_hand
from chuangmo.ui.reads import PAGE
from loaders.model.staged import Correction, Hints, StagedBatch

_DONE, _ROUND = "upload_done", "upload_round"


@dataclass(frozen=True)
class Picked:
    """A chosen file; ``label`` names it in the list, ``by_hand`` marks a book made from a form.

    ``entry`` is the key of its draft: the same bytes chosen again later are another entry.
    """

    name: str
    data: bytes
    sha256: str
    label: str = ""
    by_hand: bool = False
    entry: str = ""

    @property
    def key(self) -> str:
        """What names the entry in the list of the sitting."""
        return self.entry or self.sha256

    @property
    def short(self) -> str:
        """The beginning of the fingerprint, for the keys of widgets."""
        return self.sha256[:12]


@dataclass(frozen=True)
class Imported:
    """An entry of this session's list that was confirmed; its draft is gone."""

    key: str
    name: str
    label: str
    sha256: str
    batch: int


# -- what was said --------------------------------------------------------------------------------


def said_of(key: str) -> dict[str, Any]:
    """What the draft of an entry holds; empty where there is none any more."""
    found = in_hand.load(FILE, key)
    return dict(found.said) if found else {}


def keep_said(key: str, **more: Any) -> None:
    """Put more into the draft of an entry; nothing where another tab has done with it."""
    if said := said_of(key):
        in_hand.save(FILE, key, said | more)


def answers_of(picked: Picked) -> dict[str, str]:
    """Question key to answer, as given so far."""
    return dict(said_of(picked.key).get("answers", {}))


def keep_answers(picked: Picked, answers: Mapping[str, str]) -> None:
    """Replace the answers of the file; nothing is written to the store."""
    keep_said(picked.key, answers=dict(answers))


def fixes_of(picked: Picked) -> tuple[Correction, ...]:
    """The fixes that wait for 确认导入."""
    return _fixes(said_of(picked.key))


def keep_fixes(picked: Picked, fixes: Sequence[Correction]) -> None:
    """Replace the waiting fixes of the file; nothing is written to the store."""
    keep_said(picked.key, fixes=[asdict(one) for one in fixes])


def hints_of(picked: Picked) -> Hints:
    """What the person said beside the file so far."""
    said = said_of(picked.key)
    return Hints(answers=dict(said.get("answers", {})), corrections=_fixes(said))


def _fixes(said: Mapping[str, Any]) -> tuple[Correction, ...]:
    return tuple(Correction(**one) for one in said.get("fixes", ()))


# -- the preview ----------------------------------------------------------------------------------


def stage_file(picked: Picked) -> StagedBatch:
    """The file read, recognised, checked and compared with what was said; nothing is written.

    Held once a process (not copied a session) and read again when the store, the catalog or what
    stands beside it has changed; for each person anew, for rights and districts differ.
    """
    board, who, hints = reads.get_board(), reads.actor(), hints_of(picked)

    def make() -> StagedBatch:
        with st.spinner("正在读表、核对……"):
            return importing.preview(board, who, picked.data, picked.name, hints)

    return board.memo.preview(make, who, picked.sha256, picked.name, said_key(hints))


def said_key(hints: Hints) -> tuple[object, ...]:
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

    asked = (who, picked.sha256, picked.name, said_key(hints))
    return board.memo.answer(make, "effect of a file", *asked, depends=JOURNAL)


# -- what became of it ----------------------------------------------------------------------------


def keep_result(picked: Picked, batch: int) -> None:
    """Remember for this session which batch the entry became; its draft has done its work."""
    done = Imported(picked.key, picked.name, picked.label, picked.sha256, batch)
    st.session_state[_DONE] = [*imported(), done]
    in_hand.drop(FILE, picked.key)
    empty_box()


def box_key() -> str:
    """Key of the uploader; another one is an empty box."""
    return f"workbooks-{st.session_state.get(_ROUND, 0)}"


def empty_box() -> None:
    """Let the uploader name no file any longer that is no more in hand."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def imported() -> list[Imported]:
    """The entries of this session that became batches, in the order of confirming."""
    found: list[Imported] = st.session_state.get(_DONE, [])
    return found


def forget_imported() -> None:
    """Begin a new list: what was confirmed stands in 导入记录."""
    st.session_state[_DONE] = []


def result_of(key: str) -> BatchInfo | None:
    """The batch that an entry of the list became in this session, while it stands."""
    number = next((one.batch for one in imported() if one.key == key), None)
    if number is None:
        return None
    found = next((b for b in PAGE.batches() if b.batch == number), None)
    return found if found and found.state not in ("withdrawn", "returned") else None
