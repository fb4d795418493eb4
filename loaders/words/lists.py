"""The reader's own words, in normalised spelling, from ``data/catalog/words``."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chuangmo.settings import CATALOG_DIR

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Quantity:
    """A kind of quantity that a label may name beside an indicator: concentration, days, rank ...

    Attributes:
        name: what people call it.
        words: spellings that head a column by themselves.
        inside: spellings that mean it only beside the name of an indicator.
        measured: a monitored value; every other kind is never read as the indicator beside it.
        computed: made from other figures.
        of: stored units of the indicators that are themselves of this kind.
    """

    id: str
    name: str
    words: tuple[str, ...]
    inside: tuple[str, ...] = ()
    measured: bool = False
    computed: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceNoun:
    """A noun in the heading of a place column, by the kind of place.

    Attributes:
        role: ``district``, ``site``, or ``place`` that may be either.
        words: spellings that head a column by themselves.
        bound: spellings that do so only beside a qualifier or a form (站 in 站名).
    """

    kind: str
    role: str
    words: tuple[str, ...]
    bound: tuple[str, ...] = ()


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((CATALOG_DIR / "words" / f"{name}.toml").read_text(encoding="utf-8"))


def _table(content: Mapping[str, Sequence[str]]) -> Words:
    return {key: tuple(words) for key, words in content.items()}


def _quantity(entry: Mapping[str, Any]) -> Quantity:
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return Quantity(**{**entry, **lists})


def _with_before(table: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The words of modifiers; 前 behind a word for sand-dust taken out says that it is not."""
    bare = [word for word in table["dust_removed"] if word.startswith(("扣", "剔"))]
    stems = dict.fromkeys(word.removesuffix("后") for word in bare)
    kept = [f"{no}{stem}" for stem in stems for no in ("未", "不", "没有", "尚未", "未经")]
    kept += [f"{stem}{when}" for stem in stems for when in ("前", "之前", "以前")]
    removed = [f"{stem}{when}" for stem in stems for when in ("后", "之后", "以后")]
    more = {"dust_kept": tuple(kept), "dust_removed": tuple(removed)}
    return {k: tuple(dict.fromkeys((*words, *more.get(k, ())))) for k, words in table.items()}


#: Header words of key columns other than places, by role.
KEYS = _table(_file("headings"))
_PLACES = _file("places")
#: Words of the headings of place columns around their nouns, and endings of names of places.
PLACES = _table({key: words for key, words in _PLACES.items() if key != "noun"})
PLACE_NOUNS = tuple(
    PlaceNoun(n["kind"], n["role"], tuple(n["words"]), tuple(n.get("bound", ())))
    for n in _PLACES["noun"]
)
_TIMES = _file("times")
#: Words of parts of a time in letters (yyyy, mm), by role; they count beside another part only.
SHORT_TIMES = _table(_TIMES["short"])
#: Words of the parts of a beginning and of an end (开始月, 结束日), by role.
STARTS, ENDS = (
    _table({role: [s + word for s in _TIMES[side] for word in words] for role, words in parts})
    for side, parts in ((one, _TIMES["parts"].items()) for one in ("starts", "ends"))
)
#: Statistic words; the first that stands in a label holds.
STATISTICS = _table(_file("statistics"))
#: Words that turn a value into that of another time, of taken-out sand-dust, of a gas state, or
#: say whether it is audited.
MODIFIERS = _with_before(_table(_file("modifiers")))
#: Kinds of quantity by id.
QUANTITIES = {q.id: q for q in map(_quantity, _file("quantities")["quantity"])}

#: Words that tell a table of targets from one of results, and how a target is bounded.
_TARGETS = _file("targets")
TARGETS = _table({key: words for key, words in _TARGETS.items() if key != "scores"})
#: Words of tables of marks: of their titles, and of the column of full marks.
SCORES = _table(_TARGETS["scores"])

#: Header words of columns of classes: those to be kept, and those found.
CLASSES = _table(_file("classes"))
#: Words that say which medium a table is of, by medium.
_MEDIA = _table(_file("media"))
MEDIA = {key: words for key, words in _MEDIA.items() if key != "waste_heads"}
#: Headings of places where something is let off.
WASTE_HEADS = _MEDIA["waste_heads"]
#: Ways of saying that figures are audited or not yet, and that 实况 is a gas state: expressions.
AUDIT = _table(_file("audit"))

_VALUES = _table(_file("values"))
#: Words of a column whose numbers need another word to say what they measure.
GENERIC = _VALUES["generic"]
#: Headings of what is done, in words or in figures.
PROGRESS = _VALUES["progress"]
#: Headings of the one column of figures beside rows of indicators, and ends of no place's name.
COUNTING, NEVER_PLACES = frozenset(_VALUES["counting"]), _VALUES["never_places"]
#: Words of a column of sound levels.
SOUND = frozenset(_VALUES["sound"])
#: Words that say nothing by themselves.
FILLER = _VALUES["filler"]

_SURROUNDINGS = _table(_file("surroundings"))
META = _SURROUNDINGS["meta"]
NOTE = _SURROUNDINGS["note"]
ORGANISATIONS = _SURROUNDINGS["organisation"]
SERIAL = _SURROUNDINGS["serial"]
#: Headings of texts that are no places (备注 天气 ...).
BESIDE = _SURROUNDINGS["beside"]
#: Words in names of sheets that are no names of places.
SHEET_WORDS = _SURROUNDINGS["sheet"]
#: What tables are about, before or behind the name of a place.
TOPICS = _SURROUNDINGS["topic"]
#: Units and words that show a table to be somebody else's.
FOREIGN = _SURROUNDINGS["foreign"]

_LEDGERS = _file("ledgers")
#: Header words of a ledger (one row a unit), by field of ``rows.LEDGER``.
LEDGER = _table(_LEDGERS["fields"])
#: Fields that only a ledger has.
LEDGER_MARKS: tuple[str, ...] = tuple(_LEDGERS["marks"])

LIMIT_ROWS = r"(?:国家|环境|空气|二级|一级|三级|考核|质量|年均|日均|月均)*(?:标准|限值|标准限值|标准值|目标|目标值|控制目标|同比|环比|同比变化率?|(?:本年|全年|年)?累计|全年|排名|名次|增减|增减率|变化率|(?:(?:19|20)[0-9]{2}年|上年|去年)?同期(?:值|均值|数)?|样本数|有效样本数|样本个数|数据个数|有效数据个?数|有效小时数|有效率|数据捕获率|超标天数|超标率|超标倍数|最大超标倍数|达标率|标准差|检出率|中位数|[年季月旬周日](?:均|平均)(?:值|浓度)?|达标情况|达标状况|是否达标|评价结果?|(?:水质|质量)?(?:类别|等级|级别)|首要污染物)(?:[(（].{1,8}[)）])?[%％]?"
TOTAL = r"合计|小计|总计|平均|均值|全市|全区合计|total|average|最大值|最小值|最高值|最低值|有效天数|达标天数"


def inner_statistic(body: str) -> str:
    """A statistic that stands inside a longer word (O3_8h, 区域环境噪声昼间平均值)."""
    for statistic in ("mda8", "day", "night"):
        if any(len(word) > 1 and word in body for word in STATISTICS[statistic]):
            return statistic
    return ""


def told_apart(
    named: Sequence[tuple[str, str]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids that words name, of a word that several share the first; and all ids of such words."""
    alone = {one for one, shared in named if not shared}
    told = {shared for one, shared in named if shared and one in alone}
    open_ones = [(one, shared) for one, shared in named if shared and shared not in told]
    first = {shared: one for one, shared in reversed(open_ones)}
    ids = dict.fromkeys(first.get(shared, one) for one, shared in named if shared not in told)
    return tuple(ids), tuple(dict.fromkeys(one for one, _ in open_ones))


def key_words() -> list[tuple[str, tuple[str, ...]]]:
    """Roles of key columns other than places with their words; a later one overrides."""
    times = [*SHORT_TIMES.items(), *STARTS.items()]
    return [*times, *(("end", words) for words in ENDS.values()), *KEYS.items()]
