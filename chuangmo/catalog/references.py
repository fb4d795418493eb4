"""Asked of every entry: does it name what there is, in a unit that fits, with a source."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from chuangmo.catalog.faults import Fault, suggestion
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.read import Common, Located
from chuangmo.catalog.words import indicator_words, plain_word

Word = tuple[str, str, str, str]  # word, owner, file, entry


def shared_words(words: Iterable[Word], what: str) -> Iterator[Fault]:
    """A fault for each word that two owners claim, told at the later one."""
    owners: dict[str, str] = {}
    for word, owner, file, entry in words:
        first = owners.setdefault(plain_word(word), owner)
        if first != owner:
            yield Fault(
                file,
                entry,
                "aliases",
                f"别名“{word}”已属于{what}“{first}”，只能归一个，请删去一处。",
            )


def unknown_indicator(
    common: Common, located: Located[object], field: str, name: str
) -> Iterator[Fault]:
    """A fault where an entry names an indicator the catalog does not have."""
    if name not in common.indicators:
        meant = _named(common, name)
        todo = f"请写编号：{meant}。" if meant else f"请写编号，{_near(common, name)}"
        reason = f"没有指标“{name}”。{todo}"
        yield Fault(located.file, located.entry, field, reason)


def _named(common: Common, name: str) -> str:
    """The ids of the indicators that are called so, joined by 或."""
    word = plain_word(name)
    own = [
        one.value.id
        for one in common.indicators.values()
        if word in map(plain_word, (*indicator_words(one.value), *one.value.shared))
    ]
    return " 或 ".join(own)


def _near(common: Common, name: str) -> str:
    """The ids that come near a word, or those of indicators whose names do."""
    words = {
        word: one.value.id
        for one in common.indicators.values()
        for word in indicator_words(one.value)
    }
    near = [] if name.isascii() else get_close_matches(name, list(words), n=4, cutoff=0.5)
    if near:
        return f"相近的有：{'、'.join(f'{words[word]}（{word}）' for word in near)}。"
    return suggestion(name, common.indicators)


def foreign_unit(
    common: Common, located: Located[object], field: str, name: str, unit: str
) -> Iterator[Fault]:
    """A fault where a number stands in a unit its indicator is never shown in."""
    indicator: Indicator | None = (
        common.indicators[name].value if name in common.indicators else None
    )
    if indicator and unit not in indicator.digits:
        allowed = "、".join(indicator.digits)
        reason = f"指标“{name}”不用单位“{unit}”，应为 {allowed}。"
        yield Fault(located.file, located.entry, field, reason)


def unsourced(located: Located[object], field: str, source: str) -> Iterator[Fault]:
    """A fault where nobody says where a number was read."""
    if not source:
        yield Fault(located.file, located.entry, field, "没有写出处，请补写。")
