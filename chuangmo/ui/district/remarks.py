"""需要说明的事项: what must be said beside a place's figures, from its verdict rows alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chuangmo.assess.reasons import SCHEME_IN_DOUBT
from chuangmo.assess.verdict_types import (
    INSUFFICIENT,
    MET,
    MISSED,
    NOT_APPLICABLE,
    NOT_ASSESSABLE,
    NOT_YET_DUE,
    STANDARD,
    Verdict,
)
from chuangmo.catalog.models import District, Indicator
from chuangmo.service.scoring.gradings import NoiseGrade
from chuangmo.status import LINE_WORD, STATUS_WORD
from chuangmo.ui.blocks.grades import ONLY_STATE, grade_words
from chuangmo.ui.parts.html import Safe, chem, joined, status_text
from chuangmo.wording import MARK_WORD, figure, limit_words, shown_value

Cell = tuple[Indicator, Verdict]


@dataclass(frozen=True)
class Remark:
    """One matter: its short title, the sentence and the document it rests on."""

    title: str
    words: Safe
    basis: str


def remarks(
    rows: Sequence[Verdict], cells: Sequence[Cell], grades: Sequence[NoiseGrade] = ()
) -> list[Remark]:
    """All matters of a place, the gravest first.

    Args:
        rows: every verdict of the place, all lines.
        cells: indicator and the row that counts.
        grades: of the place's noise, by day and by night.
    """
    standards = {row.indicator: row for row in rows if row.line == STANDARD}
    return [
        *_insufficient(cells),
        *_schemes_in_doubt(cells),
        *_two_judgements(cells, standards),
        *_rounded(cells),
        *_denominators(cells),
        *_noise_grades(cells, grades),
        *_silent(cells, NOT_YET_DUE, "尚未监测或尚未开始，不作判断"),
        *_silent(cells, NOT_APPLICABLE, "不在考核范围内，数值只作参考"),
        *_targets(cells),
        *_unverified(cells),
    ]


def standing_remarks(district: District) -> list[Remark]:
    """What the district was called before, and what it is since it ended."""
    name = district.name
    found = [
        f"原称{one.name}，{one.until} 起改用{name}；历年的数都在{name}名下"
        for one in district.former_names
    ]
    if district.until:
        into = f"并入{'、'.join(district.into)}" if district.into else "不再是区县"
        found.append(
            f"{district.until} 起{into}；此前的数仍记在{name}名下，不与别的区县相加，"
            "此后不再等它的数"
        )
    return [Remark("区划变动", chem(words), district.scope_source) for words in found]


def _insufficient(cells: Sequence[Cell]) -> Iterator[Remark]:
    for indicator, row in cells:
        if row.status in (INSUFFICIENT, NOT_ASSESSABLE) and row.reason_code != SCHEME_IN_DOUBT:
            words = joined([status_text(row.status), "　", chem(row.reason)])
            yield Remark(f"{indicator.label} 数据", words, row.document or row.rule)


def _schemes_in_doubt(cells: Sequence[Cell]) -> Iterator[Remark]:
    """One matter for all indicators that it silences."""
    doubted = [(indicator, row) for indicator, row in cells if row.reason_code == SCHEME_IN_DOUBT]
    if doubted:
        names = "、".join(indicator.label for indicator, _ in doubted)
        why = "：当年12月31日施行的是哪一份创模清单不能确定，各项要求只作参考，见创模清单页"
        words = joined([status_text(NOT_ASSESSABLE), "　", chem(names), why])
        documents = dict.fromkeys(row.document for _, row in doubted)
        yield Remark("创模清单", words, "、".join(documents))


def _two_judgements(cells: Sequence[Cell], standards: dict[str, Verdict]) -> Iterator[Remark]:
    for indicator, row in cells:
        other = standards.get(indicator.id)
        if other is None or row.line == STANDARD or other.limit is None:
            continue
        if {row.status, other.status} & {INSUFFICIENT, NOT_YET_DUE, NOT_APPLICABLE}:
            continue
        if row.status == other.status and not _splits(row, other):
            continue
        words = joined(
            [
                f"{shown_value(row, indicator)} 对国家标准 {limit_words(other)} ",
                status_text(other.shown_as),
                f"，对{LINE_WORD[row.line]} {limit_words(row)} ",
                status_text(row.shown_as),
                "，两者都成立",
            ]
        )
        yield Remark(f"{indicator.label} 两条线", words, other.document)


def _splits(row: Verdict, other: Verdict) -> bool:
    """Whether the value lies between the two limits."""
    if row.value is None or row.limit is None or other.limit is None:
        return False
    low, high = sorted((Fraction(row.limit), Fraction(other.limit)))
    return low < Fraction(row.published or row.value) <= high


def _rounded(cells: Sequence[Cell]) -> Iterator[Remark]:
    """Figures that are on another side of the limit before rounding than after."""
    for indicator, row in cells:
        if row.value is None or row.published is None or row.limit is None:
            continue
        value, shown, limit = (Fraction(t) for t in (row.value, row.published, row.limit))
        if shown == limit != value and row.status in (MET, MISSED):
            words = f"原值 {figure(row.value)}，修约后 {figure(row.published)}，与限值相等"
            yield Remark(f"{indicator.label} 修约", Safe(chem(words)), row.document)


def _denominators(cells: Sequence[Cell]) -> Iterator[Remark]:
    for indicator, row in cells:
        if row.note:
            yield Remark(f"{indicator.label} 口径", Safe(chem(row.note)), row.document)


def _noise_grades(cells: Sequence[Cell], grades: Sequence[NoiseGrade]) -> Iterator[Remark]:
    for indicator, _ in cells:
        own = [one for one in grades if one.indicator == indicator.id and one.name]
        if own:
            words = "；".join(grade_words(one) for one in own)
            documents = "、".join(dict.fromkeys(one.document for one in own))
            yield Remark(
                f"{indicator.label} 等级", Safe(chem(f"{words}（{ONLY_STATE}）")), documents
            )


def _silent(cells: Sequence[Cell], status: str, why: str) -> Iterator[Remark]:
    found = [indicator.label for indicator, row in cells if row.status == status]
    if found:
        words = joined([status_text(status), "　", chem("、".join(found)), f"：{why}"])
        yield Remark(STATUS_WORD[status], words, "")


def _targets(cells: Sequence[Cell]) -> Iterator[Remark]:
    for mark, word in MARK_WORD.items():
        names = [f"{i.label} {limit_words(row)}" for i, row in cells if row.mark == mark]
        if names:
            why = "为演示而虚构" if mark == "invented" else "由其他数据推算，未见下达文件"
            yield Remark(f"年度目标（{word}）", Safe(chem("、".join(names) + f"：{why}")), "")


def _unverified(cells: Sequence[Cell]) -> Iterator[Remark]:
    names = [i.label for i, row in cells if row.confidence in ("B", "C") and not row.mark]
    if names:
        words = "、".join(names) + "：限值为二手来源，未见官方原文"
        yield Remark("限值待核", Safe(chem(words)), "")
