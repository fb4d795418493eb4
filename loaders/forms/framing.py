"""A block with its columns and what surrounds it: by a known form that fits, else recognised."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chuangmo.catalog.layouts import Layout
from loaders.binding.asking import chosen_state
from loaders.binding.audit import without_other_audit
from loaders.binding.context import Context, bind
from loaders.binding.declared_units import declared_unit
from loaders.binding.file_context import FileContext
from loaders.binding.media import with_media
from loaders.binding.stated_periods import outer_period
from loaders.binding.unclear_places import with_unclear_places
from loaders.forms.corrected_columns import corrections_said, with_corrections
from loaders.forms.fingerprint import fingerprint
from loaders.forms.fitting import (
    Misfit,
    Plain,
    check_words,
    described,
    fitted,
    labelled,
    likeness,
    plain_of,
)
from loaders.forms.proposal import is_layout_topic, proposal
from loaders.model.table import Block, Column
from loaders.tables.finding import TableFinder
from loaders.tables.runs import RunReading, read_run, with_run
from loaders.tables.views import Turned

_NEAR = 0.6
_UNEXPLAINED = "照它读不全地点和时段"
_DECLARED = ("header", "title", "rule")
_AXES = {"place": "地点", "period": "时段", "indicator": "指标"}


@dataclass(frozen=True)
class Frame:
    """A block before any key is read.

    Attributes:
        named: the columns before a run is read, as the form describes them.
        file: the file with the answers that are remembered with the form.
        layout: the known form that fits; ``None`` where the block was recognised.
        differs: why the known form that comes nearest does not fit.
        said: whether a person answered or corrected something of the form for this file.
    """

    columns: list[Column]
    named: list[Column]
    run: RunReading
    context: Context
    form: str
    file: FileContext
    layout: Layout | None = None
    differs: str = ""
    said: bool = False


def frames(block: Block, layout: TableFinder, file: FileContext) -> Iterator[Frame]:
    """The block as each known form that fits has it, and last as its words and cells say.

    The first one holds, unless it cannot tell place and time of every value.
    """
    differs, said = "", bool(_answers(block, file))
    plain = plain_of(block, file)
    for known in candidates(block, file):
        try:
            yield replace(by_layout(known, block, plain, layout, file), said=said)
            misfit = _UNEXPLAINED
        except Misfit as why:
            misfit = str(why)
        near = not differs and likeness(known, plain) >= _NEAR
        if near and (known.words or known.fingerprint):
            differs = f"{known.title}”：{misfit}"
    yield replace(_recognised(block, plain, layout, file), differs=differs, said=said)


def candidates(block: Block, file: FileContext) -> list[Layout]:
    """The known forms of tables that stand as this view has them, ledgers aside."""
    table = "turned" if isinstance(block.sheet, Turned) else "down"
    known = (one for one in file.hints.layouts if one.table == table)
    return [one for one in known if all(c.role != "field" for c in one.column)]


def by_layout(
    known: Layout, block: Block, plain: Plain, layout: TableFinder, file: FileContext
) -> Frame:
    """The block as a form describes it.

    Raises:
        Misfit: the form does not fit this block.
    """
    check_words(known, block, file)
    file = file.told(block.sheet, known.answers)
    named = fitted(known, block, plain, file)
    named = with_corrections(named, corrections_said(file, block.sheet), file.catalog)
    named = with_unclear_places(named, block, file, described(known, block, file))
    said = file.answer(block.sheet, "axis")
    run = read_run(named, block, outer_period(block, file), said)
    if not said and known.run not in (run.options or (run.kind,)):
        raise Misfit("表头里的数字与已知版式不同")
    columns = with_run(named, block, run)
    context = bind(block, columns, file, layout)
    for axis, where in known.sources.items():
        asked = axis in context.contradicted and context.sources.get(axis) == "answer"
        if context.sources.get(axis) != where and not asked:
            raise Misfit(f"{_AXES[axis]}不再写在原来的地方")
    if known.unit and known.unit.where in _DECLARED:
        _check_unit(known.unit.where, columns, context, block, file)
    form = _form(columns, context)
    if known.fingerprint and form not in known.fingerprint:
        form = known.fingerprint[0]
    columns = without_other_audit(chosen_state(columns, block, file), block, file)
    return Frame(columns, named, run, context, form, file, known)


def _check_unit(
    where: str, columns: list[Column], context: Context, block: Block, file: FileContext
) -> None:
    """Whether the unit still stands where the form has it; a unit that went is no small change."""
    named = [(c, c.indicator or context.indicator) for c in columns if c.role == "value"]
    found = [
        declared_unit(file.catalog.indicator(mark), column, block, file)
        for column, mark in named
        if mark
    ]
    if found and where not in {source for _, source in filter(None, found)}:
        raise Misfit("单位不再写在原来的地方")


def _recognised(block: Block, plain: Plain, layout: TableFinder, file: FileContext) -> Frame:
    own = with_media(list(plain.columns.values()), block, file)
    run = read_run(own, block, outer_period(block, file), file.answer(block.sheet, "axis"))
    named = with_corrections(own, corrections_said(file, block.sheet), file.catalog)
    named = with_unclear_places(named, block, file)
    columns = with_run(named, block, run)
    context = bind(block, columns, file, layout)
    seen = with_run(own, block, run)
    sources = context.sources if named is own else bind(block, seen, file, layout).sources
    form = fingerprint(seen, [f"{axis}={source}" for axis, source in sources.items()])
    columns = without_other_audit(chosen_state(columns, block, file), block, file)
    return Frame(columns, named, run, context, form, file)


def _form(columns: list[Column], context: Context) -> str:
    return fingerprint(columns, [f"{axis}={source}" for axis, source in context.sources.items()])


def _answers(block: Block, file: FileContext) -> dict[str, str]:
    """Topic -> answer of layout scope that holds for the sheet of a block."""
    prefix = file.key(block.sheet, "")
    return {
        key.removeprefix(prefix): text
        for key, text in file.hints.answers.items()
        if key.startswith(prefix) and is_layout_topic(key.removeprefix(prefix))
    }


def proposed(frame: Frame, block: Block) -> Layout:
    """The form of a framed block as data; a known form with what was said beside it."""
    sources = {axis: {"from": where} for axis, where in frame.context.sources.items()}
    said = {
        "table": "turned" if isinstance(block.sheet, Turned) else "down",
        "run": frame.run.kind if len(frame.run.options) < 2 else "",
        "answers": _answers(block, frame.file),
        **sources,
    }
    labels = labelled(block, frame.file.vocabulary)
    found = proposal(frame.form, frame.named, labels, said)
    if frame.layout is None:
        return found
    kept = {name: getattr(frame.layout, name) for name in ("name", "words", "leave_out")}
    return found.model_copy(update=kept)
