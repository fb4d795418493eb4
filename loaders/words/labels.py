"""What a header path or a row label means as a whole: indicator, kind of quantity, what is left.

A label is read as its indicator only where every word of it is explained and says a monitored
value: ``PM10监测天数`` is a number of days, ``PM10某某`` is asked. Why: an unknown word may turn a
mean into anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from loaders.words import lists
from loaders.words.lists import Quantity
from loaders.words.normalise import label
from loaders.words.units import without_unit
from loaders.words.vocabulary import Facets, Vocabulary

VALID_DAYS = "valid_days"
TARGET = "target"
#: Why a column is not read whose header names an indicator and words that nobody knows.
UNKNOWN_LABEL = "unknown-label"
#: What figures are that no label names so: by the reason of a derived column.
BY_FORM = "by-form"
RUNNING_MEAN = "running-mean"
OTHER_MEDIUM = "other-medium"
_OTHER = {
    OTHER_MEDIUM: "排放口、降水、地下水等别的介质的监测值，不是环境空气或地表水的",
    BY_FORM: "已知版式里不作监测值的数",
    "sum": "合计",
    "last_year": "上年同期的数",
    "made-from-neighbours": "由旁边各列算出的合计或平均",
    RUNNING_MEAN: "滑动平均值",
    "other-state": "另一种气体状态的浓度",
    "other-audit": "没有选用的那一种审核状态的数",
}


#: Words of ``lists.TARGETS`` with the list that each is of, the longest first.
_TARGETS = sorted(
    ((w, kind) for kind in ("nothing", "deciding", "results") for w in lists.TARGETS[kind]),
    key=lambda word: -len(word[0]),
)


def what_it_is(reason: str) -> str:
    """What the figures of a derived column are, for a message: 天数, 同比 ..., never a guess."""
    quantity = lists.QUANTITIES.get(reason)
    if quantity is None:
        return _OTHER[reason]
    return f"{quantity.name}（由别的数算出）" if quantity.computed else quantity.name


@dataclass(frozen=True)
class Label:
    """A label that names an indicator.

    Attributes:
        indicators: ids that the innermost level names that names any.
        quantity: the kind of quantity where it is none that the indicator itself holds.
        rest: the text that nothing explains; empty where the label is explained whole.
    """

    indicators: tuple[str, ...]
    quantity: Quantity | None = None
    rest: str = ""

    @property
    def is_value(self) -> bool:
        """Whether the label is one indicator's monitored value, explained whole."""
        return len(self.indicators) == 1 and self.quantity is None and not self.rest


def is_shared(text: str, indicator: Indicator) -> bool:
    """Whether a part's label is one that any pollutant beside it may have (达标天数)."""
    return without_unit(label(text)) in map(label, indicator.parts.shared)


def is_unowned(text: str, rate: Indicator, beside: Iterable[Indicator]) -> bool:
    """Whether a part of a rate may as well be that of a pollutant beside it (PM10, 达标天数)."""
    daily = any(one.count_unit == "day" and not one.is_rate for one in beside)
    return daily and is_shared(text, rate)


def holds(quantity: str, indicator: Indicator) -> bool:
    """Whether an indicator's monitored values are of a kind (id; empty: none is said)."""
    kind = lists.QUANTITIES.get(quantity)
    return kind is None or kind.measured or indicator.unit in kind.of


def meaning(levels: Sequence[Facets], catalog: Catalog) -> Label:
    """The meaning of a path of header texts, from the outermost to the innermost; one row label.

    Texts that stand over every value of a table (a title merged over it) are no part of the path.
    """
    named = next((n for n in reversed(range(len(levels))) if levels[n].indicators), None)
    if named is None:
        return Label((), rest="".join(f.rest for f in levels))
    indicators = levels[named].indicators
    units = {catalog.indicator(i).unit for i in indicators}
    quantity, mixed = _quantity(levels, units)
    rests = [f.rest for f in levels if not f.is_unit]
    other = [f.text for f in levels[: named + 1] if _names_part_of_another(f, indicators)]
    rest = "、".join(r for r in (*rests, *other, mixed) if r)
    return Label(indicators, quantity, "" if quantity else rest)


def titled(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Ids of the indicators whose monitored values a title or a name announces.

    Empty where it says another kind of quantity (各区SO2排放量) or where nobody knows the words
    behind the indicator; what stands before it may be anything.
    """
    said = vocabulary.facets(text).indicators
    return () if vocabulary.tail(text) or other_quantity(text, vocabulary) else said


def other_quantity(text: str, vocabulary: Vocabulary) -> Quantity | None:
    """The kind of quantity that a title says beside its indicator, if none that is monitored.

    Kinds that are made from monitored values (达标情况, 变化趋势) head tables of these; whether a
    title that says 目标 heads targets is ``heads_targets``.
    """
    facets = replace(vocabulary.facets(text), rest="", parts=())
    said = meaning([facets], vocabulary.catalog).quantity
    return None if said is None or said.computed or said.id == TARGET else said


def heads_targets(texts: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether title, sheet or file name say that a table holds targets, the nearest that decides.

    A text says so with 目标 任务 计划 分解 责任书 and without a word of results (完成 进展 ...).
    """
    for text in texts:
        if vocabulary.facets(text).meta:
            continue
        said = set(_told_of_targets(label(text)))
        if said & {"deciding", "results"}:
            return "results" not in said
    return False


def _told_of_targets(text: str) -> Iterator[str]:
    """Which lists of ``lists.TARGETS`` the words of a text belong to, the longest word first."""
    while text:
        word, kind = next(((w, k) for w, k in _TARGETS if text.startswith(w)), (text[0], ""))
        yield kind
        text = text[len(word) :]


def _quantity(levels: Sequence[Facets], units: set[str]) -> tuple[Quantity | None, str]:
    """The kind of the innermost level that says one; a group of several kinds says none by itself.

    Returns:
        The kind, ``None`` for the indicator's own; and the text of a level that leaves it open.
    """
    for depth, facets in enumerate(reversed(levels)):
        kinds = [lists.QUANTITIES[kind] for kind in facets.quantities]
        others = [k for k in kinds if not k.measured and not units & set(k.of)]
        if others and depth and any(k.measured for k in kinds):
            return None, facets.text
        if others:
            return others[-1], ""
        if kinds:
            return None, ""
    return None, ""


def _names_part_of_another(facets: Facets, indicators: tuple[str, ...]) -> bool:
    """Whether a text names a numerator, a weight ... that belongs to another indicator."""
    return any(i not in indicators for _, i in facets.parts)
