"""Whether the figures of a block are audited (审核后) or not yet (未审核, 实况): said, or asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from chuangmo.catalog.models import Indicator
from chuangmo.store.rows import AUDITED, UNAUDITED
from loaders.binding.file_context import FileContext
from loaders.model.readings import Chunk
from loaders.model.sheet import CellValue
from loaders.model.staged import ClerkQuestion
from loaders.model.table import Block, Column
from loaders.tables.columns import sample
from loaders.words.modifiers import OPEN, audit_said
from loaders.words.normalise import label

#: The topic of the question; its answers, also about two columns of one indicator.
TOPIC = "audit"
WORDS = {UNAUDITED: "未审核", AUDITED: "审核后"}
GAS_STATE = "气体状态，与审核无关"
OTHER_AUDIT = "other-audit"
_LONGEST = 10  # characters: a remark that mentions an audit is no state
_AS_IT_IS, _STANDARD_STATE = "actual_state", "standard_state"
AUDITED_GROUPS = frozenset(("air", "noise", "water"))


@dataclass(frozen=True)
class StatedAudit:
    """What a block says beside its columns.

    Attributes:
        said: ``unaudited``, ``audited`` or empty, of columns that say nothing themselves.
        as_it_is: what 实况 over a column means: ``unaudited``, or empty for a gas state.
    """

    said: str = ""
    as_it_is: str = ""

    def of(self, column: Column, indicator: Indicator) -> str:
        """The state of a column's figures; empty where nothing says it."""
        if indicator.group not in AUDITED_GROUPS:
            return ""
        if own := _own(column):
            return own
        return (self.as_it_is if _is_open(column) else "") or self.said


def bind_audit(
    block: Block, columns: Sequence[Column], file: FileContext
) -> tuple[StatedAudit, ClerkQuestion | None]:
    """What header, title, sheet name, note, cover or file name say; what must be asked.

    The nearest texts that say anything decide. Two states in them, or a 实况 that may be the state
    of the gas, are asked about; so is one indicator in columns of both states.
    """
    values = [c for c in columns if c.role == "value"]
    groups = {file.catalog.indicator(c.indicator).group for c in values if c.indicator}
    if groups and not groups & AUDITED_GROUPS:
        return StatedAudit(), None
    near = [*block.titles, *([] if block.sheet.is_text else [block.sheet.name]), *block.notes]
    said = _said(near) or _said([*file.cover, file.name])
    states = {_own(c) for c in values}
    opens = any(map(_is_open, values)) and not _has_standard_state(values)
    doubted = len(said) > 1 or OPEN in said
    unclear = opens and not said and AUDITED not in states
    answer = file.answer(block.sheet, TOPIC)
    if answer is None and (doubted or unclear or _twins(values)):
        return StatedAudit(), _question(block, file, unclear or OPEN in said, bool(_twins(values)))
    told = next((state for state, word in WORDS.items() if word == answer), "")
    whole = told if doubted else _one(said)
    if not opens:
        return StatedAudit(whole), None
    meant = UNAUDITED if AUDITED in states else told if unclear else whole
    return StatedAudit(whole, meant if meant == UNAUDITED or unclear else ""), None


def _question(block: Block, file: FileContext, as_it_is: bool, twins: bool) -> ClerkQuestion:
    name, options = f"“{block.sheet.name}”", tuple(WORDS.values())
    if twins:
        prompt = f"{name}同一指标有未审核和审核后两种数，读入哪一种？"
    elif as_it_is:
        prompt = f"{name}写着“实况”：是未审核的实况数据，还是监测时的气体状态？"
        options = (*options, GAS_STATE)
    else:
        prompt = f"{name}同时写着未审核和审核后，这些数审核过没有？"
    return file.question(block.sheet, TOPIC, prompt, options)


def without_other_audit(columns: Sequence[Column], block: Block, file: FileContext) -> list[Column]:
    """Without the columns of the state that was not chosen, where an indicator has both."""
    answer = file.answer(block.sheet, TOPIC)
    if answer not in WORDS.values():
        return list(columns)
    twins = _twins([c for c in columns if c.role == "value"])
    return [
        replace(c, role="derived", reason=OTHER_AUDIT)
        if c.role == "value" and c.indicator in twins and _own(c) and WORDS[_own(c)] != answer
        else c
        for c in columns
    ]


def _said(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(audit_said, texts))


def _one(said: Iterable[str]) -> str:
    return next((state for state in WORDS if state in said), "")


def _own(column: Column) -> str:
    return next((state for state in WORDS if state in column.modifiers), "")


def _is_open(column: Column) -> bool:
    """Whether a header says 实况 without telling of what."""
    texts = [label(text) for text in column.header]
    return _AS_IT_IS in column.modifiers and any(OPEN in audit_said(text) for text in texts)


def _has_standard_state(columns: Iterable[Column]) -> bool:
    return any(_STANDARD_STATE in column.modifiers for column in columns)


def _twins(values: Sequence[Column]) -> frozenset[str]:
    """Indicators that stand in columns of both states."""
    of = {state: {c.indicator for c in values if _own(c) == state} for state in WORDS}
    return frozenset(of[UNAUDITED] & of[AUDITED])


# -- row by row --------------------------------------------------------------------------------


def _audit_column(columns: Iterable[Column], block: Block) -> Column | None:
    """The column without another meaning whose cells say 未审核 or 审核后 and nothing else."""
    open_ones = (c for c in columns if c.role in ("ignored", "derived") and c.header)
    return next((c for c in open_ones if _tells(sample(block, c.index))), None)


def _tells(values: Sequence[CellValue]) -> bool:
    return bool(values) and all(map(_state, values))


def _state(value: CellValue) -> str:
    if not isinstance(value, str) or len(value.strip()) > _LONGEST:
        return ""
    said = audit_said(value)
    return next(iter(said)) if said in ({UNAUDITED}, {AUDITED}) else ""


def without_audit(columns: list[Column], block: Block) -> list[Column]:
    """The columns but for the one that tells whether the rows are audited."""
    stated = _audit_column(columns, block)
    return [column for column in columns if column is not stated]


def by_rows(chunks: Iterable[Chunk], columns: Sequence[Column], block: Block) -> Iterator[Chunk]:
    """The readings, each with the state of its row; a row without one keeps that of its column."""
    column = _audit_column(columns, block)
    for chunk in chunks:
        if column is None or chunk.indicator.group not in AUDITED_GROUPS:
            yield chunk
            continue
        of_state: dict[str, list[int]] = defaultdict(list)
        for i, row in enumerate(chunk.rows):
            of_state[_state(block.sheet.value(row, column.index)) or chunk.audit].append(i)
        for state, kept in of_state.items():
            others = set(range(len(chunk))) - set(kept)
            yield replace(chunk.without(others), audit=state)
